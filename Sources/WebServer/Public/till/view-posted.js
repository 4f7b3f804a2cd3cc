// After F9: what was taken, the change in the largest figures of the page, and the receipt as the
// server drew it from the bytes that went to the printer. The entry above stays ready for the next
// customer.

import { h } from "../shared/dom.js";
import { ariaKey } from "../shared/keys.js";
import { yuan } from "../shared/money.js";
import { w } from "../shared/words.js";
import { button } from "./field.js";
import { act } from "./keyboard.js";
import { state } from "./state.js";

const PRINT_MARKS = { queued: "…", printed: "✓", none: "–", failed: "!" };

export function postedCard() {
  const last = state.till?.lastPosted;
  if (!last) return null;
  const sign = state.till?.settings.currencySign ?? "¥";
  return h("div.posted", { key: "posted", role: "status" },
    h("div.posted-head", null,
      h("svg.tick", { viewBox: "0 0 48 48", "aria-hidden": "true" },
        h("circle", { cx: 24, cy: 24, r: 22 }), h("path", { d: "M14 25l7 7 14-15" })),
      h("div", null, h("h2", null, w("postedTitle")),
        h("span.figure", null, `${w("receiptNo")} ${last.receiptNumber}`))),
    h("div.posted-figures", null,
      h("div", null, h("span", null, w("due")), h("b.figure", null, sign + yuan(last.dueFen))),
      h("div.posted-change", { class: last.changeFen > 0 ? "some" : "" },
        h("span", null, w("changeLarge")),
        h("strong.figure", null, sign + yuan(last.changeFen)))),
    h("p", { class: last.print === "failed" ? "print bad" : "print" },
      h("i", { "aria-hidden": "true" }, PRINT_MARKS[last.print]), w(`print_${last.print}`)),
    h("p.next", null, w("nextCustomer")));
}

export function receiptCard() {
  const last = state.till?.lastPosted;
  if (!last) return null;
  return h("div.receipt", { key: "receipt" },
    h("div.receipt-paper", null,
      h("img", {
        key: last.sale, alt: `${w("receiptPreview")} ${last.receiptNumber}`,
        src: `/api/sales/${encodeURIComponent(last.sale)}/receipt.svg`,
      })),
    button("button", { "aria-keyshortcuts": ariaKey("reprint") }, () => act("reprint"),
      h("kbd", null, "Ctrl+P"), w("reprint")));
}
