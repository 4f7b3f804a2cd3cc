// The table of shapes, with its traps side by side: identity cards against pay codes, trace codes
// against Alipay, our numbers against the wallets' own.

import assert from "node:assert/strict";
import { test } from "node:test";
import { classify, refusalForPayBox, walletWhileTyping }
  from "../../../Sources/WebServer/Public/shared/shapes.js";
import { dammOf } from "../../../Sources/WebServer/Public/shared/check-digit.js";

const ORDER_BODY = "202611231542050101020003874";
const ORDER = ORDER_BODY + dammOf(ORDER_BODY);

/** An identity card number from its first 17 digits (GB 11643-1999), ending in a digit. */
function identityCard(region) {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
  for (let serial = 100; serial < 999; serial += 1) {
    const body = `${region}19900101${serial}`;
    const sum = weights.reduce((total, weight, place) => total + weight * Number(body[place]), 0);
    const check = "10X98765432"[sum % 11];
    if (check !== "X") return body + check;
  }
  throw new Error("unreachable");
}

const SHAPES = [
  ["goods, 690 to 699", "6990000010212", "goods"],
  ["imported goods", "4006381333931", "goods"],
  ["EAN-8", "96385074", "goods"],
  ["UPC-A", "036000291452", "goods"],
  ["GTIN-14", "16990000010219", "goods"],
  ["goods with a wrong check digit", "6990000010213", "unknown"],
  ["in-store label", "2200044000006", "inStoreLabel"],
  ["trace code, 20 digits from 8", "81234567890123456789", "traceCode"],
  ["Alipay pay code of 20 digits, not a trace code", "28123456789012345678", "payCode", "alipay"],
  ["Alipay, shortest", "2512345678901234", "payCode", "alipay"],
  ["Alipay, longest", "301234567890123456789012", "payCode", "alipay"],
  ["Alipay, one too long", "3012345678901234567890123", "unknown"],
  ["WeChat Pay, 10", "100000000000000000", "payCode", "wechat"],
  ["WeChat Pay, 15", "159999999999999999", "payCode", "wechat"],
  ["16 is nobody's", "160000000000000000", "unknown"],
  ["BestPay", "510000000000000000", "payCode", "bestpay"],
  ["UnionPay", "6212345678901234567", "payCode", "unionpay"],
  ["JD", "181234567890123456", "payCode", "jd"],
  ["our order number", ORDER, "orderNumber"],
  ["our order number in groups", ORDER.replace(/(.{8})(.{6})/, "$1 $2 "), "orderNumber"],
  ["our order number, one digit wrong", ORDER.slice(0, -1) + ((Number(ORDER.at(-1)) + 1) % 10),
    "tradeNumber"],
  ["WeChat Pay's own number", "4200001234202611231234567890", "tradeNumber"],
  ["Alipay's own number begins with the date too", "2017091721001004920264050508", "tradeNumber"],
  ["28 digits of nothing", "9912345678901234567890123456", "unknown"],
  ["receipt number", "0101-02-20261123-0087", "receiptNumber"],
  ["full-width digits", "６９９００００010212", "goods"],
  ["letters", "hxzq", "unknown"],
];

for (const [name, text, kind, wallet] of SHAPES) {
  test(`shape: ${name}`, () => {
    const shape = classify(text);
    assert.equal(shape.kind, kind);
    if (wallet) assert.equal(shape.wallet, wallet);
  });
}

test("trap: a Sichuan identity card has BestPay's shape and must be confirmed", () => {
  const shape = classify(identityCard("510107"));
  assert.equal(shape.kind, "payCode");
  assert.equal(shape.wallet, "bestpay");
  assert.equal(shape.looksLikeIdentityCard, true);
});

test("trap: a Beijing identity card has WeChat Pay's shape and must be confirmed", () => {
  const shape = classify(identityCard("110101"));
  assert.equal(shape.wallet, "wechat");
  assert.equal(shape.looksLikeIdentityCard, true);
});

test("an identity card from elsewhere is no pay code at all", () => {
  assert.equal(classify(identityCard("440106")).kind, "identityCard");
});

test("an ordinary pay code raises no question", () => {
  assert.equal(classify("134567890123456789").looksLikeIdentityCard, false);
});

const REFUSALS = [
  ["a pay code", "134567890123456789", null],
  ["a pay code in groups (R18)", "1345 6789 0123 4567 89", null],
  ["our number: use 42 (R18)", ORDER, "isOrderNumber"],
  ["a number from a bill", "2017091721001004920264050508", "isTradeNumber"],
  ["goods", "6990000010212", "isGoods"],
  ["a trace code", "81234567890123456789", "isTraceCode"],
  ["UnionPay", "6212345678901234567", null],
  ["e-CNY", "0112345678901234567", "notAcceptedHere"],
  ["17 digits from 13", "13456789012345678", "isWrongLength"],
  ["digits nobody issues", "99999999", "isUnknownPrefix"],
  ["letters", "hello", "isNotDigits"],
];

for (const [name, text, refusal] of REFUSALS) {
  test(`R18 pay box: ${name}`, () => assert.equal(refusalForPayBox(text), refusal));
}

const TYPING = [["1", null], ["13", "wechat"], ["1345 67", "wechat"], ["28", "alipay"],
  ["51", "bestpay"], ["99", null], ["1345678901234567890", null], ["ab", null]];

for (const [text, wallet] of TYPING) {
  test(`wallet while typing: "${text}"`, () => assert.equal(walletWhileTyping(text), wallet));
}
