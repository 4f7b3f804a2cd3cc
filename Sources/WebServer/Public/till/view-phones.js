// Small drawn phones for the steps to the merchant order number. They are ours and schematic: the
// wallets' own screens change with every version, the order of the steps seldom does.

import { h } from "../shared/dom.js";
import { w } from "../shared/words.js";

/**
 * One phone. The last step shows the order with its two numbers, and points at the lower.
 * @param {string} step what is pressed there
 * @param {number} place from 0
 * @param {number} count
 */
export function phone(step, place, count) {
  const isLast = place === count - 1;
  return h("svg.phone", { viewBox: "0 0 90 150", "aria-hidden": "true" },
    h("rect", { x: 2, y: 2, width: 86, height: 146, rx: 12, class: "phone-body" }),
    h("rect", { x: 8, y: 12, width: 74, height: 126, rx: 4, class: "phone-screen" }),
    h("rect", { x: 8, y: 12, width: 74, height: 18, rx: 4, class: "phone-head" }),
    h("text", { x: 45, y: 25, "text-anchor": "middle", class: "phone-title" }, short(step, 6)),
    isLast ? order() : rows(step, place, count));
}

/** A list in which one row is pressed. */
function rows(
  /** @type {string} */ step,
  /** @type {number} */ place,
  /** @type {number} */ count,
) {
  // The pressed row wanders, so that two neighbours are told apart at a glance.
  const pressed = place === count - 2 ? 0 : (place + 1) % 4;
  return [0, 1, 2, 3].map((row) => {
    const y = 36 + row * 24;
    const isPressed = row === pressed;
    return h("g", { key: `row-${row}` },
      h("rect", { x: 12, y, width: 66, height: 19, rx: 3,
        class: isPressed ? "phone-row pressed" : "phone-row" }),
      isPressed
        ? h("text", { x: 16, y: y + 13, class: "phone-word" }, short(step, 6))
        : h("rect", { x: 16, y: y + 8, width: 22 + ((row * 13) % 24), height: 4, rx: 2,
          class: "phone-line" }),
      isPressed && h("circle", { cx: 70, cy: y + 12, r: 6, class: "phone-finger" }));
  });
}

/** An order's details: the amount, the upper number (not this one), the lower (this one). */
function order() {
  const bars = [0, 3, 5, 9, 12, 14, 18, 21, 25, 27, 31, 34, 38, 40, 44, 47, 51, 54, 57];
  return h("g", { key: "order" },
    h("text", { x: 45, y: 46, "text-anchor": "middle", class: "phone-amount" }, "-33.00"),
    h("rect", { x: 12, y: 54, width: 66, height: 22, rx: 3, class: "phone-row" }),
    h("rect", { x: 16, y: 59, width: 40, height: 3, rx: 1, class: "phone-line" }),
    h("text", { x: 16, y: 72, class: "phone-note" }, short(w("claimUpper"), 12)),
    h("rect", { x: 11, y: 82, width: 68, height: 44, rx: 3, class: "phone-row target" }),
    bars.map((x, place) => h("rect", { key: `bar-${x}`, x: 16 + x, y: 87,
      width: place % 3 === 0 ? 2 : 1, height: 18, class: "phone-bar" })),
    h("text", { x: 45, y: 119, "text-anchor": "middle", class: "phone-word" },
      short(w("claimBottom"), 14)));
}

/** A word that fits; Chinese characters take two places. */
function short(/** @type {string} */ text, /** @type {number} */ places) {
  let width = 0;
  let fitting = "";
  for (const character of text) {
    width += character > "\u2e7f" ? 2 : 1;
    if (width > places * 2) return `${fitting.slice(0, -1)}…`;
    fitting += character;
  }
  return fitting;
}
