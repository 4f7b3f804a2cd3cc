// 41 the other way round: the till shows a code and the customer scans it, for a counter whose scanner
// is broken. Which wallet, the cashier asks; where there is one alone nothing is asked.

import { yuan } from "../shared/money.js";
import { play } from "../shared/sound.js";
import { pageNotice } from "../shared/words.js";
import { focusField } from "./field.js";
import { closedBecause, sale } from "./look.js";
import { amountToPay } from "./pay-acts.js";
import { change, state, type, typed } from "./state.js";
import { enqueue, isBusy, send, tell } from "./work.js";

/** The wallets to choose from, in the order of their digits. */
export const offering = () => state.till?.offering ?? [];

export function openShowCode() {
  const now = sale();
  if (!now || now.leftFen === 0) return tell(pageNotice("nothingToShow", "no"), "bad");
  if (closedBecause("rescan")) return tell(pageNotice("waitForOutcome", "unknown"), "doubt");
  const wallets = offering();
  if (wallets.length === 0) return tell(pageNotice("noCodeToShow", "no"), "bad");
  if (wallets.length === 1) return showCode(wallets[0]);
  type("offerWallet", "");
  change({ dialog: { name: "showCode", sale: now.id }, message: null });
}

/** Enter in the dialog: a wallet's digit. */
export function enterWallet() {
  const text = (typed.offerWallet ?? "").trim();
  const wallet = /^\d$/.test(text) ? offering()[Number(text) - 1] : undefined;
  if (wallet) return showCode(wallet);
  focusField("offerWallet");
  return tell(pageNotice("offerWalletWrong", "no", offering().length), "bad");
}

export function showCode(/** @type {string} */ wallet) {
  const now = sale();
  if (!now || isBusy("showCode")) return;
  const amountFen = amountToPay(now);
  if (amountFen === null) {
    change({ dialog: null });
    focusField("payAmount");
    return tell(pageNotice("payAmountWrong", "no", yuan(now.leftFen)), "bad");
  }
  const { panel } = state;
  return enqueue("showCode", async () => {
    await send("/api/sale/offers", { sale: now.id, wallet, amountFen });
    for (const name of ["payCode", "payAmount", "offerWallet"]) type(name, "");
    if (state.dialog?.name === "showCode") change({ dialog: null });
    if (state.panel === panel) change({ panel: null });
    play("good");
  });
}
