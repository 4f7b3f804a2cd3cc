// What a person can do at the checkout: choose a method, scan a code for 41, a number for 42, take
// cash, and act on a payment whose outcome is not known. The server decides each; the page only
// refuses what it can tell from the shape, before anything is sent.

import { Refusal } from "../shared/api.js";
import { fenOf, yuan } from "../shared/money.js";
import { digitsOf } from "../shared/order-number.js";
import { classify, refusalForPayBox } from "../shared/shapes.js";
import { play } from "../shared/sound.js";
import { pageNotice } from "../shared/words.js";
import { sendWithApproval } from "./acts.js";
import { focusField } from "./field.js";
import { closedBecause, methodClosedBecause, openAttempt, removableTender, sale } from "./look.js";
import { change, state, type, typed } from "./state.js";
import { api, enqueue, isBusy, send, tell } from "./work.js";

/** Chooses a method by its id, as staff know it. */
export function chooseMethod(/** @type {number} */ id) {
  const method = state.till?.methods.find((each) => each.id === id);
  if (!method) return tell(pageNotice("methodUnknown", "no", id), "bad");
  type("method", "");
  const closed = methodClosedBecause(method);
  if (closed) {
    // A manager may still take cash (S-211); everything else waits.
    const offer = method.kind === "cash" && (sale()?.inDoubt || closed.code === "S-211")
      ? "approveCash" : undefined;
    // Choosing it once more is how the keyboard takes the offer.
    if (offer && state.message?.offer === offer) return openPanel(method.kind);
    return tell(closed, closed.moneyMoved === "unknown" ? "doubt" : "bad", { offer });
  }
  openPanel(method.kind);
}

export function openPanel(/** @type {string} */ kind) {
  if (kind === "cash") type("received", "");
  if (kind === "aggregated") type("payAmount", yuan(sale()?.leftFen ?? 0));
  if (kind === "supplementary") void loadWalletHelp();
  const panels = { cash: "cash", aggregated: "scan", supplementary: "supplementary" };
  change({ panel: /** @type {any} */ (panels)[kind] ?? null, message: null });
}

/** Reads how each wallet shows the number; once, unless it failed. */
export async function loadWalletHelp() {
  if (state.walletHelp.length > 0) return;
  try {
    const walletHelp = await api.get("/api/help/supplementary");
    change({ walletHelp, walletTab: state.walletTab ?? walletHelp[0]?.wallet ?? null });
  } catch {
    // The box works without its help; the next opening tries again.
  }
}

/** Enter in the method box: an id, or a code that was typed there. */
export function enterMethod() {
  const text = (typed.method ?? "").trim();
  if (text === "") {
    const chosen = state.till?.methods[state.selectedMethod];
    return chosen ? chooseMethod(chosen.id) : undefined;
  }
  if (/^\d{1,4}$/.test(text)) return chooseMethod(Number(text));
  const shape = classify(text);
  if (shape.kind === "orderNumber" || shape.kind === "tradeNumber") {
    type("method", "");
    return claim(text);
  }
  return pay(text, { field: "method" });
}

/**
 * 41: begins an attempt, if the code has the shape of one. What was typed stays when it was not
 * taken.
 * @param {string} raw
 * @param {{field?: string, isConfirmed?: boolean}} options
 */
export function pay(raw, { field = "payCode", isConfirmed = false } = {}) {
  const shape = classify(raw);
  const refusal = shape.text === "" ? "isEmpty" : refusalForPayBox(raw);
  if (refusal) {
    focusField(field);
    return tell(
      pageNotice(refusal, "no", shape.text.length, shape.text.slice(0, 2)), "bad");
  }
  if (isBusy("pay")) return;
  const closed = closedBecause("rescan");
  if (closed) return tell(pageNotice("waitForOutcome", "unknown"), "doubt");
  if (shape.looksLikeIdentityCard && !isConfirmed) return askAboutIdentityCard(raw, field);
  const now = sale();
  if (!now) return;
  const amountFen = amountToPay(now);
  if (amountFen === null) {
    focusField("payAmount");
    return tell(pageNotice("payAmountWrong", "no", yuan(now.leftFen)), "bad");
  }
  const { panel } = state;
  return enqueue("pay", async () => {
    try {
      await send("/api/sale/payments",
        { sale: now.id, code: shape.text, amountFen, confirmedNotIdentityCard: isConfirmed },
        { isSecret: true });
    } catch (error) {
      if (!(error instanceof Refusal) || error.notice?.code !== "P-102") throw error;
      return askAboutIdentityCard(raw, field);
    }
    for (const name of ["payCode", "payAmount", field]) type(name, "");
    // News may have overtaken the answer, and the person have gone on: only what led here closes.
    if (state.panel === panel) change({ panel: null });
    if (state.dialog?.name === "identityCard") change({ dialog: null });
    play("good");
  });
}

