// The scanner against recorded timings: what a wedge scanner, a Bluetooth scanner, a fast typist
// and a busy machine really send.

import assert from "node:assert/strict";
import { test } from "node:test";
import { SCANNER_SETTINGS, characterOf, step }
  from "../../../Sources/WebServer/Public/shared/scanner.js";
import { classify } from "../../../Sources/WebServer/Public/shared/shapes.js";

const isKnown = (text) => classify(text).kind !== "unknown";

/**
 * Plays a text with its gaps (milliseconds before each character after the first) and an ending.
 * @returns {{scans: string[], left: string | null}}
 */
function play(text, gaps, ending, settings = SCANNER_SETTINGS, at = 1000) {
  let burst = null;
  const scans = [];
  const take = (input) => {
    const result = step(burst, input, settings, isKnown);
    burst = result.burst;
    if (result.scan !== null) scans.push(result.scan.text);
  };
  let now = at;
  [...text].forEach((character, place) => {
    now += place === 0 ? 0 : typeof gaps === "number" ? gaps : gaps[(place - 1) % gaps.length];
    take({ kind: "character", text: character, at: now });
  });
  take({ kind: ending.kind, at: now + ending.after });
  return { scans, left: burst?.text ?? null };
}

const ENTER = { kind: "suffix", after: 4 };
const SILENCE = { kind: "silence", after: 105 };

const RECORDED = [
  ["wired scanner, Enter", "6990000010212", [4, 3, 4, 5, 4, 4, 3], ENTER, ["6990000010212"]],
  ["wired scanner, no suffix", "6990000010212", [4, 3, 4, 5], SILENCE, ["6990000010212"]],
  ["2D scanner, pay code", "134567890123456789", [8, 8, 9, 8, 7], ENTER, ["134567890123456789"]],
  ["order number of 28", "2026112315420501010200038741", [6, 7, 6], ENTER,
    ["2026112315420501010200038741"]],
  ["a stall of a busy machine", "6990000010212", [3, 3, 3, 3, 96, 3, 3, 3, 3, 3, 3, 3], ENTER,
    ["6990000010212"]],
  ["two stalls", "134567890123456789", [3, 90, 3, 3, 3, 3, 3, 3, 80, 3, 3, 3, 3, 3, 3, 3, 3], ENTER,
    ["134567890123456789"]],
  ["an unknown code is a scan when Enter says so", "ABCDEF12", 5, ENTER, ["ABCDEF12"]],
  ["an unknown text that just stops is left where it is", "69900000102", 5, SILENCE, []],
  ["six characters are enough", "123456", 10, ENTER, ["123456"]],
  ["five are not", "12345", 5, ENTER, []],
  ["mean gap of exactly 30 ms", "1234567", 30, ENTER, ["1234567"]],
  ["mean gap of 31 ms", "1234567", 31, ENTER, []],
  ["a fast typist, 90 ms", "6990000010212", [90, 85, 110, 70], ENTER, []],
  ["Enter pressed by hand, late", "6990000010212", 5, { kind: "suffix", after: 101 }, []],
  ["held silence that is too short", "6990000010212", 5, { kind: "silence", after: 60 }, []],
];

for (const [name, text, gaps, ending, expected] of RECORDED) {
  test(`R17 scan: ${name}`, () => {
    assert.deepEqual(play(text, gaps, ending).scans, expected);
  });
}

const BEFORE = [
  ["long before, in another burst", [400]],
  ["just before, in the same burst", [90]],
];

for (const [name, [gap]] of BEFORE) {
  test(`R17 a person's digit before a scan stays the person's: ${name}`, () => {
    assert.deepEqual(play("36990000010212", [gap, ...Array(12).fill(4)], ENTER).scans,
      ["6990000010212"]);
  });
}

test("R17 the scan says where it began, so that the person's part of the field is kept", () => {
  const moments = Array.from({ length: 13 }, (_, place) => 90 + place);
  const burst = { text: "36990000010212", at: [0, ...moments] };
  const { scan } = step(burst, { kind: "suffix", at: 110 }, SCANNER_SETTINGS, isKnown);
  assert.deepEqual(scan, { text: "6990000010212", start: 1 });
});

test("R17 with a suffix expected, a long stall does not cut a scan in two", () => {
  const patient = { ...SCANNER_SETTINGS, silenceMs: 500 };
  const gaps = [4, 4, 4, 4, 4, 4, 4, 310, 4, 4, 4, 4];
  assert.deepEqual(play("6990000010212", gaps, ENTER, patient).scans, ["6990000010212"]);
});

test("R17 a slow Bluetooth scanner needs the setting for it", () => {
  const slow = { ...SCANNER_SETTINGS, meanGapMs: 60 };
  assert.deepEqual(play("6990000010212", 55, ENTER).scans, []);
  assert.deepEqual(play("6990000010212", 55, ENTER, slow).scans, ["6990000010212"]);
});

const WHOLE = { text: "6990000010212", at: Array.from({ length: 13 }, (_, place) => place * 4) };

test("R19 the suffix of a scan is used up: a second Enter makes no second scan", () => {
  const first = step(WHOLE, { kind: "suffix", at: 52 });
  assert.equal(first.scan.text, "6990000010212");
  assert.equal(step(first.burst, { kind: "suffix", at: 54 }).scan, null);
});

test("characters that are delivered late, but were typed in time, complete the scan", () => {
  // given: half a scan, and the page's timer fires before the rest is delivered
  const half = { text: "699000", at: [0, 4, 8, 12, 16, 20] };
  const quiet = step(half, { kind: "silence", at: 130 }, SCANNER_SETTINGS, isKnown);
  assert.deepEqual(quiet, { burst: half, scan: null, mayBegin: false });
  // when: the rest arrives with its own times
  let { burst } = quiet;
  [..."0010212"].forEach((text, place) => {
    ({ burst } = step(burst, { kind: "character", text, at: 24 + place * 4 }));
  });
  // then
  assert.equal(step(burst, { kind: "suffix", at: 52 }).scan.text, "6990000010212");
});

test("a key that is no character ends the burst", () => {
  const { burst, scan } = step(WHOLE, { kind: "other" });
  assert.equal(burst, null);
  assert.equal(scan, null);
});

test("a character that may begin a scan is marked, so that the field can be put back", () => {
  const first = step(null, { kind: "character", text: "6", at: 0 });
  assert.equal(first.mayBegin, true);
  assert.equal(step(first.burst, { kind: "character", text: "9", at: 5 }).mayBegin, false);
  assert.equal(step(first.burst, { kind: "character", text: "9", at: 70 }).mayBegin, true);
});

const KEYS = [
  ["a digit", "Digit4", "4", false, "4"],
  ["a digit while an input method hides it", "Digit4", "Process", false, "4"],
  ["a full-width digit", "Digit4", "４", false, "4"],
  ["Shift with a digit is a sign", "Digit5", "%", true, "%"],
  ["numpad with NumLock", "Numpad7", "7", false, "7"],
  ["numpad without NumLock is Home", "Numpad7", "Home", false, null],
  ["numpad PageUp is not 9", "Numpad9", "PageUp", false, null],
  ["a letter", "KeyX", "x", false, "x"],
  ["a capital", "KeyX", "X", true, "X"],
  ["the hyphen of a receipt number", "Minus", "-", false, "-"],
  ["F9", "F9", "F9", false, null],
  ["an arrow", "ArrowUp", "ArrowUp", false, null],
];

for (const [name, code, key, shiftKey, expected] of KEYS) {
  test(`key: ${name}`, () => assert.equal(characterOf({ code, key, shiftKey }), expected));
}
