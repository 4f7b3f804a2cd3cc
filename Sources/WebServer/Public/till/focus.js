// One input has the focus, always. When the screen changes, the focus goes to the field of that
// screen; when it was lost (a click beside everything, an element that vanished), it comes back.

import { FIELD_OF_DIALOG } from "./dialogs.js";
import { focusField } from "./field.js";
import { countField, reasonField } from "../shared/returns.js";
import { openAttempt, returnLine } from "./look.js";
import { state, typed } from "./state.js";

/** On a phone the field would pull up the keyboard over the page; there a finger says when. */
const isNarrow = () => window.matchMedia("(max-width: 640px)").matches;

let lastPlace = "";

/**
 * @returns {string | null} the field that should have the focus; null for a dialog's first button
 */
function wantedField() {
  if (state.isHelpShown) return null;
  if (state.dialog) return FIELD_OF_DIALOG[state.dialog.name] ?? null;
  if (state.session !== "in") return typed.staff ? "pin" : "staff";
  if (state.screen === "return") return fieldOfReturn();
  if (state.screen !== "checkout") return "entry";
  switch (state.panel) {
    case "cash":
      return "received";
    case "supplementary":
      return "claim";
    case "scan":
      return openAttempt() ? "method" : "payCode";
    case null:
      return "method";
  }
}

function fieldOfReturn() {
  const id = state.returnable?.sale.id;
  if (!id) return null;
  const line = returnLine();
  if (!state.returnable?.lines.some(({ returnable }) => returnable > 0)) return null;
  return state.returnStage === "lines" && line && line.returnable > 0
    ? countField(id, line.no) : reasonField(id);
}

/** After each drawing. */
export function settleFocus() {
  const place = [
    state.session, state.dialog?.name, state.isHelpShown, state.screen, state.panel,
    Boolean(openAttempt()),
    state.screen === "return" && fieldOfReturn(),
  ].join("/");
  const isLost = !document.activeElement || document.activeElement === document.body;
  if (place === lastPlace && !isLost) return;
  const isNew = place !== lastPlace;
  lastPlace = place;
  if (isNarrow() && !isNew) return;
  const field = wantedField();
  if (field && isNarrow() && !state.dialog && state.session === "in") return;
  if (field && focusField(field)) return;
  const button = document.querySelector("[role=dialog] [data-first]")
    ?? document.querySelector("[role=dialog] button")
    ?? document.querySelector("main.return [data-first]");
  if (button instanceof HTMLElement) button.focus();
}

/** Brings the focus back after it went nowhere. */
export function guardFocus() {
  document.addEventListener("focusout", () => setTimeout(settleFocus, 0));
  window.addEventListener("focus", () => setTimeout(settleFocus, 0));
}
