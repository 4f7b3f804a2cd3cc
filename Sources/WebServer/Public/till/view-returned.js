// After a return is confirmed: what goes back, a line of live state for each refund, and the slip
// as the server drew it from the bytes that go to the printer. The entry above is ready for the
// next customer; nobody has to wait for a wallet.

import { h } from "../shared/dom.js";
import { ariaKey } from "../shared/keys.js";
import { yuan } from "../shared/money.js";
import { w } from "../shared/words.js";
import { button } from "./field.js";
import { act } from "./keyboard.js";
import { returnShown } from "./look.js";
import { state } from "./state.js";
import { refundRow } from "./view-refunds.js";

const PRINT_MARKS = { queued: "…", printed: "✓", none: "–", failed: "!" };

export function returnedCard() {
  const made = returnShown();
  const sign = state.till?.settings.currencySign ?? "¥";
  if (!made) {
    return h("div.posted", { key: "returned", role: "status" },
      h("p.hint.slow", null, h("i.spin", { "aria-hidden": "true" }), w("working")));
  }
  return h("div.posted.returned", { key: "returned", role: "status" },
    h("div.posted-head", null,
      h("svg.tick", { viewBox: "0 0 48 48", "aria-hidden": "true" },
        h("circle", { cx: 24, cy: 24, r: 22 }), h("path", { d: "M32 18H16l6-6M16 18l6 6" }),
        h("path", { d: "M16 30h16" })),
      h("div", null, h("h2", null, w("returnedTitle"), " ",
        h("span.figure", null, sign + yuan(made.amountFen))),
      h("span.figure", null, `${w("returnedNo")} ${made.number}`))),
    made.cashFen > 0 && h("div.hand-over", { key: "cash" },
      h("span", null, w("returnedHand")),
      h("strong.figure", null, sign + yuan(made.cashFen))),
    made.byFinanceFen > 0 && h("p", { key: "finance" },
      h("b.figure", null, sign + yuan(made.byFinanceFen)), ` ${w("returnByFinance")}`),
    made.refunds.length > 0 && h("ul.refunds", { key: "refunds" },
      made.refunds.map((refund) => refundRow(refund, { isLarge: true }))),
    h("p", { key: "print", class: made.print === "failed" ? "print bad" : "print" },
      h("i", { "aria-hidden": "true" }, PRINT_MARKS[made.print]), w(`slip_${made.print}`)),
    h("p.next", { key: "next" }, h("kbd", null, "⏎"), ` ${w("returnedNext")}`));
}

export function slipCard() {
  const made = returnShown();
  if (!made) return null;
  return h("div.receipt", { key: "slip" },
    h("div.receipt-paper", null,
      h("img", {
        key: made.id, alt: `${w("slipPreview")} ${made.number}`,
        src: `/api/returns/${encodeURIComponent(made.id)}/receipt.svg`,
      })),
    button("button", { "aria-keyshortcuts": ariaKey("reprint") }, () => act("reprint"),
      h("kbd", null, "Ctrl+P"), w("slipReprint")));
}
