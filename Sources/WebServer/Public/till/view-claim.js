// The 42 box: the merchant order number taken apart as it is typed, and beside it the way to it in
// each wallet (N15), step by step, with drawn phones.

import { h } from "../shared/dom.js";
import { partsOf } from "../shared/order-number.js";
import { currentLanguage, nameOf, w } from "../shared/words.js";
import { button, field } from "./field.js";
import { claim } from "./pay-acts.js";
import { change, state, typed } from "./state.js";
import { phone } from "./view-phones.js";
import { isBusy } from "./work.js";

export function claimView() {
  const enter = () => void claim(typed.claim ?? "");
  const isAsking = isBusy("claim");
  return h("div.box.claim", { key: "claim", role: "group", "aria-label": w("claimTitle") },
    h("h2", null, "42 ", w("claimTitle"), h("small", null, w("claimField"))),
    h("div.claim-row", null,
      field("claim", w("claimField"), {
        enter, isLabelHidden: true,
        props: { inputmode: "numeric", class: "code-input", maxlength: 48,
          readonly: isAsking, placeholder: "20261123 154205 0101 02 0003874 1" },
      }),
      button("button.primary", { "aria-disabled": isAsking ? "true" : null }, enter,
        isAsking ? w("working") : w("claimCheck"))),
    h("ol.parts", { "aria-live": "polite" }, partsOf(typed.claim ?? "").map(part)),
    isAsking && h("p.asking", { role: "status" }, h("i.spin", { "aria-hidden": "true" }),
      w("claimVerifying")),
    help());
}

const PART_MARKS = { empty: "", partial: "…", right: "✓", wrong: "✕" };

/** @param {import("../shared/order-number.js").NumberPart} each */
function part(each) {
  return h("li", { key: each.name, class: each.state },
    h("b.figure", null, each.text || "·".repeat(Math.min(each.length, 4))),
    h("small", null, w(`part_${each.name}`), " ", PART_MARKS[each.state]));
}

function help() {
  const wallets = state.walletHelp;
  if (wallets.length === 0) return null;
  const shown = wallets.find((each) => each.wallet === state.walletTab) ?? wallets[0];
  const steps = currentLanguage() === "zh" ? shown.steps : shown.stepsEn;
  return h("section.wallet-help", { "aria-label": w("claimHelp") },
    h("div.tabs", { role: "tablist", "aria-label": w("claimHelp") },
      h("b", null, w("claimHelp")),
      wallets.map((each) => button("button.tab", {
        key: each.wallet, role: "tab", "aria-selected": each === shown ? "true" : "false",
        class: each.wallet,
      }, () => change({ walletTab: each.wallet }), nameOf(each))),
      h("small.figure", null, w("claimAsOf", shown.asOf))),
    h("ol.phones", { class: `${shown.wallet} steps-${steps.length}` },
      steps.map((/** @type {string} */ step, /** @type {number} */ place) =>
        h("li", { key: String(place) }, phone(step, place, steps.length),
          h("span", null, h("b.figure", null, place + 1), step)))));
}
