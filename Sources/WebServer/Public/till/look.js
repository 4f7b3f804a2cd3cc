// Questions about the state that several views and acts ask: where is the person, which attempt is
// on the screen, what may be done and why not. Nothing here changes anything.

import { draftOf, isOpenRefund } from "../shared/returns.js";
import { pageNotice } from "../shared/words.js";
import { state, typed } from "./state.js";

/** @typedef {import("../shared/types.js").Attempt} Attempt */
/** @typedef {import("../shared/types.js").Notice} Notice */
/** @typedef {import("../shared/types.js").Act} Act */

const OPEN_STATES = ["sending", "awaitingShopper", "unresolved", "reversing"];

export const sale = () => state.till?.sale ?? null;

/** Whether nobody knows yet how an attempt ends. */
export const isOpen = (/** @type {Attempt} */ attempt) => OPEN_STATES.includes(attempt.state);

/**
 * The attempt that the checkout is about: the open one, else the newest.
 * @returns {Attempt | null}
 */
export function currentAttempt() {
  const attempts = (sale()?.tenders ?? [])
    .map((tender) => tender.attempt)
    .filter((attempt) => attempt?.number);
  return attempts.find((attempt) => attempt && isOpen(attempt)) ?? attempts.at(-1) ?? null;
}

/** The attempt to show where no method is chosen: the open one, or how the newest tender went. */
export function shownAttempt() {
  const attempt = currentAttempt();
  const newest = sale()?.tenders.at(-1)?.attempt;
  return attempt && (isOpen(attempt) || newest?.number === attempt.number) ? attempt : null;
}

/** The attempt whose outcome is awaited on the present sale. */
export function openAttempt() {
  const attempt = currentAttempt();
  return attempt && isOpen(attempt) ? attempt : null;
}

/**
 * What the screen is doing, for the table of keys.
 * @returns {import("../shared/keys.js").Context}
 */
export function context() {
  if (state.session !== "in") return "signIn";
  if (state.dialog || state.isHelpShown) return "dialog";
  if (state.screen === "checkout") return openAttempt() ? "attempt" : "checkout";
  if (state.screen === "return") return "return";
  return (state.posted || state.returned) && !sale() ? "done" : "sale";
}

/**
 * Why an act of the payments is closed now; null when it is open. The server's list decides.
 * @param {Act} act
 * @returns {Notice | null}
 */
export function closedBecause(act) {
  const attempt = openAttempt();
  if (!attempt || attempt.allowed.includes(act)) return null;
  if (act === "supplementary") return pageNotice("waitMinute", "unknown");
  return attempt.notice ?? pageNotice("waitForOutcome", "unknown");
}

/** @type {Record<string, Act>} */
const ACT_OF_KIND = { cash: "cash", aggregated: "rescan", supplementary: "supplementary" };

/**
 * Why a method cannot be chosen now; null when it can.
 * @param {import("../shared/types.js").Method} method
 * @returns {Notice | null}
 */
export function methodClosedBecause(method) {
  const closed = closedBecause(ACT_OF_KIND[method.kind] ?? "cash");
  // For 42 it is the minute that matters, more than how the payment stands.
  if (method.enabled || (closed && method.kind === "supplementary")) return closed;
  return method.reason ?? pageNotice("waitForOutcome", "unknown");
}

/** The line that keys act on: the chosen one, else the last. */
export function selectedLine() {
  const lines = sale()?.lines ?? [];
  return lines.find((line) => line.no === state.selectedLine) ?? lines.at(-1) ?? null;
}

/**
 * Whether F9 would complete the sale. A scan that a manager overrode with cash may still be on its
 * way back; it holds nothing up.
 */
export function isSettled() {
  const now = sale();
  return Boolean(now && now.leftFen === 0 && now.dueFen > 0
    && !now.tenders.some((tender) => tender.state === "open"));
}

/** The line of a return that keys act on: the chosen one, else the first that can come back. */
export function returnLine() {
  const lines = state.returnable?.lines ?? [];
  return lines.find((line) => line.no === state.returnLine)
    ?? lines.find((line) => line.returnable > 0) ?? lines[0] ?? null;
}

/** What the server is to be asked about the pieces chosen; empty while there is nothing to ask. */
export function quoteOfDraft() {
  const { returnable } = state;
  if (!returnable) return "";
  const { lines, wrong, toCash } = draftOf(returnable, typed);
  return lines.length === 0 || wrong ? ""
    : JSON.stringify([returnable.sale.id, returnable.returns.length, lines, toCash]);
}

/** The return that was made just now, when the server has told of it. */
export function returnShown() {
  const { returned, returnable } = state;
  return returned && returnable?.sale.receiptNumber === returned.receipt
    ? returnable.returns.find((each) => each.no === returned.no) ?? null : null;
}

/** The refunds on the screen. */
export const refundsShown = () =>
  state.screen === "return" ? (state.returnable?.returns ?? []).flatMap((each) => each.refunds)
    : returnShown()?.refunds ?? [];

/** The newest tender that a person may take off the sale. */
export const removableTender = () =>
  (sale()?.tenders ?? []).filter((tender) => canRemove(tender)).at(-1) ?? null;

/** Cash, and payments that failed; the server has the last word. */
export const canRemove = (/** @type {import("../shared/types.js").Tender} */ tender) =>
  tender.state === "failed" || (tender.state === "paid" && !tender.attempt?.number);

/**
 * Whether a key of the table would do something now; the bottom bar shows only those.
 * @param {string} act
 */
export function isWorking(act) {
  const now = sale();
  switch (act) {
    case "checkout":
      return state.screen === "sale" && Boolean(now && now.lines.length > 0);
    case "complete":
      return state.screen === "checkout" && isSettled();
    case "giveBack":
    case "wholeLine":
    case "wholeSale":
    case "inCash":
      return isWorkingInReturn(act);
    case "askRefunds":
      return refundsShown().some(isOpenRefund);
    case "quantity":
    case "lineDiscount":
    case "saleDiscount":
    case "salesperson":
    case "saleSalesperson":
    case "removeLine":
      return Boolean(now && now.lines.length > 0);
    case "removeTender":
      return removableTender() !== null;
    case "showCode":
      return (state.till?.offering ?? []).length > 0 && (now?.leftFen ?? 0) > 0;
    case "askAgain":
      return openAttempt() !== null && closedBecause("askAgain") === null;
    case "takeBack":
      return openAttempt() !== null && closedBecause("cancel") === null;
    case "suspend":
      return closedBecause("suspend") === null;
    case "reprint":
      return Boolean(returnShown() || state.till?.lastPosted);
    case "back":
      return !(state.screen === "checkout" && openAttempt() && state.panel === null);
    default:
      return true;
  }
}

/** Whether there is money left on the sale that a wallet had paid. */
export const hasWalletPart = () => (state.returnable?.tenders ?? []).some(
  (tender) => tender.wallet && tender.amountFen > tender.givenBackFen);

function isWorkingInReturn(/** @type {string} */ act) {
  const { returnable } = state;
  if (!returnable) return false;
  switch (act) {
    case "giveBack": {
      const { lines, wrong, reason } = draftOf(returnable, typed);
      return lines.length > 0 && !wrong && reason !== null;
    }
    case "wholeLine":
      return state.returnStage === "lines" && (returnLine()?.returnable ?? 0) > 0;
    case "inCash":
      return hasWalletPart();
    default:
      return returnable.lines.some((line) => line.returnable > 0);
  }
}
