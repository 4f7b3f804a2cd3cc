// What F8 opens on an empty sale: held sales on the left, returns on the right. The caret stands in
// the box for a receipt; the arrows go from there into either list.

import { h } from "../shared/dom.js";
import { hourOf } from "../shared/moments.js";
import { yuan } from "../shared/money.js";
import { matching } from "../shared/returns.js";
import { w } from "../shared/words.js";
import { retrieve } from "./acts.js";
import { button, field } from "./field.js";
import { enterReturn, openReturn } from "./return-acts.js";
import { state, typed } from "./state.js";
import { isBusy } from "./work.js";

export function retrieveView() {
  return h("div.retrieve", null,
    h("section.retrieve-held", { "data-column": "held", "aria-label": w("f8Held") },
      h("h3", null, w("f8Held")), heldList(true)),
    h("section.retrieve-returns", { "data-column": "returns", "aria-label": w("f8Returns") },
      h("h3", null, w("f8Returns")),
      h("div.retrieve-entry", null,
        field("returnEntry", w("f8Field"), {
          enter: () => void enter(), props: { maxlength: 40, class: "entry-input" },
        }),
        button("button.big.primary", { "aria-disabled": isBusy("openReturn") ? "true" : null },
          () => void enterReturn(), isBusy("openReturn") ? w("working") : w("f8Open"))),
      todaysSales()));
}

/** With nothing typed Enter is what it was before there were returns: the first held sale. */
function enter() {
  const first = state.heldSales?.[0];
  return (typed.returnEntry ?? "").trim() === "" && first ? retrieve(first.sale) : enterReturn();
}

/**
 * Held sales of the store.
 * @param {boolean} isOpenable
 */
export function heldList(isOpenable) {
  const list = state.heldSales;
  if (list === null) return waiting();
  if (list.length === 0) return h("p.hint", null, w("heldNone"));
  const isFirst = isOpenable && (typed.returnEntry ?? "") === "";
  return h("div.held", null,
    h("p.hint", null, !isOpenable ? w("heldFirstHold")
      : isFirst ? w("f8HeldEnter") : w("f8HeldHint")),
    h("ul", null, list.map((held, place) => h("li", { key: held.sale },
      button("button.held-one", {
        class: isFirst && place === 0 ? "open" : "",
        "aria-disabled": isOpenable && !isBusy("retrieve") ? null : "true",
      }, () => void retrieve(held.sale),
      h("span.figure", null, hourOf(held.at)),
      h("span", null, h("b", null, held.first ?? "–"),
        h("small", null, w("heldBy", held.cashier?.name ?? held.cashier ?? "", held.register),
          held.note ? ` · ${held.note}` : "")),
      held.inDoubt && h("span.badge.doubt", null, `? ${w("heldInDoubt")}`),
      h("b.figure", null, yuan(held.dueFen)))))));
}

function todaysSales() {
  const list = state.todaysSales;
  if (list === null) return waiting();
  if (list.length === 0) return h("p.hint", null, w("f8TodayNone"));
  const text = (typed.returnEntry ?? "").trim();
  const found = matching(text, list);
  return h("div.held", null,
    h("p.hint", null, found.length === 0 ? w("f8TodayNoMatch", text) : w("f8Today")),
    h("ul", null, found.map((sold) => h("li", { key: sold.sale },
      button("button.held-one", {
        "aria-disabled": isBusy("openReturn") ? "true" : null,
      }, () => void openReturn(sold.receiptNumber),
      h("span.figure", null, hourOf(sold.at)),
      h("span", null, h("b.figure", null, sold.receiptNumber.slice(-4)), " ",
        w("f8Goods", sold.first, sold.count),
        h("small", null, `${sold.cashier.name} · ${w("f8Register", sold.register)}`,
          sold.givenBackFen > 0 && ` · ${w("f8Returned", yuan(sold.givenBackFen))}`)),
      h("b.figure", null, yuan(sold.dueFen)))))));
}

const waiting = () => h("p.hint.slow", { role: "status" },
  h("i.spin", { "aria-hidden": "true" }), w("working"));

/**
 * Where an arrow leads inside the panel: up and down within a column, left and right across; null
 * where it has no meaning of ours.
 * @param {HTMLElement} panel
 * @param {KeyboardEvent} event
 * @returns {HTMLElement | null}
 */
export function arrowStop(panel, event) {
  const from = /** @type {HTMLElement} */ (document.activeElement);
  const column = from.closest("[data-column]")?.getAttribute("data-column") ?? "returns";
  const stops = (/** @type {string} */ name) => /** @type {HTMLElement[]} */ ([
    ...panel.querySelectorAll(`[data-column=${name}] :is(input, button.held-one)`)]);
  const isInText = from instanceof HTMLInputElement && from.value !== "";
  switch (event.key) {
    case "ArrowDown":
    case "ArrowUp": {
      const own = stops(column);
      const place = own.indexOf(from) + (event.key === "ArrowDown" ? 1 : -1);
      return own[Math.max(0, Math.min(own.length - 1, place))] ?? null;
    }
    case "ArrowLeft":
      return column === "returns" && !isInText ? stops("held")[0] ?? null : null;
    case "ArrowRight":
      return column === "held" ? stops("returns")[0] ?? null : null;
    default:
      return null;
  }
}
