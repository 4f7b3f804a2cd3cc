// Tells a scanner from a person by time alone: a scanner is a keyboard that types six or more
// characters with a mean gap of at most 30 ms, and ends with Enter, Tab, or 100 ms of silence.
//
// Pure: a state and an input give a state and perhaps a scan. No clock, no page. The page's side is
// scanner-page.js. The numbers are those that onScan.js and ERPNext's till use; a slow Bluetooth
// scanner may need a mean gap of 60 ms.
//
// Trap: a busy machine delivers half a scan, stalls, and delivers the rest; a person may type a
// digit just before a scan. Both look like one long gap. Which of the two it was, the shape of the
// text decides: the longest stretch that is something known is the scan.

/**
 * @typedef {object} ScannerSettings
 * @property {number} meanGapMs largest mean gap between the characters of a scan
 * @property {number} charactersMin
 * @property {number} silenceMs silence that ends a burst
 *
 * @typedef {object} Burst characters that followed each other without such a silence
 * @property {string} text
 * @property {number[]} at milliseconds, one for each character
 *
 * @typedef {{kind: "character", text: string, at: number} | {kind: "suffix", at: number}
 *   | {kind: "silence", at: number} | {kind: "other"}} ScannerInput
 *
 * @typedef {object} ScannerStep
 * @property {Burst | null} burst
 * @property {{text: string, start: number} | null} scan `start`: its first character in the burst
 * @property {boolean} mayBegin a scan may begin here; the page then notes the field's text
 */

/** @type {ScannerSettings} */
export const SCANNER_SETTINGS = { meanGapMs: 30, charactersMin: 6, silenceMs: 100 };

/** Long gaps that a machine may put into one scan; a person's typing has one at every character. */
const STALLS_MAX = 2;

/**
 * Takes one input.
 * @param {Burst | null} burst the characters so far
 * @param {ScannerInput} input
 * @param {ScannerSettings} [settings]
 * @param {(text: string) => boolean} [isKnown] whether a text has the shape of something
 * @returns {ScannerStep}
 */
export function step(burst, input, settings = SCANNER_SETTINGS, isKnown = () => true) {
  switch (input.kind) {
    case "character":
      return afterCharacter(burst, input, settings);
    case "suffix": {
      // A suffix that comes late was pressed by a person, whatever was typed before it.
      const isPrompt = burst !== null && input.at - last(burst) <= settings.silenceMs;
      return ended(isPrompt ? scanOf(burst, settings, isKnown) : null);
    }
    case "silence": {
      // Without a suffix nothing but its shape says that a scan is whole. What is not whole is
      // kept: characters may still be on their way whose own times are close enough.
      const isQuiet = burst !== null && input.at - last(burst) >= settings.silenceMs;
      const scan = isQuiet ? scanOf(burst, settings, isKnown) : null;
      return scan && isKnown(scan.text) ? ended(scan) : { burst, scan: null, mayBegin: false };
    }
    case "other":
      return ended(null);
  }
}

const last = (/** @type {Burst} */ burst) => burst.at[burst.at.length - 1];

const ended = (/** @type {ScannerStep["scan"]} */ scan) => ({ burst: null, scan, mayBegin: false });

/** @returns {ScannerStep} */
function afterCharacter(
  /** @type {Burst | null} */ burst,
  /** @type {{text: string, at: number}} */ input,
  /** @type {ScannerSettings} */ settings,
) {
  if (burst === null || input.at - last(burst) > settings.silenceMs) {
    return { burst: { text: input.text, at: [input.at] }, scan: null, mayBegin: true };
  }
  return {
    burst: { text: burst.text + input.text, at: [...burst.at, input.at] },
    scan: null,
    mayBegin: isLong(input.at - last(burst), settings),
  };
}

const isLong = (/** @type {number} */ gap, /** @type {ScannerSettings} */ settings) =>
  gap > settings.meanGapMs * 2;

/** @returns {ScannerStep["scan"]} */
function scanOf(
  /** @type {Burst | null} */ burst,
  /** @type {ScannerSettings} */ settings,
  /** @type {(text: string) => boolean} */ isKnown,
) {
  if (burst === null) return null;
  const stretches = burst.at
    .map((at, place) => (place === 0 || isLong(at - burst.at[place - 1], settings) ? place : -1))
    .filter((start) => start >= 0 && isFast(burst.at.slice(start), settings))
    .map((start) => ({ text: burst.text.slice(start), start }));
  return stretches.find(({ text }) => isKnown(text)) ?? stretches.at(-1) ?? null;
}

/** Whether these moments are a scanner's: enough of them, close together but for a stall or two. */
function isFast(/** @type {number[]} */ at, /** @type {ScannerSettings} */ settings) {
  if (at.length < settings.charactersMin) return false;
  const gaps = at.slice(1).map((moment, place) => moment - at[place]);
  const short = gaps.filter((gap) => !isLong(gap, settings));
  const mean = short.reduce((sum, gap) => sum + gap, 0) / short.length;
  return gaps.length - short.length <= STALLS_MAX && mean <= settings.meanGapMs;
}

/**
 * The character a key stands for on the US layout that scanners send, read from `code`, which an
 * input method does not change. Null for keys that are not characters.
 * @param {{code: string, key: string, shiftKey: boolean}} event
 * @returns {string | null}
 */
export function characterOf({ code, key, shiftKey }) {
  const digit = /^(Digit|Numpad)(\d)$/.exec(code);
  // Numpad digits without NumLock are arrows; Shift with a top-row digit is a sign.
  if (digit?.[1] === "Digit" && !shiftKey) return digit[2];
  if (digit?.[1] === "Numpad") return key.length === 1 || isHidden(key) ? digit[2] : null;
  const letter = /^Key([A-Z])$/.exec(code);
  if (letter) return shiftKey ? letter[1] : letter[1].toLowerCase();
  if (code === "Minus" || code === "NumpadSubtract") return "-";
  if (code === "Space") return " ";
  return key.length === 1 ? key : null;
}

/** An input method at work hides the key. */
function isHidden(/** @type {string} */ key) {
  return key === "Process" || key === "Unidentified";
}
