// What a person can do to give goods and money back: find the sale, choose pieces and a reason,
// confirm once, watch the refunds arrive. The server decides what it comes to and where it goes; it
// is asked at each key, and its last answer is waited for before anything is confirmed.

import { NoAnswer, Refusal } from "../shared/api.js";
import { RETURN_FIELDS, cashField, countField, draftOf, isOpenRefund, keyOfReturn, piecesOf,
  reasonField, saleNamed } from "../shared/returns.js";
import { classify } from "../shared/shapes.js";
import { play } from "../shared/sound.js";
import { pageNotice } from "../shared/words.js";
import { sendWithApproval } from "./acts.js";
import { hasWalletPart, quoteOfDraft, refundsShown, returnLine, sale } from "./look.js";
import { change, serverNowMs, state, type, typed } from "./state.js";
import { api, enqueue, explain, isBusy, send, tell } from "./work.js";

/** Open refunds are looked at this often, besides each piece of news. */
const LOOK_MS = 2000;

/** Reads today's sales for the panel of F8. */
export function loadTodaysSales() {
  change({ todaysSales: null });
  return api.get("/api/sales/today").then(
    (todaysSales) => change({ todaysSales }),
    () => change({ todaysSales: [] }));
}

/** Enter in the panel's box. */
export function enterReturn() {
  const text = (typed.returnEntry ?? "").trim();
  const named = saleNamed(text, state.todaysSales ?? []);
  if (named === null) return tell(pageNotice("returnSeveral", "no", text), "bad");
  return openReturn(named);
}

/**
 * Opens the return of a sale, by the number of its receipt or of one of its orders. What was typed
 * for it before is still there.
 */
export function openReturn(/** @type {string} */ text) {
  if (text === "") return tell(pageNotice("returnEmpty", "no"), "bad");
  const { kind } = classify(text);
  if (kind === "payCode" || kind === "identityCard") {
    // Never sent anywhere: it is not what this box is for.
    type("returnEntry", "");
    return tell(pageNotice("scanInReturn", "no", `${text.slice(0, 2)}…`), "bad");
  }
  if (isBusy("openReturn")) return;
  return enqueue("openReturn", async () => {
    if (sale()) return tell(pageNotice("returnSaleOpen", "no"), "bad");
    const returnable = await read(text);
    if (!returnable) return;
    type("returnEntry", "");
    const first = returnable.lines.find((line) => line.returnable > 0);
    change({
      screen: "return", returnable, returnOf: returnable.sale.receiptNumber,
      returnLine: first?.no ?? null, returnStage: "lines", quote: null,
      dialog: null, posted: null, returned: null, picks: null, message: null,
    });
    askQuote();
  });
}

/** @returns {Promise<import("../shared/types.js").Returnable | null>} */
async function read(/** @type {string} */ text) {
  try {
    return await api.get(`/api/returns/sale?receipt=${encodeURIComponent(text)}`);
  } catch (error) {
    if (!(error instanceof NoAnswer)) throw error;
    tell(pageNotice("returnNoAnswer", "no"), "bad");
    return null;
  }
}

/** Which sale's returns are on the screen, by receipt number. */
const watched = () =>
  (state.screen === "return" ? state.returnOf : state.returned?.receipt) ?? null;

let isReading = false;
let readAt = 0;

/** Called often: reads the watched sale after news, and now and then while a refund is open. */
export async function watchReturns() {
  const receipt = watched();
  if (receipt === null || isReading || sale()) return;
  const isDue = !state.returnable || state.isReturnStale
    || (refundsShown().some(isOpenRefund) && serverNowMs() - readAt > LOOK_MS);
  if (!isDue) return;
  isReading = true;
  state.isReturnStale = false;
  try {
    const returnable = await api.get(`/api/returns/sale?receipt=${encodeURIComponent(receipt)}`);
    if (watched() === receipt) {
      soundArrivals(state.returnable, returnable);
      change({ returnable });
      askQuote();
    }
  } catch (error) {
    if (error instanceof Refusal) await explain(error);
    if (error instanceof Refusal && error.status === 404) leaveReturn();
  } finally {
    readAt = serverNowMs();
    isReading = false;
  }
}

