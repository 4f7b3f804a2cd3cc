// A payment's line of time: sent → customer → asking → paid, with seconds counted here from the
// moment the server names, so that they run also while nothing is heard. Which buttons there are,
// the server says (`allowed`); this draws exactly those.

import { h } from "../shared/dom.js";
import { ariaKey, KEYS, keyName } from "../shared/keys.js";
import { yuan } from "../shared/money.js";
import { nextStep, sentence, w } from "../shared/words.js";
import { act } from "./keyboard.js";
import { button } from "./field.js";
import { isOpen, sale } from "./look.js";
import { openPanel } from "./pay-acts.js";
import { secondsSince, secondsUntil, state } from "./state.js";
import { walletMark } from "./view-pay.js";
import { isBusy } from "./work.js";

/** @typedef {import("../shared/types.js").Attempt} Attempt */

/** The notice's minute (N17). */
const PATIENCE_SECONDS = 60;

/** @returns {"wait"|"doubt"|"good"|"bad"} */
function toneOf(/** @type {Attempt} */ attempt) {
  switch (attempt.state) {
    case "sending":
    case "awaitingShopper":
      return "wait";
    case "unresolved":
    case "reversing":
      return "doubt";
    case "succeeded":
      return "good";
    case "declined":
    case "reversed":
      return "bad";
  }
}

/**
 * The stations, each done, under way, or to come.
 * @returns {[string, "done"|"doing"|"coming"|"no"][]}
 */
function stations(/** @type {Attempt} */ attempt) {
  switch (attempt.state) {
    case "sending":
      return [["sent", "doing"], ["shopper", "coming"], ["asking", "coming"], ["paid", "coming"]];
    case "awaitingShopper":
      return [["sent", "done"], ["shopper", "doing"], ["asking", "coming"], ["paid", "coming"]];
    case "unresolved":
      return [["sent", "done"], ["shopper", "done"], ["asking", "doing"], ["paid", "coming"]];
    case "reversing":
      return [["sent", "done"], ["asking", "done"], ["reversing", "doing"],
        ["takenBack", "coming"]];
    case "succeeded":
      return [["sent", "done"], ["shopper", "done"], ["asking", "done"], ["paid", "done"]];
    case "declined":
      return [["sent", "done"], ["shopper", "done"], ["asking", "done"], ["notDebited", "no"]];
    case "reversed":
      return [["sent", "done"], ["asking", "done"], ["reversing", "done"],
        ["takenBack", "no"]];
  }
}

const STATION_MARKS = { done: "✓", doing: "●", coming: "", no: "✕" };
const TONE_MARKS = { wait: "◔", doubt: "!", good: "✓", bad: "✕" };

/**
 * @param {Attempt} attempt
 * @param {{isSmall?: boolean}} options
 */
export function timelineView(attempt, { isSmall = false } = {}) {
  const tone = toneOf(attempt);
  return h("div", {
    key: `time-${attempt.number}`, class: `timeline ${tone} ${isSmall ? "small" : ""}`,
    "data-state": attempt.state,
  },
  h("div.time-head", null,
    h("i.time-mark", { "aria-hidden": "true" }, TONE_MARKS[tone]),
    h("div.time-words", { role: tone === "doubt" || tone === "bad" ? "alert" : "status" },
      h("h2", null, headline(attempt)),
      attempt.notice && nextStep(attempt.notice) &&
        h("p", null, nextStep(attempt.notice))),
    h("div", { class: `wallet ${attempt.wallet}` }, walletMark(attempt.wallet),
      h("b.figure", null, yuan(attempt.amountFen)))),
  !isSmall && attempt.offer && offerView(attempt.offer, attempt.wallet),
  !isSmall && !attempt.offer && h("ol.stations", null, stations(attempt).map(([name, progress]) =>
    h("li", { key: name, class: progress, "aria-current": progress === "doing" ? "step" : null },
      h("i", { "aria-hidden": "true" }, STATION_MARKS[progress]),
      h("span", null, w(`step_${name}`),
        h("span.unseen", null, ` ${w(`state_${progress === "no" ? "done" : progress}`)}`))))),
  isOpen(attempt) && clock(attempt),
  h("p.moved", null, movedWord(attempt)),
  !isSmall && offers(attempt),
  h("p.number", null, w("orderNumber"), " ", h("span.figure", null, attempt.grouped)));
}

