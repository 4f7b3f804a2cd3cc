// Every word the page asks for exists, in both languages, and no file breaks the page's policy.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { PAY_WORDS } from "../../../Sources/WebServer/Public/shared/words-pay.js";
import { RETURN_WORDS } from "../../../Sources/WebServer/Public/shared/words-returns.js";
import { REMARK_WORDS } from "../../../Sources/WebServer/Public/shared/words-remarks.js";
import { SALE_WORDS } from "../../../Sources/WebServer/Public/shared/words-sale.js";
import { SHIFT_WORDS } from "../../../Sources/WebServer/Public/shared/words-shift.js";
import { HELP } from "../../../Sources/WebServer/Public/till/words-help.js";

const PUBLIC = new URL("../../../Sources/WebServer/Public/", import.meta.url);
const FILES = ["shared", "till", "remarks", "shift"].flatMap((folder) =>
  readdirSync(new URL(`${folder}/`, PUBLIC)).map((name) => {
    const url = new URL(`${folder}/${name}`, PUBLIC);
    return { name: `${folder}/${name}`, text: readFileSync(url, "utf8") };
  }));
const SCRIPTS = FILES.filter(({ name }) => name.endsWith(".js"));
const WORDS = {
  ...SALE_WORDS, ...PAY_WORDS, ...RETURN_WORDS, ...REMARK_WORDS, ...SHIFT_WORDS,
};

test("every word has Chinese and English", () => {
  for (const [name, [zh, en]] of Object.entries(WORDS)) {
    assert.ok(zh && en, name);
    const places = (text) => [...text.matchAll(/\{\d\}/g)].map(String).sort().join();
    assert.equal(places(zh), places(en), `${name} fills in different values`);
  }
});

test("no word is defined twice", () => {
  const names = [SALE_WORDS, PAY_WORDS, RETURN_WORDS, REMARK_WORDS, SHIFT_WORDS]
    .flatMap((words) => Object.keys(words));
  assert.equal(new Set(names).size, names.length);
});

test("every word that is asked for by name exists", () => {
  for (const { name, text } of SCRIPTS) {
    for (const [, word] of text.matchAll(/\b(?:w|pageNotice)\("([A-Za-z_]+)"/g)) {
      assert.ok(WORDS[word], `${name} asks for ${word}`);
    }
  }
});

test("every sentence of the page says what to do next", () => {
  for (const { name, text } of SCRIPTS) {
    for (const [, word] of text.matchAll(/\bpageNotice\("([A-Za-z_]+)"/g)) {
      if (["latePaid", "lateEnded"].includes(word)) continue;
      assert.ok(WORDS[`${word}Next`], `${name}: ${word} has no next step`);
    }
  }
});

test("the help of each screen has both languages", () => {
  for (const page of Object.values(HELP)) {
    for (const [zh, en] of [page.title, ...page.steps]) assert.ok(zh && en);
  }
});

test("N11, N17: the help says to wait a minute and never to take cash", () => {
  const zh = (name) => [...HELP[name].steps.map(([text]) => text), HELP[name].never?.[0]].join();
  assert.match(zh("attempt"), /1 分钟/);
  assert.match(zh("supplementary"), /不能选现金/);
  assert.match(zh("supplementary"), /最下面的商户单号/);
});

test("no script writes markup or style attributes, or evaluates text", () => {
  for (const { name, text } of SCRIPTS) {
    assert.doesNotMatch(text, /innerHTML|insertAdjacentHTML|document\.write/, name);
    assert.doesNotMatch(text, /\beval\(|new Function/, name);
    assert.doesNotMatch(text, /["']?style["']?:\s/, name);
  }
});

test("no page loads anything from elsewhere, or inline", () => {
  for (const { name, text } of FILES) {
    const plain = text.replaceAll("http://www.w3.org/2000/svg", "");
    assert.doesNotMatch(plain, /https?:\/\//, name);
    if (!name.endsWith(".html")) continue;
    assert.doesNotMatch(text, /<style|<script(?![^>]*src=)| style=| on\w+=/, name);
  }
});

test("no script is longer than 400 lines", () => {
  for (const { name, text } of SCRIPTS) assert.ok(text.split("\n").length <= 400, name);
});
