// The 41 box: amount, code, and the wallet as soon as two digits tell it. Enter, a scanner's Enter,
// and OK are the same.

import { h } from "../shared/dom.js";
import { ariaKey } from "../shared/keys.js";
import { narrow, yuan } from "../shared/money.js";
import { walletWhileTyping } from "../shared/shapes.js";
import { w } from "../shared/words.js";
import { button, field, focusField } from "./field.js";
import { isWorking, sale } from "./look.js";
import { openShowCode } from "./offer-acts.js";
import { pay } from "./pay-acts.js";
import { typed } from "./state.js";
import { isBusy } from "./work.js";

export function payView() {
  const now = sale();
  const code = narrow(typed.payCode ?? "").replace(/\s/g, "");
  const wallet = walletWhileTyping(code);
  const enter = () => void pay(typed.payCode ?? "");
  return h("div.box.pay", { key: "pay", role: "group", "aria-label": w("payTitle") },
    h("h2", null, "41 ", w("payTitle")),
    h("div.pay-row", null,
      field("payAmount", w("payAmount"), {
        enter: () => void focusField("payCode"),
        props: { inputmode: "decimal", class: "money", placeholder: yuan(now?.leftFen ?? 0) },
      }),
      h("div", { class: `wallet ${wallet ?? "none"}`, role: "status" },
        walletMark(wallet), h("b", null, wallet ? w(`wallet_${wallet}`) : w("walletUnknown")))),
    field("payCode", w("payCode"), {
      enter,
      props: { inputmode: "numeric", class: "code-input", placeholder: w("payCodeHint"),
        maxlength: 48, "data-kind": "pay-code" },
    }),
    h("div.code-foot", null,
      h("span.figure", { "aria-hidden": "true" }, (code.match(/.{1,4}/g) ?? []).join(" ")),
      h("span.figure", null, code.length > 0 ? String(code.length) : "")),
    button("button.big.primary", { "aria-disabled": isBusy("pay") ? "true" : null }, enter,
      isBusy("pay") ? w("working") : w("confirm")),
    h("p.hint", null, w("scanNowText")),
    isWorking("showCode") && h("p.hint", null,
      button("button.small", { "aria-keyshortcuts": ariaKey("showCode") },
        () => void openShowCode(), h("kbd", null, "F3"), w("showCodeHint"))));
}

const LETTERS = /** @type {Record<string, string>} */ ({
  wechat: "微", alipay: "支", bestpay: "翼", unionpay: "云", jd: "京", ecny: "数" });

/** A mark of our own for each wallet: a shape with one character, not the wallet's logo. */
export function walletMark(/** @type {string | null} */ wallet) {
  return h("svg.wallet-mark", { viewBox: "0 0 32 32", "aria-hidden": "true" },
    h("rect", { x: 1, y: 1, width: 30, height: 30, rx: 8 }),
    h("text", { x: 16, y: 22, "text-anchor": "middle" }, wallet ? LETTERS[wallet] ?? "?" : "…"));
}