function headline(/** @type {Attempt} */ attempt) {
  if (attempt.state === "succeeded") {
    const wallet = state.till?.settings.showWallet === false
      ? w("payTitle") : w(`wallet_${attempt.wallet}`);
    return w("paidBy", yuan(attempt.amountFen), wallet);
  }
  return attempt.notice ? sentence(attempt.notice) : w(`state_${attempt.state}`);
}

/**
 * The code that the customer scans, and how long it can be.
 * @param {NonNullable<Attempt["offer"]>} offer
 * @param {string} wallet
 */
function offerView({ side, path, until }, wallet) {
  const left = secondsUntil(until);
  const clock = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
  return h("div.offer", { key: "offer" },
    h("svg.offer-code", { viewBox: `0 0 ${side} ${side}`, role: "img",
      "aria-label": w("offerCode"), "shape-rendering": "crispEdges" },
    h("rect", { width: side, height: side, class: "offer-paper" }), h("path", { d: path })),
    h("div.offer-words", null,
      h("p", null, w("offerScan", w(`wallet_${wallet}`))),
      h("strong.figure", null, clock),
      h("small", null, w("offerLeft"))));
}

/** The one thing to keep in mind now; null while a payment takes its usual course. */
function movedWord(/** @type {Attempt} */ attempt) {
  const left = sale()?.leftFen ?? 0;
  switch (attempt.state) {
    case "sending":
    case "awaitingShopper":
      return null;
    case "unresolved":
    case "reversing":
      return w("doubtNever");
    case "succeeded":
      return left > 0 ? w("stillLeft", yuan(left)) : w("nothingLeftText");
    case "declined":
      return `${w("moved_no")} · ${w("readyAgain")}`;
    case "reversed":
      // The headline says that nothing is debited now; that nothing moved would be too much.
      return w("readyAgain");
  }
}

/** Seconds, the bar to the minute, and when the channel is asked next. */
function clock(/** @type {Attempt} */ attempt) {
  const seconds = secondsSince(attempt.startedAt);
  const isOver = seconds >= PATIENCE_SECONDS;
  // Something may be done before the minute is over: an error was seen, or the customer is at it.
  const isEarly = attempt.state === "unresolved" && attempt.allowed.length > 0;
  const until = attempt.nextAt ? secondsUntil(attempt.nextAt) : 0;
  const next = attempt.nextStep === "reverse" ? "nextReverse" : "nextQuery";
  return h("div.clock", null,
    h("strong.figure", null, w("seconds", seconds)),
    h("div.clock-bar", null,
      h("progress", { max: PATIENCE_SECONDS, value: Math.min(seconds, PATIENCE_SECONDS),
        "aria-label": w("minute") }),
      h("small", null, isOver ? w("minuteOver") : w(isEarly ? "errorOver" : "minute"))),
    h("div.clock-next", null,
      attempt.nextAt && h("span", null, until > 0 ? w(next, until) : w("nextNow")),
      attempt.asked > 0 && h("span", null, w("askedTimes", attempt.asked))));
}

/** Acts that have a button here, with the key of the table that does the same. */
const OFFERS = /** @type {const} */ ([
  ["askAgain", "askAgain"], ["supplementary", null], ["cancel", "takeBack"], ["suspend", "suspend"],
]);

function offers(/** @type {Attempt} */ attempt) {
  const isAwaited = isOpen(attempt);
  return h("div.offers", null, OFFERS
    .filter(([offer]) => attempt.allowed.includes(offer))
    // After the end of an attempt the methods on the left offer the rest.
    .filter(([offer]) => isAwaited || offer === "supplementary")
    .filter(() => attempt.state !== "succeeded")
    .map(([offer, name]) => {
      const key = name && KEYS.find((entry) => entry.act === name);
      return button("button", {
        key: offer, "data-offer": offer, "aria-keyshortcuts": name ? ariaKey(name) : null,
        "aria-disabled": name && isBusy(name) ? "true" : null,
      }, () => (name ? act(name) : openPanel("supplementary")),
      h("kbd", null, key ? keyName(key) : "42"), w(`act_${offer}`));
    }));
}
