// What a scanned or typed text is, by its shape alone. For display and for sending it to the right
// box; the server decides again. The order of the rules matters only where a comment says so.
//
// Trap: an identity card number from Sichuan has BestPay's shape (18 digits, 51), one from Beijing
// WeChat Pay's (11). Such a text is a pay code that must be confirmed before it is sent.
// Trap: drug trace codes have 20 digits, and so may Alipay's pay codes; the first two tell them
// apart.

import { isGoodsCodeRight, isDay, looksLikeIdentityCard } from "./check-digit.js";
import { isOrderNumber } from "./order-number.js";
import { narrow } from "./money.js";

/**
 * @typedef {"goods"|"inStoreLabel"|"traceCode"|"payCode"|"orderNumber"|"tradeNumber"
 *   |"receiptNumber"|"identityCard"|"unknown"} ShapeKind
 * @typedef {object} Shape
 * @property {ShapeKind} kind
 * @property {string} text without the spaces between groups
 * @property {string} [wallet] of a pay code
 * @property {boolean} [isAccepted] of a pay code: whether this till takes the wallet at all
 * @property {boolean} [looksLikeIdentityCard] of a pay code
 */

/**
 * Wallets by length and first two digits. Sources: the wallets' pay-code pages; public validators.
 */
export const WALLET_SHAPES = [
  { wallet: "wechat", lengths: [18, 18], prefixes: [10, 15], isAccepted: true },
  { wallet: "alipay", lengths: [16, 24], prefixes: [25, 30], isAccepted: true },
  { wallet: "bestpay", lengths: [18, 18], prefixes: [51, 51], isAccepted: true },
  { wallet: "unionpay", lengths: [19, 19], prefixes: [62, 62], isAccepted: true },
  { wallet: "jd", lengths: [18, 18], prefixes: [18, 18], isAccepted: false },
  { wallet: "ecny", lengths: [19, 19], prefixes: [1, 1], isAccepted: false },
];

/**
 * The wallet row that a whole code fits.
 * @param {string} digits
 */
export function walletRowOf(digits) {
  return WALLET_SHAPES.find(
    ({ lengths, prefixes }) =>
      digits.length >= lengths[0] && digits.length <= lengths[1] && fitsPrefix(digits, prefixes),
  );
}

/**
 * The wallet that an unfinished code would belong to: known as soon as two digits are.
 * @param {string} text
 * @returns {string | null}
 */
export function walletWhileTyping(text) {
  const digits = narrow(text).replace(/\s/g, "");
  if (!/^\d{2,24}$/.test(digits)) return null;
  const row = WALLET_SHAPES.find(
    ({ lengths, prefixes }) => digits.length <= lengths[1] && fitsPrefix(digits, prefixes),
  );
  return row ? row.wallet : null;
}

function fitsPrefix(/** @type {string} */ digits, /** @type {number[]} */ prefixes) {
  const prefix = Number(digits.slice(0, 2));
  return prefix >= prefixes[0] && prefix <= prefixes[1];
}

/**
 * What a text is.
 * @param {string} raw
 * @returns {Shape}
 */
export function classify(raw) {
  const trimmed = narrow(raw).trim();
  if (/^\d{4}-\d{2}-\d{8}-\d{4}$/.test(trimmed)) return { kind: "receiptNumber", text: trimmed };
  const text = trimmed.replace(/\s/g, "");
  if (!/^\d+$/.test(text)) {
    return { kind: looksLikeIdentityCard(text) ? "identityCard" : "unknown", text };
  }
  if (text.length === 28) return { kind: kindOf28(text), text };
  if (text.length === 13 && text[0] === "2") return { kind: "inStoreLabel", text };
  if (isGoodsCodeRight(text)) return { kind: "goods", text };
  const row = walletRowOf(text);
  if (row) {
    return {
      kind: "payCode",
      text,
      wallet: row.wallet,
      isAccepted: row.isAccepted,
      looksLikeIdentityCard: looksLikeIdentityCard(text),
    };
  }
  if (looksLikeIdentityCard(text)) return { kind: "identityCard", text };
  // After the pay codes: 20 digits that begin with 25 to 30 are Alipay's; trace codes begin with 8.
  if (text.length === 20 && text[0] === "8") return { kind: "traceCode", text };
  return { kind: "unknown", text };
}

/** @returns {ShapeKind} */
function kindOf28(/** @type {string} */ digits) {
  if (isOrderNumber(digits)) return "orderNumber";
  // WeChat Pay's own begin with 4200, Alipay's with the date; the server resolves either.
  return digits.startsWith("4200") || isDay(digits.slice(0, 8)) ? "tradeNumber" : "unknown";
}

/**
 * Why a text cannot go into the 41 box, as a key of the words table; null when it can.
 * @param {string} raw
 * @returns {string | null}
 */
export function refusalForPayBox(raw) {
  const shape = classify(raw);
  switch (shape.kind) {
    case "payCode":
      return shape.isAccepted ? null : "notAcceptedHere";
    case "orderNumber":
      return "isOrderNumber";
    case "tradeNumber":
      return "isTradeNumber";
    case "goods":
    case "inStoreLabel":
      return "isGoods";
    case "traceCode":
      return "isTraceCode";
    case "identityCard":
      return "isIdentityCard";
    case "receiptNumber":
      return "isReceiptNumber";
    case "unknown":
      return /^\d+$/.test(shape.text) ? refusalOfDigits(shape.text) : "isNotDigits";
  }
}

function refusalOfDigits(/** @type {string} */ digits) {
  return WALLET_SHAPES.some(({ prefixes }) => fitsPrefix(digits, prefixes)) && digits.length > 1
    ? "isWrongLength"
    : "isUnknownPrefix";
}