function askAboutIdentityCard(/** @type {string} */ raw, /** @type {string} */ field) {
  change({ dialog: { name: "identityCard", isSecret: true, code: raw, field }, message: null });
  play("bad");
}

/** What the amount box says, all that is left when it is not shown; null when it is no amount. */
export function amountToPay(/** @type {import("../shared/types.js").Sale} */ now) {
  if (state.panel !== "scan" || !typed.payAmount) return now.leftFen;
  const fen = fenOf(typed.payAmount);
  return fen !== null && fen > 0 && fen <= now.leftFen ? fen : null;
}

/** 42: finds, verifies with the channel, and claims. */
export function claim(/** @type {string} */ raw) {
  const digits = digitsOf(raw);
  const shape = classify(digits);
  if (state.panel !== "supplementary") {
    const closed = closedBecause("supplementary");
    if (closed) return tell(closed, "doubt");
    openPanel("supplementary");
  }
  type("claim", digits);
  const refusal = digits === "" ? "claimEmpty"
    : shape.kind === "payCode" ? "claimIsPayCode"
    : digits.length !== 28 ? "claimWrongLength" : null;
  if (refusal) {
    focusField("claim");
    return tell(pageNotice(refusal, "no", digits.length), "bad");
  }
  const now = sale();
  if (!now || isBusy("claim")) return;
  return enqueue("claim", async () => {
    await send("/api/sale/supplements", { sale: now.id, number: digits });
    type("claim", "");
    if (sale()?.leftFen === 0) change({ panel: null });
    play("paid");
  });
}

/** Cash for what is left; the rest is change. */
export function takeCash() {
  const now = sale();
  if (!now) return;
  const fen = typed.received ? fenOf(typed.received) : now.leftFen;
  if (fen === null || fen === 0) {
    focusField("received");
    return tell(pageNotice("cashWrong", "no"), "bad");
  }
  if (isBusy("cash")) return;
  return enqueue("cash", async () => {
    await sendWithApproval("/api/sale/cash", { sale: now.id, receivedFen: fen });
    if (state.dialog?.name === "override") return;
    type("received", "");
    change({ panel: null });
    play("good");
  });
}

export function removeTender(/** @type {number | undefined} */ no = removableTender()?.no) {
  const now = sale();
  if (!now || no === undefined) return tell(pageNotice("noTender", "no"), "bad");
  return enqueue("removeTender", async () => {
    await send(`/api/sale/tenders/${no}/removal`, { sale: now.id });
  });
}

/** Asks the channel now. */
export function askAgain() {
  const attempt = openAttempt();
  const closed = closedBecause("askAgain");
  if (!attempt || isBusy("askAgain")) return;
  if (closed) return tell(closed, "doubt");
  return enqueue("askAgain", async () => {
    await send(`/api/payments/${attempt.number}/query`, { sale: attempt.sale });
  });
}

/** Takes a payment back: asks first, since the customer's phone may say paid. */
export function askToTakeBack() {
  const attempt = openAttempt();
  const closed = closedBecause("cancel");
  if (!attempt) return;
  if (closed) return tell(closed, "doubt");
  change({ dialog: { name: "takeBack", number: attempt.number, sale: attempt.sale } });
}

export function takeBack(/** @type {import("./state.js").Dialog} */ dialog) {
  if (isBusy("takeBack")) return;
  return enqueue("takeBack", async () => {
    change({ dialog: null });
    await send(`/api/payments/${dialog.number}/reversal`, { sale: dialog.sale });
  });
}
