// The merchant order number (商户单号) taken apart while it is being typed, so that a wrong group is
// seen in that group: 20261123 154205 0101 02 0003874 1. Only the server says whose it is.

import { isDammRight, isDay } from "./check-digit.js";
import { narrow } from "./money.js";

export const ORDER_NUMBER_LENGTH = 28;

/**
 * @typedef {object} NumberPart
 * @property {"date"|"time"|"store"|"register"|"serial"|"check"} name
 * @property {string} text what was typed of it
 * @property {number} length how many digits it has when whole
 * @property {"empty"|"partial"|"right"|"wrong"} state
 */

/** @type {[NumberPart["name"], number][]} */
const GROUPS = [
  ["date", 8], ["time", 6], ["store", 4], ["register", 2], ["serial", 7], ["check", 1],
];

/** The digits of a typed text: groups may be apart by spaces or hyphens. */
export function digitsOf(/** @type {string} */ text) {
  return narrow(text).replace(/[\s-]/g, "");
}

/**
 * The parts of what was typed so far, always six.
 * @param {string} text
 * @returns {NumberPart[]}
 */
export function partsOf(text) {
  const digits = digitsOf(text);
  let start = 0;
  return GROUPS.map(([name, length]) => {
    const part = digits.slice(start, start + length);
    start += length;
    return { name, text: part, length, state: stateOf(name, part, length, digits) };
  });
}

/** @returns {NumberPart["state"]} */
function stateOf(
  /** @type {string} */ name,
  /** @type {string} */ part,
  /** @type {number} */ length,
  /** @type {string} */ digits,
) {
  if (part === "") return "empty";
  if (!/^\d+$/.test(part)) return "wrong";
  if (part.length < length) return "partial";
  switch (name) {
    case "date":
      return isDay(part) ? "right" : "wrong";
    case "time":
      return /^([01]\d|2[0-3])[0-5]\d[0-5]\d$/.test(part) ? "right" : "wrong";
    case "check":
      return isDammRight(digits.slice(0, ORDER_NUMBER_LENGTH)) ? "right" : "wrong";
    default:
      return "right";
  }
}

/**
 * Whether a text is wholly one of our numbers, as far as the page can tell.
 * @param {string} text
 */
export function isOrderNumber(text) {
  const digits = digitsOf(text);
  return (
    digits.length === ORDER_NUMBER_LENGTH && partsOf(digits).every((part) => part.state === "right")
  );
}

/** A number in groups that a person can read out. */
export function grouped(/** @type {string} */ digits) {
  return partsOf(digits).map((part) => part.text).filter(Boolean).join(" ");
}
