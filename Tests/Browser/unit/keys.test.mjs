// The table of keys: the notice's own keys, what the browser owns, and no two meanings at one
// place.

import assert from "node:assert/strict";
import { test } from "node:test";
import { KEYS, ariaKey, keyOf, keysOn } from "../../../Sources/WebServer/Public/shared/keys.js";

const press = (key, more = {}) => ({
  key, code: key, shiftKey: false, ctrlKey: false, altKey: false, metaKey: false,
  isComposing: false, ...more,
});

const PRESSES = [
  ["R15 PageUp at the front desk", press("PageUp"), "sale", false, "checkout"],
  ["R15 PageUp in a field with text", press("PageUp"), "sale", true, "checkout"],
  ["R15 PageUp of the numpad", press("PageUp", { code: "Numpad9" }), "sale", false, "checkout"],
  ["R15 PageUp with an idle input method", press("Process", { code: "PageUp" }), "sale", false,
    "checkout"],
  ["R15 PageUp that an input method uses", press("PageUp", { isComposing: true }), "sale", false,
    null],
  ["R20 F9 at the checkout", press("F9"), "checkout", false, "complete"],
  ["R20 F9 while a payment is open", press("F9"), "attempt", false, "complete"],
  ["F2 is the quantity at the front desk", press("F2"), "sale", false, "quantity"],
  ["F2 asks again while a payment is open", press("F2"), "attempt", false, "askAgain"],
  ["F6", press("F6"), "sale", false, "salesperson"],
  ["Shift+F6", press("F6", { shiftKey: true }), "sale", false, "saleSalesperson"],
  ["Shift+F8 is the shift", press("F8", { shiftKey: true }), "sale", false, "shift"],
  ["Shift+F8 also while a payment is open", press("F8", { shiftKey: true }), "attempt", false,
    "shift"],
  ["Shift+F8 does not reach through a dialog", press("F8", { shiftKey: true }), "dialog", false,
    null],
  ["Alt+F4 is the system's", press("F4", { altKey: true }), "sale", false, null],
  ["Ctrl+P", press("p", { ctrlKey: true, code: "KeyP" }), "done", false, "reprint"],
  ["Ctrl+P with CapsLock", press("P", { ctrlKey: true, code: "KeyP" }), "done", false, "reprint"],
  ["p alone is a letter", press("p", { code: "KeyP" }), "sale", false, null],
  ["Del without text deletes the line", press("Delete"), "sale", false, "removeLine"],
  ["Del in a text edits it", press("Delete"), "sale", true, null],
  ["R20 F9 confirms a return, once", press("F9"), "return", true, "giveBack"],
  ["Space takes a line of a return", press(" ", { code: "Space" }), "return", true, "wholeLine"],
  ["Space with an idle input method", press("Process", { code: "Space" }), "return", false,
    "wholeLine"],
  ["Shift and Space take all", press(" ", { code: "Space", shiftKey: true }), "return", true,
    "wholeSale"],
  ["Space is a letter of the entry", press(" ", { code: "Space" }), "sale", true, null],
  ["a digit is pieces, never a shortcut", press("1", { code: "Digit1" }), "return", false, null],
  ["F4 on a return is cash instead", press("F4"), "return", true, "inCash"],
  ["F2 on a return asks the wallets", press("F2"), "return", true, "askRefunds"],
  ["F2 after a return asks the wallets", press("F2"), "done", false, "askRefunds"],
  ["F8 on a return finds another", press("F8"), "return", true, "suspend"],
  ["Esc leaves a return", press("Escape"), "return", true, "back"],
  ["Esc in a dialog", press("Escape"), "dialog", true, "back"],
  ["F2 does not reach through a dialog", press("F2"), "dialog", false, null],
];

for (const [name, event, context, isInText, act] of PRESSES) {
  test(name, () => assert.equal(keyOf(event, context, isInText)?.act ?? null, act));
}

test("what the browser owns is never bound", () => {
  for (const key of ["F5", "F11", "F12"]) assert.ok(!KEYS.some((entry) => entry.key === key));
  for (const key of ["w", "t", "n"]) assert.ok(!KEYS.some((entry) => entry.key === key));
});

test("no letter, digit or sign is a shortcut (WCAG 2.1.4)", () => {
  for (const { key, ctrl } of KEYS) assert.ok(key.length > 1 || key === " " || ctrl, key);
});

test("one key has one meaning at each place", () => {
  const seen = new Set();
  for (const { key, shift, ctrl, on } of KEYS) {
    for (const place of on) {
      const name = `${place} ${ctrl ? "C" : ""}${shift ? "S" : ""}${key}`;
      assert.ok(!seen.has(name), name);
      seen.add(name);
    }
  }
});

test("a held PageUp or F9 does not repeat", () => {
  for (const entry of KEYS.filter(({ key }) => key === "PageUp" || key === "F9")) {
    assert.equal(entry.isOnce, true);
  }
});

test("the bar and the screen reader read the same table", () => {
  assert.deepEqual(keysOn("attempt").map(({ act }) => act),
    ["checkout", "complete", "askAgain", "takeBack", "suspend", "help", "back"]);
  assert.equal(ariaKey("complete"), "F9");
  assert.equal(ariaKey("saleSalesperson"), "Shift+F6");
  assert.equal(ariaKey("reprint"), "Control+P");
  assert.deepEqual(keysOn("return").map(({ act }) => act),
    ["giveBack", "wholeLine", "wholeSale", "inCash", "askRefunds", "suspend", "help",
      "back"]);
  assert.equal(ariaKey("wholeSale"), "Shift+Space");
});
