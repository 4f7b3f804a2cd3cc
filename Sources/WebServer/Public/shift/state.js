// What the shift's page knows. The shift is the server's; what is typed and not handed in yet is the
// page's own, and survives a reload. PINs never do.

import { Refusal, liveApi } from "../shared/api.js";
import { fenOf, narrow, yuan } from "../shared/money.js";
import { play } from "../shared/sound.js";
import { pageNotice } from "../shared/words.js";

export const api = liveApi(() => {});

/**
 * @type {{shift: any, done: any, message: {tone: string, notice: any} | null, isBusy: boolean,
 *   isRecounting: boolean, isOut: boolean}}
 */
export const state = {
  shift: null, done: null, message: null, isBusy: false, isRecounting: false, isOut: false,
};

/** @type {Record<string, string>} */
export const secrets = { pin: "", toPIN: "", managerPIN: "" };

/** @type {Record<string, string>} */
let typed = {};
/** @type {() => void} */
let redraw = () => {};

export function onChange(/** @type {() => void} */ draw) {
  redraw = draw;
}

/** Where the typed things of this shift are kept: not mixed up with another register's. */
function place() {
  const { shift } = state;
  return `counterfoil.shift.${shift.store.id}/${shift.register}/${shift.shift?.no ?? "new"}`;
}

export const text = (/** @type {string} */ name) =>
  (name in secrets ? secrets[name] : typed[name]) ?? "";

export function type(/** @type {string} */ name, /** @type {string} */ value) {
  if (name in secrets) {
    secrets[name] = value;
  } else {
    typed[name] = value;
    window.localStorage.setItem(place(), JSON.stringify(typed));
  }
  redraw();
}

export const refresh = () => redraw();

/** Takes the shift as the server says it is. */
export function take(/** @type {any} */ shift) {
  const before = state.shift ? state.shift.shift?.no ?? "new" : null;
  const isSame = before === (shift.shift?.no ?? "new");
  const isBegun = before === "new" && shift.shift;
  if (isBegun) window.localStorage.removeItem(place());
  state.shift = shift;
  if (isBegun) {
    window.localStorage.setItem(place(), JSON.stringify(typed));
  } else if (!isSame) {
    try {
      typed = JSON.parse(window.localStorage.getItem(place()) ?? "{}");
    } catch {
      typed = {};
    }
  }
  redraw();
}

/** What was typed for a count begins anew. */
export function clearCount() {
  for (const fen of state.shift.denominations) delete typed[`n${fen}`];
  delete typed.left;
  window.localStorage.setItem(place(), JSON.stringify(typed));
}

export function forget() {
  window.localStorage.removeItem(place());
  typed = {};
  for (const name of Object.keys(secrets)) secrets[name] = "";
}

/** The pieces typed of a note or coin; null for what is no number of them. */
export function piecesOf(/** @type {number} */ fen) {
  const plain = narrow(text(`n${fen}`)).trim();
  if (plain === "") return 0;
  return /^\d{1,5}$/.test(plain) ? Number(plain) : null;
}

/** What was typed comes to; a line that cannot be read counts as none. */
export const countedFen = () => state.shift.denominations.reduce(
  (/** @type {number} */ sum, /** @type {number} */ fen) => sum + fen * (piecesOf(fen) ?? 0), 0);

export const lastCount = () => state.shift?.shift?.counts.at(-1) ?? null;

/** Whether the page asks for a count now, or shows the last one. */
export const isCounting = () => !state.shift.isCounted || state.isRecounting;

/** What is to stay in the drawer: what was counted, unless somebody says otherwise. */
export const leftFen = () =>
  fenOf(text("left") || yuan(lastCount()?.countedFen ?? 0));

export function tell(/** @type {any} */ notice, /** @type {string} */ tone) {
  state.message = { notice, tone };
  play(tone === "good" ? "good" : "bad");
  redraw();
}

export async function work(/** @type {() => Promise<void>} */ act) {
  if (state.isBusy) return;
  state.isBusy = true;
  state.message = null;
  redraw();
  try {
    await act();
  } catch (error) {
    tell(noticeOf(error), "bad");
  } finally {
    state.isBusy = false;
    redraw();
  }
}

function noticeOf(/** @type {unknown} */ error) {
  if (!(error instanceof Refusal)) return pageNotice("noAnswer", "no");
  if (error.status === 401) {
    state.isOut = true;
    return pageNotice("shiftSignIn", "no");
  }
  return error.notice ?? pageNotice("odd", "no");
}
