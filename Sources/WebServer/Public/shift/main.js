// The shift's page (交接班): what is open, a blind count, and the drawer to the next person, from top to
// bottom by Enter alone.

import { fenOf } from "../shared/money.js";
import { draw } from "../shared/dom.js";
import { keyOf } from "../shared/keys.js";
import { listenForScans } from "../shared/scanner-page.js";
import { pageNotice, rememberLanguage, w } from "../shared/words.js";
import { api, clearCount, forget, lastCount, leftFen, onChange, piecesOf, state, take, tell, text,
  work } from "./state.js";
import { page } from "./view.js";

const root = /** @type {HTMLElement} */ (document.getElementById("shift"));

export const toTill = () => window.location.assign("/10034");

export function saveFloat() {
  const fen = fenOf(text("float"));
  if (fen === null) {
    tell(pageNotice("floatWrong", "no"), "bad");
    return focus("float");
  }
  void work(async () => {
    const shift = state.shift.shift?.no ?? null;
    take(await api.post("/api/shift/float", { shift, floatFen: fen }));
    tell(pageNotice("floatSaved", "no"), "good");
    focusStart();
  });
}

export function readGiven() {
  void work(async () => {
    take(await api.post("/api/shift/handover/read", {}));
    focusStart();
  });
}

export function handIn() {
  /** @type {Record<string, number>} */
  const pieces = {};
  for (const fen of state.shift.denominations) {
    const number = piecesOf(fen);
    if (number === null) {
      tell(pageNotice("countWrong", "no"), "bad");
      return focus(`n${fen}`);
    }
    if (number > 0) pieces[fen] = number;
  }
  void work(async () => {
    if (!state.shift.shift) take(await api.post("/api/shift/float",
      { shift: null, floatFen: fenOf(text("float")) ?? state.shift.before?.leftFen ?? 0 }));
    take(await api.post("/api/shift/count", { shift: state.shift.shift.no, pieces }));
    state.isRecounting = false;
    clearCount();
    focus("to");
  });
}

export function recount() {
  state.isRecounting = true;
  render();
  focus(`n${state.shift.denominations[0]}`);
}

/** @returns {string | null} the first field that is still empty */
function missing() {
  const fields = ["to", "toPIN", "pin"];
  if (state.shift.needsManager) fields.push("manager", "managerPIN", "reason");
  return fields.find((name) => text(name).trim() === "") ?? null;
}

const FIELD_WORDS = /** @type {Record<string, string>} */ ({
  to: "giveTo", toPIN: "giveToPIN", pin: "pin", manager: "giveManagerNo",
  managerPIN: "giveManagerPIN", reason: "giveReason",
});

export function handOver() {
  const empty = missing();
  if (empty) {
    tell(pageNotice("giveMissing", "no", w(FIELD_WORDS[empty])), "bad");
    return focus(empty);
  }
  const left = leftFen();
  if (left === null || left > (lastCount()?.countedFen ?? 0)) {
    tell(pageNotice("giveWrongLeft", "no"), "bad");
    return focus("left");
  }
  void work(async () => {
    const { no } = state.shift.shift;
    const answer = await api.post("/api/shift/handover", {
      shift: no, pin: text("pin"), to: text("to").trim(), toPIN: text("toPIN"), leftFen: left,
      override: state.shift.needsManager ? {
        staff: text("manager").trim(), pin: text("managerPIN"), reason: text("reason").trim(),
      } : null,
    }, { isSecret: true });
    forget();
    take(answer);
    state.done = answer.before;
    focus("next");
  });
}

export function reprint() {
  void work(async () => {
    take(await api.post(`/api/shifts/${state.done.no}/reprint`, {}));
  });
}

/** The next person begins with their own number. */
export function signOut() {
  void work(async () => {
    await api.post("/api/session", {}, { method: "DELETE", isSecret: true });
    toTill();
  });
}

export function focus(/** @type {string} */ name) {
  render();
  const live = document.querySelector(`[data-field="${name}"]`);
  if (!(live instanceof HTMLElement)) return;
  live.focus();
  if (live instanceof HTMLInputElement) live.select();
}

/** Enter goes on to the next field or button; from a button it presses. */
export function goOn(/** @type {HTMLElement} */ from) {
  const all = [...document.querySelectorAll("[data-field]")];
  const next = all[all.indexOf(from) + 1];
  if (next instanceof HTMLElement) next.focus();
  if (next instanceof HTMLInputElement) next.select();
}

export function goBack(/** @type {HTMLElement} */ from) {
  const all = [...document.querySelectorAll("[data-field]")];
  const before = all[all.indexOf(from) - 1];
  if (before instanceof HTMLElement) before.focus();
  if (before instanceof HTMLInputElement) before.select();
}

/** Where the hand begins: what must be read, the float, the count, or the next person. */
function focusStart() {
  if (state.shift.given.length > 0) return focus("read");
  if (state.shift.mayCorrectFloat) return focus("float");
  return focus(state.shift.isCounted ? "to" : `n${state.shift.denominations[0]}`);
}

function render() {
  document.title = `${w("shiftTitle")} · ${w("product")}`;
  draw(root, page());
}

rememberLanguage();
onChange(render);
render();
void work(async () => {
  take(await api.get("/api/shift"));
  focusStart();
});
// Payments end by themselves, and another window may count: what is shown is looked at again.
window.addEventListener("focus", () => {
  if (!state.shift || state.done || state.isBusy) return;
  api.get("/api/shift").then((shift) => state.isBusy || take(shift), () => {});
});
listenForScans((scanned) => tell(pageNotice("shiftScanned", "no", scanned), "bad"));
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.isComposing) {
    event.preventDefault();
    return toTill();
  }
  // The keys of the till have no meaning here, and the browser's would lose the page.
  if (keyOf(event, "sale", false)?.key.startsWith("F")) event.preventDefault();
});
