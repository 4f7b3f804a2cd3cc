// Turns a key press into an act, by the table in keys.js. The browser's own meaning of a bound key
// is always cancelled, also where the act is refused: PageUp must never scroll, F3 never search.

import { keyOf } from "../shared/keys.js";
import { complete, goBack, goToCheckout, holdOrRetrieve, openLineDialog, removeLine, reprint }
  from "./acts.js";
import { closeDialog } from "./dialogs.js";
import { movePick } from "./entry.js";
import { context, sale, selectedLine } from "./look.js";
import { askAgain, askToTakeBack, removeTender } from "./pay-acts.js";
import { change, state } from "./state.js";

export function listenForKeys() {
  document.addEventListener("keydown", (event) => {
    const entry = keyOf(event, context(), isInText());
    if (!entry) return;
    event.preventDefault();
    if (entry.isOnce && event.repeat) return;
    act(entry.act);
  });
}

/** Whether the focus is in a field that has something to edit. */
function isInText() {
  const field = document.activeElement;
  return field instanceof HTMLInputElement && field.value !== "";
}

/** Does what a key or its button means. */
export function act(/** @type {string} */ name) {
  switch (name) {
    case "checkout":
      return void goToCheckout();
    case "complete":
      return void complete();
    case "quantity":
    case "lineDiscount":
    case "saleDiscount":
    case "salesperson":
    case "saleSalesperson":
      return void openLineDialog(name);
    case "removeLine":
      return askToRemoveLine();
    case "removeTender":
      return void removeTender();
    case "askAgain":
      return void askAgain();
    case "takeBack":
      return askToTakeBack();
    case "suspend":
      return void holdOrRetrieve();
    case "up":
      return move(-1);
    case "down":
      return move(1);
    case "first":
      return change({ selectedLine: sale()?.lines[0]?.no ?? null });
    case "last":
      return change({ selectedLine: sale()?.lines.at(-1)?.no ?? null });
    case "reprint":
      return void reprint();
    case "help":
      return change({ isHelpShown: true });
    case "back":
      return state.dialog || state.isHelpShown ? closeDialog() : void goBack();
  }
}

/** A line of one piece goes at once; more than one is asked about, since the scan cost more. */
function askToRemoveLine() {
  const line = selectedLine();
  if (line && line.quantity === 1) return void removeLine(line.no);
  openLineDialog("removeLine");
}

function move(/** @type {number} */ by) {
  if (state.screen === "checkout") {
    const last = (state.till?.methods.length ?? 0) - 1;
    const place = Math.max(0, Math.min(last, state.selectedMethod + by));
    return change({ selectedMethod: place });
  }
  if (movePick(by)) return;
  const lines = sale()?.lines ?? [];
  const place = lines.findIndex((line) => line.no === selectedLine()?.no);
  const next = lines[Math.max(0, Math.min(lines.length - 1, place + by))];
  if (next) change({ selectedLine: next.no });
}
