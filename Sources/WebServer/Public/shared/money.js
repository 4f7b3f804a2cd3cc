// Money on the page is integer fen, as on the server. Nothing here divides into a fraction: yuan
// are printed and read digit by digit, so that 0.1 + 0.2 can never be asked of the language.

/** The largest amount a field accepts: 9,999,999.99 yuan, well inside exact integers. */
export const FEN_MAX = 999_999_999;

/**
 * Fen as yuan with two decimals: 1650 → "16.50", -300 → "-3.00".
 * @param {number} fen
 * @returns {string}
 */
export function yuan(fen) {
  const size = Math.abs(fen);
  const cents = String(size % 100).padStart(2, "0");
  return `${fen < 0 ? "-" : ""}${Math.trunc(size / 100)}.${cents}`;
}

/**
 * Reads yuan as a person types them ("16.5", "１６．５", "¥16"); null when it is not an amount.
 * @param {string} text
 * @returns {number | null} fen
 */
export function fenOf(text) {
  const plain = narrow(text).replace(/[¥￥\s,]/g, "").replace(/。/g, ".");
  const parts = /^(\d{0,7})(?:\.(\d{0,2}))?$/.exec(plain);
  if (!parts || (!parts[1] && !parts[2])) return null;
  const fen = Number(parts[1] || "0") * 100 + Number((parts[2] || "").padEnd(2, "0"));
  return fen <= FEN_MAX ? fen : null;
}

/**
 * A share of an amount in basis points (1000 = 10 %), rounded half up, by integers.
 * @param {number} fen
 * @param {number} basisPoints
 */
export function shareOf(fen, basisPoints) {
  return Math.floor((fen * basisPoints + 5000) / 10000);
}

/**
 * A discount as a person types it: "3.5" is yuan off, "10%" is per cent off, "9折" or "95折" is what
 * is left to pay. Null when it is none of these.
 * @param {string} text
 * @returns {{kind: "amount", fen: number} | {kind: "percent", basisPoints: number} | null}
 */
export function discountOf(text) {
  const plain = narrow(text).replace(/\s/g, "").replace(/％/g, "%");
  const percent = /^(\d{1,3})(?:\.(\d{1,2}))?%$/.exec(plain);
  if (percent) {
    const points = Number(percent[1]) * 100 + Number((percent[2] || "").padEnd(2, "0"));
    return points <= 10000 ? { kind: "percent", basisPoints: points } : null;
  }
  const folded = /^([1-9])(?:\.?(\d))?折$/.exec(plain);
  if (folded) {
    const left = Number(folded[1]) * 1000 + Number(folded[2] || "0") * 100;
    return { kind: "percent", basisPoints: 10000 - left };
  }
  const fen = fenOf(plain);
  return fen === null ? null : { kind: "amount", fen };
}

/**
 * The notes a customer is likely to hand over for an amount: exact, then the next 10, 50 and 100.
 * @param {number} fen
 * @returns {number[]} fen, ascending, without doubles
 */
export function likelyNotes(fen) {
  const up = (/** @type {number} */ note) => Math.ceil(fen / note) * note;
  return [...new Set([fen, up(500), up(1000), up(2000), up(5000), up(10000)])]
    .filter((amount) => amount > 0)
    .sort((left, right) => left - right)
    .slice(0, 5);
}

/** Full-width digits and signs, as a Chinese input method makes them, in their plain form. */
export function narrow(/** @type {string} */ text) {
  return text.replace(/[\uff01-\uff5e]/g, (wide) =>
    String.fromCharCode(wide.charCodeAt(0) - 0xfee0),
  );
}
