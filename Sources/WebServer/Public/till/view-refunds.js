// A refund as a line of live state: how much, to which wallet, and how it stands, in words, shape
// and colour. What it says about the future is the server's sentence.

import { h } from "../shared/dom.js";
import { yuan } from "../shared/money.js";
import { lookOf } from "../shared/returns.js";
import { nameOf, nextStep, sentence, w } from "../shared/words.js";

/** @param {import("../shared/types.js").Refund} refund */
export function refundRow(refund, { isLarge = false } = {}) {
  const { tone, mark } = lookOf(refund);
  return h("li", {
    key: refund.number, "data-refund": refund.state,
    class: `refund ${tone} ${isLarge ? "large" : ""}`,
  },
  h("i.refund-mark", { "aria-hidden": "true" }, mark),
  h("div.refund-words", null,
    h("div.refund-head", null,
      h("b.figure", null, `¥${yuan(refund.amountFen)}`), h("span", null, "→"),
      h("b", null, nameOf({ name: refund.walletName, nameEn: refund.walletNameEn })),
      h("span.refund-state", null, w(`refund_${refund.state}`))),
    h("p", null, sentence(refund.notice),
      nextStep(refund.notice) && h("span.refund-next", null, nextStep(refund.notice))),
    // With a case (P-403, P-406) somebody has something to do.
    refund.state === "unresolved" && refund.notice.code === "P-402"
      && h("p", { key: "itself" }, h("b", null, w("refundByItself"))),
    isLarge && h("small.figure", null, `${w("refundNumber")} ${refund.grouped}`)),
  h("small.figure.refund-code", null, refund.notice.code));
}
