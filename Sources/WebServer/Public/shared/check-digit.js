// The three checks that tell a slip of the finger from a number: our own (Damm), the goods code's
// (GS1 mod 10), and the identity card's (ISO 7064 mod 11-2). The server checks again; this is for
// the person who is still typing.

/** H. Michael Damm, "Total anti-symmetrische Quasigruppen", 2004, the table of order 10. */
const DAMM = [
  "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
  "3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
];

/**
 * The Damm check digit of a text; characters that are not digits are passed over.
 * @param {string} digits
 * @returns {number}
 */
export function dammOf(digits) {
  let interim = 0;
  for (const character of digits) {
    if (character >= "0" && character <= "9") interim = Number(DAMM[interim][Number(character)]);
  }
  return interim;
}

/** Whether the last digit is the Damm check digit of those before it. */
export function isDammRight(/** @type {string} */ digits) {
  return digits.length > 0 && dammOf(digits) === 0;
}

/**
 * Whether a GTIN (8, 12, 13 or 14 digits) ends in its GS1 check digit.
 * @param {string} digits
 */
export function isGoodsCodeRight(digits) {
  if (!/^(\d{8}|\d{12,14})$/.test(digits)) return false;
  let sum = 0;
  for (let place = 0; place < digits.length; place += 1) {
    // Counted from the right, so that one rule serves every length.
    const digit = Number(digits[digits.length - 1 - place]);
    sum += place % 2 === 0 ? digit : digit * 3;
  }
  return sum % 10 === 0;
}

/** Days of a month, proleptic Gregorian. */
function daysIn(/** @type {number} */ year, /** @type {number} */ month) {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1] ?? 0;
}

/**
 * Whether eight digits are a real day between 1900 and 2099.
 * @param {string} digits
 */
export function isDay(digits) {
  if (!/^(19|20)\d{6}$/.test(digits)) return false;
  const day = Number(digits.slice(6, 8));
  return day >= 1 && day <= daysIn(Number(digits.slice(0, 4)), Number(digits.slice(4, 6)));
}

/** GB 11643-1999: weights of the first 17 digits. */
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/**
 * Whether a text is a resident identity card number: shape, birth date, check character. An honest
 * pay code passes by chance about once in 30,000.
 * @param {string} text
 */
export function looksLikeIdentityCard(text) {
  if (!/^\d{17}[\dXx]$/.test(text) || !isDay(text.slice(6, 14))) return false;
  const sum = WEIGHTS.reduce((total, weight, place) => total + weight * Number(text[place]), 0);
  return "10X98765432"[sum % 11] === text[17].toUpperCase();
}
