// Tells a scanner from a person by time alone: a scanner is a keyboard that types six or more
// characters with a mean gap of at most 30 ms, and ends with Enter, Tab, or 100 ms of silence.
//
// Pure: a state and an input give a state and perhaps a scan. No clock, no page. The page's side is
// scanner-page.js. The numbers are those that onScan.js and ERPNext's till use; a slow Bluetooth
// scanner may need a mean gap of 60 ms.

/**
 * @typedef {object} ScannerSettings
 * @property {number} meanGapMs largest mean gap between the characters of a scan
 * @property {number} charactersMin
 * @property {number} silenceMs silence that ends a scan without a suffix
 *
 * @typedef {object} Burst characters that followed each other fast enough to be one scan
 * @property {string} text
 * @property {number} firstAt milliseconds
 * @property {number} lastAt milliseconds
 *
 * @typedef {{kind: "character", text: string, at: number} | {kind: "suffix", at: number}
 *   | {kind: "silence", at: number} | {kind: "other"}} ScannerInput
 * @typedef {{burst: Burst | null, scan: string | null, begins: boolean}} ScannerStep
 */

/** @type {ScannerSettings} */
export const SCANNER_SETTINGS = { meanGapMs: 30, charactersMin: 6, silenceMs: 100 };

/**
 * Takes one input.
 * @param {Burst | null} burst the characters so far
 * @param {ScannerInput} input
 * @param {ScannerSettings} [settings]
 * @returns {ScannerStep} `begins`: this character is the first of a new burst
 */
export function step(burst, input, settings = SCANNER_SETTINGS) {
  switch (input.kind) {
    case "character":
      return afterCharacter(burst, input, settings);
    case "suffix": {
      // A suffix that comes late was pressed by a person, whatever was typed before it.
      const isPrompt = burst !== null && input.at - burst.lastAt <= settings.silenceMs;
      return { burst: null, scan: isPrompt ? scanOf(burst, settings) : null, begins: false };
    }
    case "silence": {
      if (burst !== null && input.at - burst.lastAt < settings.silenceMs) {
        return { burst, scan: null, begins: false };
      }
      return { burst: null, scan: scanOf(burst, settings), begins: false };
    }
    case "other":
      return { burst: null, scan: null, begins: false };
  }
}

/** @returns {ScannerStep} */
function afterCharacter(
  /** @type {Burst | null} */ burst,
  /** @type {{text: string, at: number}} */ input,
  /** @type {ScannerSettings} */ settings,
) {
  // One gap may be twice the mean (a busy machine); a longer one parts a person from a scanner.
  const isOneBurst = burst !== null && input.at - burst.lastAt <= settings.meanGapMs * 2;
  if (!isOneBurst) {
    return {
      burst: { text: input.text, firstAt: input.at, lastAt: input.at },
      scan: null,
      begins: true,
    };
  }
  return {
    burst: { text: burst.text + input.text, firstAt: burst.firstAt, lastAt: input.at },
    scan: null,
    begins: false,
  };
}

/** @returns {string | null} */
function scanOf(/** @type {Burst | null} */ burst, /** @type {ScannerSettings} */ settings) {
  if (burst === null || burst.text.length < settings.charactersMin) return null;
  const meanGap = (burst.lastAt - burst.firstAt) / (burst.text.length - 1);
  return meanGap <= settings.meanGapMs ? burst.text : null;
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