/** One sound when the last refund has arrived, one when one failed. */
function soundArrivals(
  /** @type {import("../shared/types.js").Returnable | null} */ before,
  /** @type {import("../shared/types.js").Returnable} */ after,
) {
  const old = new Map((before?.returns ?? []).flatMap((each) => each.refunds)
    .map((refund) => [refund.number, refund.state]));
  const changed = after.returns.flatMap((each) => each.refunds)
    .filter((refund) => old.has(refund.number) && old.get(refund.number) !== refund.state);
  if (changed.some(({ state: now }) => now === "failed")) play("bad");
  else if (changed.some(({ state: now }) => now === "succeeded")) play("paid");
}

let asking = Promise.resolve();

/** Asks what the pieces chosen come to, unless that is known or being asked. */
export function askQuote() {
  const { returnable } = state;
  const asked = quoteOfDraft();
  if (!returnable || asked === state.quote?.asked) return;
  if (asked === "") return change({ quote: null });
  const { lines, toCash } = draftOf(returnable, typed);
  const last = state.quote?.answer ?? state.quote?.last ?? null;
  change({ quote: { asked, answer: null, last } });
  asking = api.ask("/api/returns/quote", { sale: returnable.sale.id, lines, toCash }).then(
    (answer) => {
      // An answer to an older question would show the wrong amount.
      if (state.quote?.asked === asked) change({ quote: { asked, answer, last: null } });
    },
    async (error) => {
      if (state.quote?.asked !== asked) return;
      change({ quote: null });
      if (error instanceof NoAnswer) tell(pageNotice("returnNoAnswer", "no"), "bad");
      else await explain(error);
    });
}

/** Digits in the box of a line. */
export function setPieces(/** @type {number} */ no) {
  const line = state.returnable?.lines.find((each) => each.no === no);
  if (!line || !state.returnable) return;
  const pieces = piecesOf(typed[countField(state.returnable.sale.id, no)] ?? "", line.returnable);
  change({ returnLine: no, returnStage: "lines" });
  if (pieces === null) tell(pageNotice("returnTooMany", "no", no, line.returnable), "bad");
  else if (state.message) change({ message: null });
  askQuote();
}

/** Space: all that is left of a line, or none of it again. */
export function toggleLine(/** @type {number | undefined} */ no = returnLine()?.no) {
  const line = state.returnable?.lines.find((each) => each.no === no);
  if (!line || !state.returnable) return;
  const field = countField(state.returnable.sale.id, line.no);
  const isWhole = piecesOf(typed[field] ?? "", line.returnable) === line.returnable;
  type(field, isWhole || line.returnable === 0 ? "" : String(line.returnable));
  setPieces(line.no);
}

/** Shift and Space: all that is left of every line, or nothing again. */
export function toggleAll() {
  const { returnable } = state;
  if (!returnable) return;
  const open = returnable.lines.filter((line) => line.returnable > 0);
  const field = (/** @type {number} */ no) => countField(returnable.sale.id, no);
  const isAll = open.every((line) => typed[field(line.no)] === String(line.returnable));
  for (const line of open) type(field(line.no), isAll ? "" : String(line.returnable));
  change({ message: null });
  askQuote();
}

/** A scan of the goods themselves: one more piece of their line. */
export function scanReturnedGoods(/** @type {string} */ code) {
  const { returnable } = state;
  if (!returnable) return;
  const { id } = returnable.sale;
  const left = returnable.lines.filter((line) => line.code === code || line.product === code)
    .map((line) => ({ line, pieces: piecesOf(typed[countField(id, line.no)] ?? "", 9999) ?? 0 }))
    .find(({ line, pieces }) => pieces < line.returnable);
  if (!left) return tell(pageNotice("returnNotHere", "no"), "bad");
  type(countField(id, left.line.no), String(left.pieces + 1));
  setPieces(left.line.no);
  play("good");
}

