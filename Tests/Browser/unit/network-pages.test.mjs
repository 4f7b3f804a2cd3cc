// The practice phone and the trainer's panel: every word in both languages, every fault that the
// network knows, and what a bill says when money came back.

import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";

const FOLDER = new URL("../../../Sources/ChannelSimulators/", import.meta.url);
const PUBLIC = new URL("Public/", FOLDER);
const { kinds, scopeOf } = await import(new URL("fault-kinds.js", PUBLIC));
const { words } = await import(new URL("words.js", PUBLIC));
const { stateOf } = await import(new URL("phone-view.js", PUBLIC));

const text = (name, folder = PUBLIC) => readFileSync(new URL(name, folder), "utf8");
const FILES = readdirSync(PUBLIC).filter((name) => /\.(js|html|css)$/.test(name));

function shape(value) {
  if (typeof value === "function") return `function/${value.length}`;
  if (Array.isArray(value)) return value.map(shape);
  if (typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, shape(one)]).sort());
  }
  assert.ok(value, "an empty word");
  return typeof value;
}

test("both languages have the same words", () => {
  assert.deepEqual(shape(words.zh), shape(words.en));
});

test("every word that is asked for exists", () => {
  for (const name of FILES) {
    const asked = [
      ...text(name).matchAll(/(?<!\/)\b(?:words|say\(\))\.([A-Za-z]+)/g),
      ...text(name).matchAll(/data-word="([A-Za-z]+)"/g),
    ].map(([, word]) => word);
    for (const word of asked) assert.ok(words.zh[word], `${name} asks for ${word}`);
  }
});

test("every file that a page names is served", () => {
  const served = text("HTTP/PublicFiles.swift", FOLDER);
  for (const name of FILES) assert.ok(served.includes(`"${name}"`), name);
});

test("the panel knows every fault and every call of the network", () => {
  const fault = text("Faults/Fault.swift", FOLDER);
  const cases = (name) => [
    ...fault.split(`enum ${name}`)[1].split("\n}")[0].split("package let")[0]
      .matchAll(/^\s+case (\w+)$/gm)].map(([, one]) => one).sort();
  assert.deepEqual(kinds.map(([kind]) => kind).sort(), cases("Kind"));
  assert.deepEqual(Object.keys(words.zh.kinds).sort(), cases("Kind"));
  assert.deepEqual(Object.keys(words.zh.calls).sort(), cases("Call"));
  for (const [kind, money] of kinds) assert.ok(words.zh.money[money], kind);
});

test("a fault goes where it can meet a request", () => {
  for (const [kind, channel, call, meets, at = channel] of [
    ["loseAnswer", "all", "refund", "refund"],
    ["notFound", "alipay", "pay", "query"],
    ["notFound", "alipay", "refund", "refundQuery"],
    ["notFound", "all", "refundQuery", "refundQuery"],
    ["notFound", "all", "all", "all"],
    ["refundNotEnough", "alipay", "pay", "refund"],
    ["refundClosed", "alipay", "all", "refund", "wechat"],
    ["statementCutOff", "alipay", "pay", "statement"],
  ]) {
    assert.deepEqual(scopeOf(kind, channel, call), { channel: at, call: meets }, kind);
  }
});

test("what a bill says", () => {
  const order = (state, returnedFen = 0, states = []) => ({
    state, returnedFen, debitedFen: state === "DECLINED" ? 0 : 6510,
    refunds: states.map((one) => ({ state: one })),
  });
  for (const [given, said] of [
    [order("PAID"), "支付成功"],
    [order("DECLINED"), "未支付"],
    [order("PAID", 0, ["PROCESSING"]), "退款中"],
    [order("PAID", 0, ["CLOSED"]), "支付成功"],
    [order("PAID", 2000, ["SUCCESS", "PROCESSING"]), "已退款 ¥20.00"],
    [order("PAID", 6510, ["SUCCESS", "SUCCESS"]), "已全额退款"],
    [order("REVERSED", 6510), "已全额退款"],
    [{ ...order("REVERSED"), debitedFen: 0 }, "已撤销"],
  ]) assert.equal(stateOf(given), said);
});

test("no page breaks its own policy", () => {
  for (const name of FILES) {
    const content = text(name);
    assert.ok(!/\sstyle="|<script>|\son[a-z]+="/.test(content), name);
    assert.ok(!/https?:\/\/(?!www\.w3\.org)/.test(content), name);
  }
});
