// What can be said of a return without asking anybody: which text names a sale, how many pieces a
// person typed, what the server is to be asked. Kept apart from the page so that it can be tested.
//
// What is typed for a return is kept under the sale's own names, so that leaving for the next
// customer and coming back finds it as it was.

import { narrow } from "./money.js";
import { classify } from "./shapes.js";

/** @typedef {import("./types.js").Returnable} Returnable */
/** @typedef {import("./types.js").Refund} Refund */

/** Why goods come back, in the order of their digits. Medicine is not taken back but for these. */
export const REASONS = ["quality", "wrong-item", "managers-leave"];

/** What begins the name of every field that belongs to a return. */
export const RETURN_FIELDS = "back-";

export const countField = (/** @type {string} */ sale, /** @type {number} */ no) =>
  `${RETURN_FIELDS}${sale}-${no}`;
export const reasonField = (/** @type {string} */ sale) => `${RETURN_FIELDS}${sale}-reason`;
/** "yes" while the money of a wallet is to go back in cash. */
export const cashField = (/** @type {string} */ sale) => `${RETURN_FIELDS}${sale}-cash`;

/**
 * How many pieces a text says; null when it says more than there are, or nothing that can be read.
 * @param {string} text
 * @param {number} most
 */
export function piecesOf(text, most) {
  const plain = narrow(text).trim();
  if (plain === "") return 0;
  if (!/^\d{1,4}$/.test(plain)) return null;
  const pieces = Number(plain);
  return pieces <= most ? pieces : null;
}

/**
 * What was typed for a sale's return.
 * @param {Returnable} sale
 * @param {Record<string, string>} typed
 */
export function draftOf({ sale, lines }, typed) {
  const counts = lines.map((line) => ({
    line: line.no, most: line.returnable,
    quantity: piecesOf(typed[countField(sale.id, line.no)] ?? "", line.returnable),
  }));
  const reason = /^[123]$/.exec(narrow(typed[reasonField(sale.id)] ?? "").trim());
  return {
    lines: counts.filter(({ quantity }) => quantity !== null && quantity > 0)
      .map(({ line, quantity }) => ({ line, quantity: Number(quantity) })),
    /** The first line whose pieces cannot be, with how many can. */
    wrong: counts.find(({ quantity }) => quantity === null) ?? null,
    reason: reason ? REASONS[Number(reason[0]) - 1] : null,
    toCash: typed[cashField(sale.id)] === "yes",
  };
}

/**
 * One key for one return of a sale: two windows that confirm the same one, or a key that is pressed
 * twice, make one. The next return of the sale has the next.
 * @param {Returnable} sale
 */
export const keyOfReturn = ({ sale, returns }) =>
  `return-${sale.id}-${returns.length + 1}`.replace(/[^A-Za-z0-9-]/g, "-").slice(0, 64);

/** Which return of its sale a key is of. */
export const placeInKey = (/** @type {string} */ key) => Number(/\d+$/.exec(key)?.[0] ?? 0);

/**
 * Which sale a typed text means: a whole number (of a receipt, of a return slip, of an order), or
 * the last digits of one of today's. Null when it could be several.
 * @param {string} raw
 * @param {{receiptNumber: string}[]} today
 * @returns {string | null}
 */
export function saleNamed(raw, today) {
  const text = narrow(raw).trim();
  const slip = /^(\d{4}-\d{2}-\d{8}-\d{4})-[Tt]\d{1,3}$/.exec(text);
  if (slip) return slip[1];
  const digits = text.replace(/[\s-]/g, "");
  if (/^\d{18}$/.test(digits) && classify(text).kind !== "payCode") {
    return digits.replace(/^(\d{4})(\d{2})(\d{8})(\d{4})$/, "$1-$2-$3-$4");
  }
  if (!/^\d{1,17}$/.test(digits)) return text;
  const found = matching(text, today);
  if (found.length === 1) return found[0].receiptNumber;
  return found.length === 0 ? text : null;
}

/**
 * Those of today's sales whose receipt number ends with what is typed; all while nothing is.
 * @template {{receiptNumber: string}} Sale
 * @param {string} raw
 * @param {Sale[]} today
 */
export function matching(raw, today) {
  const digits = narrow(raw).replace(/[\s-]/g, "");
  if (!/^\d{1,17}$/.test(digits)) return today;
  // "87" is receipt 0087, not 0187: a serial that is typed is meant whole.
  const ending = digits.length <= 4 ? `-${digits.padStart(4, "0")}` : digits;
  return today.filter(({ receiptNumber }) =>
    (digits.length <= 4 ? receiptNumber : receiptNumber.replace(/-/g, "")).endsWith(ending));
}

const OPEN_STATES = ["reserved", "sending", "unresolved", "accepted"];

/** Whether nobody knows yet that the money has arrived. */
export const isOpenRefund = (/** @type {Refund} */ refund) => OPEN_STATES.includes(refund.state);

/** How a refund's state looks: a tone and a shape, never a colour alone. */
export function lookOf(/** @type {Refund} */ refund) {
  switch (refund.state) {
    case "reserved":
    case "sending":
      return { tone: "wait", mark: "◔" };
    case "accepted":
      return { tone: "wait", mark: "◕" };
    case "succeeded":
      return { tone: "good", mark: "✓" };
    case "unresolved":
      return { tone: "doubt", mark: "?" };
    case "failed":
      return { tone: "bad", mark: "✕" };
  }
}