/** A digit in the reason's box. */
export function setReason(/** @type {string} */ text) {
  const { returnable } = state;
  if (!returnable) return;
  type(reasonField(returnable.sale.id), text.slice(-1));
  change({ returnStage: "reason", message: null });
  if (text !== "" && !draftOf(returnable, typed).reason) {
    tell(pageNotice("returnReasonWrong", "no"), "bad");
  }
}

/** Enter: from the lines to the reason, and from there to F9. */
export function stepReturn() {
  const { returnable } = state;
  if (!returnable) return;
  const draft = draftOf(returnable, typed);
  if (draft.wrong) {
    return tell(pageNotice("returnTooMany", "no", draft.wrong.line, draft.wrong.most), "bad");
  }
  if (draft.lines.length === 0) return tell(pageNotice("returnNothing", "no"), "bad");
  change({ returnStage: "reason" });
  if (draft.reason) tell(pageNotice("returnReady", "no"), "plain");
}

/** F4: out of the drawer instead of to the wallet; the manager is asked when it is confirmed. */
export function toggleCash() {
  const { returnable } = state;
  if (!returnable) return;
  const field = cashField(returnable.sale.id);
  if (typed[field] !== "yes" && !hasWalletPart()) {
    return tell(pageNotice("returnNoCash", "no"), "bad");
  }
  type(field, typed[field] === "yes" ? "" : "yes");
  change({ message: null });
  askQuote();
}

/** F9. */
export function giveBack() {
  const { returnable } = state;
  if (!returnable || isBusy("giveBack")) return;
  return enqueue("giveBack", async () => {
    // Decided here, after the scans and keys that came before.
    await asking;
    const draft = draftOf(returnable, typed);
    const trouble = draft.wrong
      ? pageNotice("returnTooMany", "no", draft.wrong.line, draft.wrong.most)
      : draft.lines.length === 0 ? pageNotice("returnNothing", "no")
      : !draft.reason ? pageNotice("returnReasonMissing", "no") : null;
    if (trouble) {
      change({ returnStage: draft.lines.length > 0 && !draft.wrong ? "reason" : "lines" });
      return tell(trouble, "bad");
    }
    // The amount that the person reads is the one that is confirmed; without it there is nothing.
    if (!state.quote?.answer) return;
    const { reason, lines, toCash } = draft;
    try {
      await sendWithApproval("/api/returns",
        { sale: returnable.sale.id, lines, reason, toCash }, { key: keyOfReturn(returnable) });
    } catch (error) {
      if (!(error instanceof Refusal) || error.notice?.code !== "T-409") throw error;
      state.isReturnStale = true;
      return tell(pageNotice("returnChanged", "unknown"), "doubt");
    }
    if (state.dialog?.name !== "override") {
      finishReturn(returnable.sale.id, returnable.returns.length + 1);
    }
  });
}

/**
 * The return is made: its own card takes the place of the next customer's empty lines.
 * @param {string} id of the sale
 * @param {number} no which return of the sale it is
 */
export function finishReturn(id, no) {
  for (const name of Object.keys(typed)) {
    if (name.startsWith(`${RETURN_FIELDS}${id}-`)) type(name, "");
  }
  const receipt = state.returnOf;
  if (state.screen !== "return" || receipt === null) return;
  change({
    screen: "sale", returnOf: null, quote: null, message: null, isReturnStale: true,
    returned: { receipt, no },
  });
  play("paid");
}

/** Esc: what was typed stays, for the next time this sale is opened. */
export function leaveReturn() {
  change({ screen: "sale", returnOf: null, returnable: null, quote: null, message: null });
}

/** F2: asks the wallets now, instead of when it is time. */
export function askRefunds() {
  const open = refundsShown().filter(isOpenRefund);
  if (open.length === 0 || isBusy("askRefunds")) return;
  return enqueue("askRefunds", async () => {
    for (const refund of open) await send(`/api/refunds/${refund.number}/query`, {});
    state.isReturnStale = true;
  });
}

/** Prints a return's slip again, marked as a copy. */
export function reprintSlip(/** @type {string} */ id) {
  if (isBusy("reprint")) return;
  return enqueue("reprint", async () => {
    await send(`/api/returns/${encodeURIComponent(id)}/reprint`, {});
    state.isReturnStale = true;
    play("good");
  });
}
