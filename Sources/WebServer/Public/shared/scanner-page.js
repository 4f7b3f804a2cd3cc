// The page's side of scanner.js: listens to every key before anybody else, gives a scan to its
// receiver, and puts back what the burst wrote into a field. Never listens in a PIN field.

import { classify } from "./shapes.js";
import { SCANNER_SETTINGS, characterOf, step } from "./scanner.js";

/**
 * @typedef {HTMLInputElement | HTMLTextAreaElement} Field
 * @typedef {{field: Field, value: string, start: number | null, end: number | null}} Snapshot
 */

const isKnown = (/** @type {string} */ text) => classify(text).kind !== "unknown";

/**
 * A scanner that was seen to send a suffix is waited for: half a scan must not pass for a whole one
 * because the machine was busy for a tenth of a second.
 */
const SUFFIX_WAIT_MS = 500;
const SENDS_SUFFIX = "counterfoil.scanner-sends-suffix";

/**
 * Starts listening.
 * @param {(text: string) => void} receive
 * @param {import("./scanner.js").ScannerSettings} [settings]
 */
export function listenForScans(receive, settings = SCANNER_SETTINGS) {
  /** @type {import("./scanner.js").Burst | null} */
  let burst = null;
  /**
   * What the field held before each character that may begin a scan, by the character's place.
   * @type {Map<number, Snapshot | null>}
   */
  let before = new Map();
  let timer = 0;
  const patient = { ...settings, silenceMs: SUFFIX_WAIT_MS };
  let now = window.localStorage.getItem(SENDS_SUFFIX) === "yes" ? patient : settings;

  /** @returns {boolean} whether a scan ended here */
  function take(/** @type {import("./scanner.js").ScannerInput} */ input) {
    const result = step(burst, input, now, isKnown);
    burst = result.burst;
    if (result.mayBegin && burst) {
      if (burst.text.length === 1) before = new Map();
      before.set(burst.text.length - 1, snapshot());
    }
    window.clearTimeout(timer);
    if (burst) {
      timer = window.setTimeout(
        () => take({ kind: "silence", at: performance.now() + 1 }), now.silenceMs + 5);
    }
    if (result.scan === null) return false;
    restore(before.get(result.scan.start) ?? null);
    if (input.kind === "suffix" && now !== patient) {
      now = patient;
      window.localStorage.setItem(SENDS_SUFFIX, "yes");
    }
    receive(result.scan.text);
    return true;
  }

  document.addEventListener(
    "keydown",
    (event) => {
      if (isSecret(event.target) || event.repeat) return;
      if (event.ctrlKey || event.altKey || event.metaKey) return void take({ kind: "other" });
      if (event.key === "Enter" || event.key === "Tab") {
        if (take({ kind: "suffix", at: event.timeStamp })) {
          event.preventDefault();
          event.stopImmediatePropagation();
        }
        return;
      }
      const character = characterOf(event);
      if (character !== null) take({ kind: "character", text: character, at: event.timeStamp });
      else if (event.key !== "Shift" && !isUnnamed(event)) take({ kind: "other" });
    },
    { capture: true },
  );

  // Phones name no key: there the field's own input is all there is. The field is then put back to
  // what it held before the first character.
  document.addEventListener(
    "beforeinput",
    (event) => {
      if (!lastKeyWasUnnamed || isSecret(event.target) || typeof event.data !== "string") return;
      for (const text of event.data) take({ kind: "character", text, at: event.timeStamp });
    },
    { capture: true },
  );

  let lastKeyWasUnnamed = false;
  function isUnnamed(/** @type {KeyboardEvent} */ event) {
    lastKeyWasUnnamed = event.code === "" && (event.key === "Unidentified" || event.key === "");
    return lastKeyWasUnnamed;
  }
}

/** PIN fields are never read, and neither is anything that asks not to be. */
function isSecret(/** @type {EventTarget | null} */ target) {
  return (
    target instanceof HTMLElement &&
    (target.matches("input[type=password]") || target.dataset.scan === "never")
  );
}

/** @returns {Snapshot | null} */
function snapshot() {
  const field = document.activeElement;
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return null;
  return { field, value: field.value, start: field.selectionStart, end: field.selectionEnd };
}

function restore(/** @type {Snapshot | null} */ before) {
  if (!before || before.field.value === before.value) return;
  before.field.value = before.value;
  if (before.start !== null) before.field.setSelectionRange(before.start, before.end);
  before.field.dispatchEvent(new Event("input", { bubbles: true }));
}
