// Turns a key press into an act, by the table in keys.js. The browser's own meaning of a bound key
// is always cancelled, also where the act is refused: PageUp must never scroll, F3 never search.

import { keyOf } from "../shared/keys.js";
import { complete, goBack, goToCheckout, holdOrRetrieve, openLineDialog, removeLine, reprint }
  from "./acts.js";
import { closeDialog } from "./dialogs.js";
import { movePick } from "./entry.js";
import { context, returnLine, returnShown, sale, selectedLine } from "./look.js";
import { askAgain, askToTakeBack, removeTender } from "./pay-acts.js";
import { openShowCode } from "./offer-acts.js";
import { askRefunds, giveBack, reprintSlip, toggleAll, toggleCash, toggleLine }
  from "./return-acts.js";
import { change, state } from "./state.js";

export function listenForKeys() {
  document.addEventListener("keydown", (event) => {
    const entry = keyOf(event, context(), isInText());
    if (!entry) return;
    // On a button Space presses it; the sentence of the reason has no lines to tick.
    if (entry.key === " " && !(document.activeElement instanceof HTMLInputElement)) return;
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
    case "giveBack":
      return void giveBack();
    case "wholeLine":
      return state.returnStage === "lines" ? toggleLine() : undefined;
    case "wholeSale":
      return toggleAll();
    case "inCash":
      return void toggleCash();
    case "askRefunds":
      return void askRefunds();
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
    case "showCode":
      return void openShowCode();
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
      return moveTo(0);
    case "last":
      return moveTo(-1);
    case "reprint": {
      const made = returnShown();
      return void (made && !state.posted ? reprintSlip(made.id) : reprint());
    }
    case "shift":
      return window.location.assign("/shift");
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

function moveTo(/** @type {0 | -1} */ end) {
  if (state.screen === "return") {
    const line = openLines().at(end);
    return change({ returnLine: line?.no ?? null, returnStage: "lines" });
  }
  change({ selectedLine: sale()?.lines.at(end)?.no ?? null });
}

/** The lines of a return that have a box. */
const openLines = () => (state.returnable?.lines ?? []).filter((line) => line.returnable > 0);

/** Down from the last line is the reason, up from the reason the last line. */
function moveInReturn(/** @type {number} */ by) {
  const lines = openLines();
  if (state.returnStage === "reason") {
    if (by < 0) moveTo(-1);
    return;
  }
  const place = lines.findIndex((line) => line.no === returnLine()?.no) + by;
  if (place >= lines.length) return change({ returnStage: "reason" });
  change({ returnLine: lines[Math.max(0, place)]?.no ?? null });
}

function move(/** @type {number} */ by) {
  if (state.screen === "return") return moveInReturn(by);
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
