// Money by integers, check digits, and the order number taken apart while it is typed.

import assert from "node:assert/strict";
import { test } from "node:test";
import { discountOf, fenOf, likelyNotes, shareOf, yuan }
  from "../../../Sources/WebServer/Public/shared/money.js";
import { dammOf, isDammRight, isDay, isGoodsCodeRight, looksLikeIdentityCard }
  from "../../../Sources/WebServer/Public/shared/check-digit.js";
import { grouped, isOrderNumber, partsOf }
  from "../../../Sources/WebServer/Public/shared/order-number.js";

for (const [fen, text] of [[0, "0.00"], [1, "0.01"], [10, "0.10"], [1650, "16.50"], [-300, "-3.00"],
  [-5, "-0.05"], [499999, "4999.99"], [999999999, "9999999.99"]]) {
  test(`yuan: ${fen} fen is ${text}`, () => assert.equal(yuan(fen), text));
}

for (const [text, fen] of [
  ["16.5", 1650], ["16", 1600], [".5", 50], ["0.01", 1], ["¥ 1,000.10", 100010],
  ["１６．５０", 1650], ["16。5", 1650], ["16.505", null], ["", null], [".", null], ["abc", null],
  ["-5", null], ["1e3", null], ["99999999", null]]) {
  test(`fen: "${text}" is ${fen}`, () => assert.equal(fenOf(text), fen));
}

test("yuan and fen agree for every amount up to 20 yuan", () => {
  for (let fen = 1; fen <= 2000; fen += 1) assert.equal(fenOf(yuan(fen)), fen);
});

for (const [text, expected] of [
  ["3.5", { kind: "amount", fen: 350 }],
  ["10%", { kind: "percent", basisPoints: 1000 }],
  ["12.5％", { kind: "percent", basisPoints: 1250 }],
  ["9折", { kind: "percent", basisPoints: 1000 }],
  ["95折", { kind: "percent", basisPoints: 500 }],
  ["8.5折", { kind: "percent", basisPoints: 1500 }],
  ["0", { kind: "amount", fen: 0 }],
  ["101%", null], ["x", null], ["", null],
]) {
  test(`R14 discount: "${text}"`, () => assert.deepEqual(discountOf(text), expected));
}

test("a share is rounded half up by integers", () => {
  assert.equal(shareOf(3300, 1000), 330);
  assert.equal(shareOf(5, 1000), 1);
  assert.equal(shareOf(4, 1000), 0);
});

test("likely notes begin with the exact amount and ascend", () => {
  assert.deepEqual(likelyNotes(7850), [7850, 8000, 10000]);
  assert.deepEqual(likelyNotes(10000), [10000]);
});

test("Damm: every single wrong digit and every swap of neighbours is caught", () => {
  const body = "202611231542050101020003874";
  const right = body + dammOf(body);
  assert.ok(isDammRight(right));
  for (let place = 0; place < right.length; place += 1) {
    for (let other = 0; other < 10; other += 1) {
      if (String(other) === right[place]) continue;
      assert.ok(!isDammRight(right.slice(0, place) + other + right.slice(place + 1)));
    }
    const swapped = right.slice(0, place) + (right[place + 1] ?? "") + right[place]
      + right.slice(place + 2);
    if (swapped !== right && swapped.length === right.length) assert.ok(!isDammRight(swapped));
  }
});

test("Damm: the worked example of 572", () => assert.equal(dammOf("572"), 4));

test("goods codes", () => {
  assert.ok(isGoodsCodeRight("6990000010212"));
  assert.ok(!isGoodsCodeRight("6990000010213"));
  assert.ok(!isGoodsCodeRight("699000001021"));
});

test("identity cards: check character and birth date both count", () => {
  assert.ok(looksLikeIdentityCard("11010519491231002X"));
  assert.ok(looksLikeIdentityCard("11010519491231002x"));
  assert.ok(!looksLikeIdentityCard("110105194912310021"));
  assert.ok(!looksLikeIdentityCard("11010519491331002X"));
});

test("days", () => {
  assert.ok(isDay("20240229"));
  assert.ok(!isDay("20230229"));
  assert.ok(!isDay("20261301"));
  assert.ok(!isDay("20260431"));
});

test("R27 parts of a number as it is typed", () => {
  const states = (text) => partsOf(text).map((part) => part.state).join(" ");
  assert.equal(states(""), "empty empty empty empty empty empty");
  assert.equal(states("2026"), "partial empty empty empty empty empty");
  assert.equal(states("20261123 15"), "right partial empty empty empty empty");
  assert.equal(states("20261323"), "wrong empty empty empty empty empty");
  assert.equal(states("20261123 256000"), "right wrong empty empty empty empty");
  const body = "202611231542050101020003874";
  assert.equal(states(body + dammOf(body)), "right right right right right right");
  assert.equal(states(body + ((dammOf(body) + 1) % 10)), "right right right right right wrong");
});

test("R27 the year is not hard-coded", () => {
  for (const year of ["2019", "2026", "2031"]) {
    const body = `${year}10151542050101020003874`;
    assert.ok(isOrderNumber(body + dammOf(body)));
    assert.ok(isOrderNumber(grouped(body + dammOf(body))));
  }
});
