// Takes each new till the server sends and notices what changed: a line came, a payment ended, the
// sale was completed here or in another window. Tills come by three roads (answers, events, polls)
// and may overtake each other; an older one is dropped.

import { yuan } from "../shared/money.js";
import { play } from "../shared/sound.js";
import { pageNotice, w } from "../shared/words.js";
import { isOpen } from "./look.js";
import { change, clearFieldsOfSale, schedule, state, type } from "./state.js";

/** @typedef {import("../shared/types.js").Till} Till */

const LIT_MS = 1000;
/** A till this much older than the last is not late news: the server's clock was set back. */
const SET_BACK_US = 30_000_000;

let litTimer = 0;

export function takeTill(/** @type {Till} */ till) {
  const old = state.till;
  if (old && till.now < old.now && old.now - till.now < SET_BACK_US) return;
  state.clockLagMs = till.now / 1000 - performance.now();
  change({ till, isReturnStale: true });
  if (!old) return;
  noticeSale(old, till);
  noticePayments(old, till);
  noticeTray(old, till);
}

function noticeSale(/** @type {Till} */ old, /** @type {Till} */ till) {
  const before = old.sale;
  const after = till.sale;
  if (before && before.id !== after?.id) {
    clearFieldsOfSale();
    change({ dialog: null, panel: null, screen: "sale", selectedLine: null, selectedMethod: -1,
      picks: null });
    if (till.lastPosted?.sale === before.id) {
      change({ posted: before.id, message: null });
      play("paid");
    }
  }
  if (after && before?.id !== after.id) {
    type("returnEntry", "");
    change({
      posted: null, returned: null, returnOf: null, returnable: null, panel: null,
      selectedLine: null,
      screen: after.tenders.length > 0 ? "checkout" : "sale",
    });
  }
  if (after) noticeLines(before?.id === after.id ? before.lines : [], after.lines);
}

function noticeLines(
  /** @type {import("../shared/types.js").Line[]} */ before,
  /** @type {import("../shared/types.js").Line[]} */ after,
) {
  const grown = [...after].reverse().find((line) => {
    const same = before.find((other) => other.no === line.no);
    return !same || same.quantity < line.quantity || same.product !== line.product;
  });
  if (!grown || after.length < before.length) return;
  change({ lit: grown.no, selectedLine: grown.no });
  window.clearTimeout(litTimer);
  litTimer = window.setTimeout(() => change({ lit: null }), LIT_MS);
}

function noticePayments(/** @type {Till} */ old, /** @type {Till} */ till) {
  if (!old.sale || old.sale.id !== till.sale?.id) return;
  for (const { attempt } of till.sale.tenders) {
    if (!attempt?.number) continue;
    const before = old.sale.tenders
      .find((each) => each.attempt?.number === attempt.number)?.attempt;
    if (before?.state === attempt.state) continue;
    if (attempt.state === "succeeded") play("paid");
    else if (["declined", "reversed", "unresolved"].includes(attempt.state)) play("bad");
    // The next scan belongs into the same box, empty again.
    if (before && isOpen(before) && !isOpen(attempt)) change({ panel: null, message: null });
  }
}

/** A payment of a sale that was held, whose outcome came after the customer was sent on. */
function noticeTray(/** @type {Till} */ old, /** @type {Till} */ till) {
  for (const before of old.tray) {
    if (before.sale === till.sale?.id || before.sale === old.sale?.id) continue;
    if (before.sale === till.lastPosted?.sale) {
      if (before.sale !== old.lastPosted?.sale && isOpen(before)) tellPosted(before, till);
      continue;
    }
    const after = till.tray.find((attempt) => attempt.number === before.number);
    if (after && isOpen(after)) continue;
    if (!isOpen(before)) continue;
    const notice = after?.state === "succeeded"
      ? pageNotice("latePaid", "yes", yuan(after.amountFen), w(`wallet_${after.wallet}`))
      : pageNotice("lateEnded", "unknown", before.number.slice(-8));
    change({ banner: { notice, sale: before.sale } });
    play(after?.state === "succeeded" ? "paid" : "bad");
  }
  schedule();
}

/** The held sale was completed by itself: nothing is left to do but to know. */
function tellPosted(
  /** @type {import("../shared/types.js").Attempt} */ attempt,
  /** @type {Till} */ till,
) {
  const notice = pageNotice("latePosted", "yes", yuan(attempt.amountFen),
    w(`wallet_${attempt.wallet}`), till.lastPosted?.receiptNumber ?? "");
  change({ banner: { notice, sale: null } });
  play("paid");
}
