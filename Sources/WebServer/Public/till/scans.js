// Where a scan goes, by its shape and by the screen it meets. Routed in the order of the scans,
// after the acts before them. A scan that has no place here is shown in full and sounds; it is
// never dropped without a word, and an identity card number is never shown.

import { classify } from "../shared/shapes.js";
import { pageNotice } from "../shared/words.js";
import { addLine } from "./acts.js";
import { sale } from "./look.js";
import { claim, pay } from "./pay-acts.js";
import { openReturn, scanReturnedGoods } from "./return-acts.js";
import { change, state, type } from "./state.js";
import { enqueue, tell } from "./work.js";

export function routeScan(/** @type {string} */ text) {
  if (state.session !== "in") return;
  // One turn of the queue, so that the screen is the one that the acts before this scan lead to.
  void enqueue("scan", () => {
    const shape = classify(text);
    if (state.dialog?.name === "held" && namesSale(shape)) return void openReturn(shape.text);
    if (state.dialog || state.isHelpShown) return tell(inDialog(shape), "bad");
    change({ message: null });
    if (state.screen === "checkout") atCheckout(shape);
    else if (state.screen === "return") atReturn(shape);
    else atFrontDesk(shape);
  });
}

/** Whether a scan can say which sale is meant. */
const namesSale = (/** @type {import("../shared/shapes.js").Shape} */ { kind }) =>
  kind === "receiptNumber" || kind === "orderNumber" || kind === "tradeNumber";

/** @param {import("../shared/shapes.js").Shape} shape */
function atReturn(shape) {
  if (namesSale(shape)) return void openReturn(shape.text);
  if (shape.kind === "goods" || shape.kind === "inStoreLabel") return scanReturnedGoods(shape.text);
  return tell(pageNotice("scanInReturn", "no", shown(shape)), "bad");
}

/** Payment codes and identity cards are not shown whole. */
function shown(/** @type {import("../shared/shapes.js").Shape} */ { kind, text }) {
  return kind === "identityCard" || kind === "payCode" ? `${text.slice(0, 2)}…` : text;
}

/** @param {import("../shared/shapes.js").Shape} shape */
function inDialog(shape) {
  return pageNotice("scanInDialog", "no", shown(shape));
}

/**
 * At the front desk goods become lines; what belongs elsewhere says where.
 * @param {import("../shared/shapes.js").Shape} shape
 * @param {{quantity?: number, field?: string}} [options] of a typed entry
 */
export function atFrontDesk(shape, options = {}) {
  switch (shape.kind) {
    case "goods":
    case "inStoreLabel":
      return void addLine(shape.text, options);
    case "payCode":
      return tell(pageNotice("scanPayCodeEarly", "no"), "bad");
    case "orderNumber":
    case "tradeNumber":
      if (sale()) return tell(pageNotice("scanOrderEarly", "no"), "bad");
      // Either is possible here: the number waits in the box that F8 opens.
      type("returnEntry", shape.text);
      return tell(pageNotice("scanOrderEmpty", "no"), "plain");
    case "traceCode":
      return tell(pageNotice("scanTraceCode", "no", shape.text), "bad");
    case "receiptNumber":
      if (options.field) type(options.field, "");
      if (!sale()) return void openReturn(shape.text);
      return tell(pageNotice("scanReceipt", "no", shape.text), "bad");
    case "identityCard":
      return tell(pageNotice("scanIdentityCard", "no"), "bad");
    case "unknown":
      // A short unknown text may be a chain's own product code: the server knows.
      if (options.field || shape.text.length <= 12) return void addLine(shape.text, options);
      return tell(pageNotice("scanUnknown", "no", shape.text), "bad");
  }
}

/** @param {import("../shared/shapes.js").Shape} shape */
function atCheckout(shape) {
  switch (shape.kind) {
    case "orderNumber":
    case "tradeNumber":
      return void claim(shape.text);
    case "payCode":
      // Into the box that is open: 42 says that it is the wrong one, anything else opens 41.
      if (state.panel === "supplementary") return void claim(shape.text);
      return void pay(shape.text);
    case "goods":
    case "inStoreLabel":
      return tell(pageNotice("scanGoodsAtCheckout", "no"), "bad");
    case "traceCode":
    case "receiptNumber":
    case "identityCard":
    case "unknown":
      if (state.panel === "supplementary") {
        type("claim", shape.kind === "identityCard" ? "" : shape.text);
        return void claim(shape.kind === "identityCard" ? "" : shape.text);
      }
      if (shape.kind === "unknown") return tell(pageNotice("scanUnknown", "no", shape.text), "bad");
      return void pay(shape.text);
  }
}
