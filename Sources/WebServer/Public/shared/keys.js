// The one table of keys. The bottom bar, the F1 help, aria-keyshortcuts, the dispatcher and the
// tests all read it; a key that is not here does nothing. PageUp, F9 and Esc are the notice's own.
//
// Never bound, because the browser or the system owns them: F5, F11, F12, Ctrl+W, Ctrl+T, Ctrl+N.

/**
 * @typedef {"signIn"|"sale"|"checkout"|"attempt"|"return"|"done"|"dialog"} Context
 *   what the screen is doing
 * @typedef {object} Key
 * @property {string} act
 * @property {string} key as in KeyboardEvent.key
 * @property {boolean} [shift]
 * @property {boolean} [ctrl]
 * @property {Context[]} on where it works
 * @property {[string, string]} words
 * @property {boolean} [isOnce] a held key does not repeat it
 * @property {boolean} [yieldsToText] in a field that has text, the key edits the text
 * @property {boolean} [isQuiet] left out of the bottom bar
 */

/** @type {Key[]} */
export const KEYS = [
  { act: "checkout", key: "PageUp", on: ["sale", "done", "checkout", "attempt"], isOnce: true,
    words: ["收款", "Checkout"] },
  { act: "complete", key: "F9", on: ["checkout", "attempt", "sale", "done"], isOnce: true,
    words: ["完成", "Complete"] },
  { act: "giveBack", key: "F9", on: ["return"], isOnce: true, words: ["确认退货", "Confirm return"] },
  { act: "wholeLine", key: " ", on: ["return"], words: ["整行", "Whole line"] },
  { act: "wholeSale", key: " ", shift: true, on: ["return"], isOnce: true,
    words: ["全部", "Everything"] },
  { act: "inCash", key: "F4", on: ["return"], isOnce: true, words: ["改退现金", "In cash"] },
  { act: "askRefunds", key: "F2", on: ["return", "done"], isOnce: true,
    words: ["再查退款", "Ask again"] },
  { act: "quantity", key: "F2", on: ["sale"], words: ["数量", "Quantity"] },
  { act: "lineDiscount", key: "F3", on: ["sale"], words: ["单品折扣", "Discount"] },
  { act: "saleDiscount", key: "F4", on: ["sale"], words: ["整单折扣", "Sale discount"] },
  { act: "salesperson", key: "F6", on: ["sale"], words: ["营业员", "Salesperson"] },
  { act: "saleSalesperson", key: "F6", shift: true, on: ["sale"], isQuiet: true,
    words: ["整单营业员", "Salesperson of the sale"] },
  { act: "removeLine", key: "Delete", on: ["sale"], yieldsToText: true,
    words: ["删行", "Delete"] },
  { act: "removeTender", key: "Delete", on: ["checkout"], yieldsToText: true,
    words: ["删收款", "Delete"] },
  { act: "showCode", key: "F3", on: ["checkout"], isOnce: true,
    words: ["出示收款码", "Show a code"] },
  { act: "askAgain", key: "F2", on: ["attempt"], isOnce: true, words: ["再查一次", "Ask again"] },
  { act: "takeBack", key: "F4", on: ["attempt"], isOnce: true, words: ["撤销", "Take back"] },
  { act: "suspend", key: "F8", on: ["sale", "done", "checkout", "attempt", "return"], isOnce: true,
    words: ["挂单/取单/退货", "Hold/retrieve/return"] },
  { act: "shift", key: "F8", shift: true, on: ["sale", "done", "checkout", "attempt"], isOnce: true,
    isQuiet: true, words: ["交接班", "Shift handover"] },
  { act: "up", key: "ArrowUp", on: ["sale", "done", "checkout", "attempt", "return"],
    isQuiet: true, words: ["上移", "Up"] },
  { act: "down", key: "ArrowDown", on: ["sale", "done", "checkout", "attempt", "return"],
    isQuiet: true, words: ["下移", "Down"] },
  { act: "first", key: "Home", on: ["sale", "return"], yieldsToText: true, isQuiet: true,
    words: ["第一行", "First line"] },
  { act: "last", key: "End", on: ["sale", "return"], yieldsToText: true, isQuiet: true,
    words: ["最后一行", "Last line"] },
  { act: "reprint", key: "p", ctrl: true, on: ["sale", "done", "checkout"], isOnce: true,
    words: ["补打", "Reprint"] },
  { act: "help", key: "F1", on: ["sale", "done", "checkout", "attempt", "return", "signIn"],
    isOnce: true, words: ["说明", "Help"] },
  { act: "back", key: "Escape", on: ["sale", "done", "checkout", "attempt", "return", "dialog"],
    words: ["返回", "Back"] },
];

/**
 * The entry that a key press means here, or null. A composing input method keeps its keys.
 * @param {{key: string, code: string, shiftKey: boolean, ctrlKey: boolean, altKey: boolean,
 *   metaKey: boolean, isComposing: boolean}} event
 * @param {Context} context
 * @param {boolean} isInText whether the focus is in a field that has text
 * @returns {Key | null}
 */
export function keyOf(event, context, isInText) {
  if (event.isComposing || event.altKey || event.metaKey) return null;
  const found = KEYS.find(
    (entry) =>
      entry.on.includes(context) &&
      isKey(event, entry) &&
      Boolean(entry.shift) === event.shiftKey &&
      Boolean(entry.ctrl) === event.ctrlKey,
  );
  return found && !(found.yieldsToText && isInText) ? found : null;
}

/** An idle input method may hide `key`; `code` then still names the keys that have one meaning. */
function isKey(
  /** @type {{key: string, code: string}} */ event,
  /** @type {Key} */ entry,
) {
  if (event.key === "Process" || event.key === "Unidentified") {
    return event.code === (entry.key === " " ? "Space" : entry.key);
  }
  return event.key === entry.key || (entry.ctrl === true && event.key.toLowerCase() === entry.key);
}

/** How a key is written on the screen. */
export function keyName(/** @type {Key} */ { key, shift, ctrl }) {
  const names = /** @type {Record<string, string>} */ ({
    PageUp: "PgUp", Escape: "Esc", Delete: "Del", ArrowUp: "↑", ArrowDown: "↓", p: "P",
    " ": "Space",
  });
  return `${ctrl ? "Ctrl+" : ""}${shift ? "Shift+" : ""}${names[key] ?? key}`;
}

/** The value of aria-keyshortcuts for an act. */
export function ariaKey(/** @type {string} */ act) {
  const entry = KEYS.find((each) => each.act === act);
  if (!entry) return null;
  const key = { p: "P", " ": "Space" }[entry.key] ?? entry.key;
  return `${entry.ctrl ? "Control+" : ""}${entry.shift ? "Shift+" : ""}${key}`;
}

/** The entries for the bottom bar of a context. */
export const keysOn = (/** @type {Context} */ context) =>
  KEYS.filter((entry) => entry.on.includes(context) && !entry.isQuiet);
