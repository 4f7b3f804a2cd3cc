// What a return is before the server is asked: pieces, reason, and which sale a text means.

import assert from "node:assert/strict";
import { test } from "node:test";
import { cashField, countField, draftOf, isOpenRefund, keyOfReturn, lookOf, matching, piecesOf,
  placeInKey, reasonField, saleNamed } from "../../../Sources/WebServer/Public/shared/returns.js";

const PIECES = [
  ["", 5, 0], ["0", 5, 0], ["5", 5, 5], ["６", 9, 6], [" 2 ", 5, 2],
  ["6", 5, null], ["1.5", 5, null], ["-1", 5, null], ["x", 5, null], ["12345", 9999, null],
  ["1", 0, null],
];

for (const [text, most, pieces] of PIECES) {
  test(`“${text}” of ${most} is ${pieces} pieces`, () =>
    assert.equal(piecesOf(text, most), pieces));
}

const SALE = {
  sale: { id: "s1", receiptNumber: "0101-02-20261123-0087" },
  lines: [{ no: 1, returnable: 2 }, { no: 2, returnable: 1 }, { no: 4, returnable: 0 }],
  returns: [],
};

const DRAFTS = [
  ["nothing typed", {}, [], null, null, false],
  ["one of two", { [countField("s1", 1)]: "1" }, [{ line: 1, quantity: 1 }], null, null, false],
  ["more than there are", { [countField("s1", 1)]: "3", [countField("s1", 2)]: "1" },
    [{ line: 2, quantity: 1 }], { line: 1, most: 2, quantity: null }, null, false],
  ["what came back already", { [countField("s1", 4)]: "1" }, [],
    { line: 4, most: 0, quantity: null }, null, false],
  ["a reason by digit", { [reasonField("s1")]: "2" }, [], null, "wrong-item", false],
  ["a wide digit", { [reasonField("s1")]: "３" }, [], null, "managers-leave", false],
  ["no such reason", { [reasonField("s1")]: "4" }, [], null, null, false],
  ["in cash instead", { [cashField("s1")]: "yes" }, [], null, null, true],
  ["what was typed for another sale", { [countField("s2", 1)]: "1", [cashField("s2")]: "yes" },
    [], null, null, false],
];

for (const [name, typed, lines, wrong, reason, toCash] of DRAFTS) {
  test(`a draft: ${name}`, () =>
    assert.deepEqual(draftOf(SALE, typed), { lines, wrong, reason, toCash }));
}

test("a key names one return of one sale, and the next has another", () => {
  assert.equal(keyOfReturn(SALE), "return-s1-1");
  assert.equal(keyOfReturn({ ...SALE, returns: [{}] }), "return-s1-2");
  const odd = keyOfReturn({ ...SALE, sale: { id: "ä/".repeat(60) } });
  assert.equal(placeInKey(keyOfReturn({ ...SALE, returns: Array(11) })), 12);
  assert.match(odd, /^[A-Za-z0-9-]{1,64}$/);
});

const TODAY = ["0101-02-20261123-0087", "0101-01-20261123-0087", "0101-02-20261123-0187",
  "0101-02-20261123-0012"].map((receiptNumber) => ({ receiptNumber }));

const NAMES = [
  ["a receipt number", "0101-02-20261123-0087", "0101-02-20261123-0087"],
  ["a receipt number without hyphens", "010102202611230087", "0101-02-20261123-0087"],
  ["in wide digits", "０１０１-02-20261123-0087", "0101-02-20261123-0087"],
  ["the number of a return slip", "0101-02-20261123-0087-T2", "0101-02-20261123-0087"],
  ["an order number", "2026112315420501010200038741", "2026112315420501010200038741"],
  ["the serial of one of today's", "12", "0101-02-20261123-0012"],
  ["a serial whole", "0187", "0101-02-20261123-0187"],
  ["a serial that two registers gave", "87", null],
  ["a serial that no sale has", "99", "99"],
  ["more than the serial", "0220261123-0087", "0101-02-20261123-0087"],
  ["something else", "hello", "hello"],
];

for (const [name, text, found] of NAMES) {
  test(`${name} names a sale`, () => assert.equal(saleNamed(text, TODAY), found));
}

test("today's list narrows to what is typed, and is whole while nothing is", () => {
  assert.equal(matching("", TODAY).length, 4);
  assert.equal(matching("87", TODAY).length, 2);
  assert.equal(matching("abc", TODAY).length, 4);
  assert.equal(matching("99", TODAY).length, 0);
});

test("a payment code is never taken for a receipt number", () => {
  for (const code of ["134567890123456789", "280123456789012345", "510123456789012345"]) {
    assert.equal(saleNamed(code, TODAY), code);
  }
});

test("each state of a refund has a shape of its own kind, and only an end is closed", () => {
  const states = ["reserved", "sending", "unresolved", "accepted", "succeeded", "failed"];
  const marks = states.map((state) => lookOf({ state }).mark);
  assert.equal(new Set(marks).size, 5);
  assert.deepEqual(states.filter((state) => !isOpenRefund({ state })), ["succeeded", "failed"]);
});
