// The checkout (收款界面): four figures and F9 on top; methods and tenders on the left; on the right
// the box of the chosen method, or the line of time of a payment under way.

import { h } from "../shared/dom.js";
import { ariaKey } from "../shared/keys.js";
import { yuan } from "../shared/money.js";
import { nameOf, sentence, w } from "../shared/words.js";
import { button, field } from "./field.js";
import { act } from "./keyboard.js";
import { canRemove, isOpen, isSettled, isWorking, methodClosedBecause, sale, shownAttempt }
  from "./look.js";
import { chooseMethod, enterMethod, removeTender } from "./pay-acts.js";
import { state } from "./state.js";
import { message } from "./view-bars.js";
import { cashView } from "./view-cash.js";
import { claimView } from "./view-claim.js";
import { payView } from "./view-pay.js";
import { timelineView } from "./view-timeline.js";
import { isBusy } from "./work.js";

export function checkoutView() {
  const now = sale();
  if (!now) return null;
  return h("main.checkout", { key: "checkout", "aria-label": w("checkoutTitle") },
    figures(now),
    h("section.ways", null, methodField(), methodList(), tenderList(now)),
    h("section.panel", null, message(), panel()));
}

/** @param {import("../shared/types.js").Sale} now */
function figures(now) {
  const isReady = isWorking("complete") && !isBusy("complete");
  return h("section.figures", { role: "status", "aria-label": w("checkoutTitle") },
    figure(w("due"), now.dueFen, "due"),
    figure(w("paid"), now.paidFen, ""),
    figure(w("left"), now.leftFen, now.leftFen > 0 ? "left" : "settled"),
    figure(w("change"), now.changeFen, now.changeFen > 0 ? "some" : ""),
    button("button.big.primary.finish", {
      "aria-keyshortcuts": ariaKey("complete"), isExplaining: true,
      "aria-disabled": isReady ? null : "true",
    }, () => act("complete"),
    h("span", null, h("kbd", null, "F9"), isBusy("complete") ? w("working") : w("complete")),
    now.leftFen > 0 && h("small.figure", null, w("completeShort", yuan(now.leftFen)))));
}

function figure(/** @type {string} */ name, /** @type {number} */ fen, /** @type {string} */ tone) {
  return h("div", { key: name, class: `figure-box ${tone}` },
    h("span", null, name), h("strong.figure", null, yuan(fen)));
}

function methodField() {
  return field("method", w("methodField"), {
    enter: () => void enterMethod(),
    props: { inputmode: "numeric", class: "method-input" },
  });
}

function methodList() {
  return h("ul.methods", { role: "listbox", "aria-label": w("methods") },
    (state.till?.methods ?? []).map((method, place) => {
      const closed = methodClosedBecause(method);
      return h("li", { key: String(method.id), role: "none" },
        button("button.method", {
          role: "option", isExplaining: true,
          "aria-selected": place === state.selectedMethod ? "true" : "false",
          "aria-disabled": closed ? "true" : null,
          class: `${place === state.selectedMethod ? "chosen" : ""} ${
            isPanelOf(method.kind) ? "open" : ""}`,
        }, () => chooseMethod(method.id),
        h("b.figure", null, method.id),
        h("span", null, nameOf(method), closed && h("small", null, sentence(closed)))));
    }));
}

function isPanelOf(/** @type {string} */ kind) {
  const panels = /** @type {Record<string, string>} */ ({
    cash: "cash", aggregated: "scan", supplementary: "supplementary" });
  return panels[kind] === state.panel;
}

const TENDER_MARKS = { open: "◔", paid: "✓", failed: "✕" };

/** @param {import("../shared/types.js").Sale} now */
function tenderList(now) {
  return h("div.tenders", null,
    h("h2", null, w("tenders")),
    now.tenders.length === 0 && h("p.hint", null, w("tendersNone")),
    h("ul", null, now.tenders.map((tender) =>
      h("li", { key: String(tender.no), class: `tender ${tender.state}` },
        h("i", { "aria-hidden": "true" }, TENDER_MARKS[tender.state]),
        h("span.tender-name", null, `${tender.method} ${methodName(tender)}`,
          h("small", null, tenderWord(tender),
            tender.attempt?.number &&
            [" · …", h("b.figure", null, tender.attempt.number.slice(-8))])),
        h("b.figure", null, yuan(tender.amountFen)),
        canRemove(tender) && button("button.small.remove", {
          "aria-label": w("removeTender", tender.no),
        }, () => void removeTender(tender.no), "✕")))));
}

/** A scan that cash took the place of has failed here, but its money may not be back yet. */
function tenderWord(/** @type {import("../shared/types.js").Tender} */ tender) {
  return tender.state === "failed" && tender.attempt?.number && isOpen(tender.attempt)
    ? w(`state_${tender.attempt.state}`) : w(`tender_${tender.state}`);
}

function methodName(/** @type {import("../shared/types.js").Tender} */ tender) {
  const method = state.till?.methods.find((each) => each.id === tender.method);
  return method ? nameOf(method) : tender.name;
}

function panel() {
  const attempt = shownAttempt();
  switch (state.panel) {
    case "cash":
      return [openTimeline(attempt), cashView()];
    case "supplementary":
      return [openTimeline(attempt), claimView()];
    case "scan":
      return attempt && isOpen(attempt) ? timelineView(attempt) : payView();
    case null:
      if (attempt && isOpen(attempt) && isSettled()) return [openTimeline(attempt), invitation()];
      return [attempt && timelineView(attempt), !attempt && invitation()];
  }
}

/** A payment in doubt stays in sight whatever box is open below it. */
const openTimeline = (/** @type {import("../shared/types.js").Attempt | null} */ attempt) =>
  attempt && isOpen(attempt) && timelineView(attempt, { isSmall: true });

/** Nothing is chosen yet: a scan is enough. */
function invitation() {
  if (isSettled()) {
    return h("div.invitation", { key: "settled", role: "status" },
      h("svg.tick", { viewBox: "0 0 48 48", "aria-hidden": "true" },
        h("circle", { cx: 24, cy: 24, r: 22 }), h("path", { d: "M14 25l7 7 14-15" })),
      h("h2", null, w("nothingLeft")), h("p", null, w("nothingLeftText")));
  }
  const ids = (state.till?.methods ?? []).map((method) => method.id).join(" · ");
  return h("div.invitation", { key: "invitation" },
    h("svg.invite-art", { viewBox: "0 0 140 120", "aria-hidden": "true" },
      h("rect", { x: 44, y: 4, width: 52, height: 96, rx: 9, class: "art-phone" }),
      h("rect", { x: 50, y: 14, width: 40, height: 76, rx: 3, class: "art-screen" }),
      [56, 60, 63, 68, 71, 76, 79, 84].map((x, place) => h("rect", {
        key: String(x), x, y: 24, width: place % 2 ? 2 : 3, height: 18, class: "art-bar" })),
      h("rect", { x: 59, y: 52, width: 22, height: 22, class: "art-code" }),
      h("line", { x1: 20, y1: 33, x2: 120, y2: 33, class: "art-ray" })),
    h("h2", null, w("scanNow")), h("p", null, w("scanNowText")),
    h("p.hint.figure", null, w("scanNowOr", ids)));
}
