// What the page knows, in one place. The till itself (sale, payments, tray) is the server's and is
// never changed here, only replaced. What is typed and where the person is survive a reload in the
// tab's own storage; PINs never do.

import { RETURN_FIELDS } from "../shared/returns.js";

/** @typedef {import("../shared/types.js").Till} Till */
/** @typedef {import("../shared/types.js").Notice} Notice */
/** @typedef {import("../shared/types.js").Attempt} Attempt */

/**
 * A dialog holds plain data only, so that a reload can open it again.
 * @typedef {{name: string, [detail: string]: any}} Dialog
 * @typedef {{tone: "good"|"bad"|"doubt"|"plain", notice: Notice, offer?: string}} Message
 */

const KEPT_PLACE = "counterfoil.place";
const KEPT_TYPED = "counterfoil.typed";
const SECRET_FIELDS = new Set(["pin", "overridePIN"]);

export const state = {
  /** @type {"unknown" | "out" | "in"} */
  session: "unknown",
  /** @type {any} */
  choices: null,
  /** @type {Till | null} */
  till: null,
  /** Server milliseconds minus the page's own steady clock. */
  clockLagMs: 0,
  /** @type {import("../shared/live.js").Link} */
  link: "polling",
  isReached: true,
  /** @type {"sale" | "checkout" | "return"} */
  screen: "sale",
  /** @type {null | "scan" | "supplementary" | "cash"} */
  panel: null,
  /**
   * The sale that was completed just now and whose receipt is shown.
   * @type {string | null}
   */
  posted: null,
  /** @type {Dialog | null} */
  dialog: null,
  /** @type {Message | null} */
  message: null,
  /**
   * `sale`: the held sale that it is about, if there is something left to do there.
   * @type {{notice: Notice, sale: string | null} | null}
   */
  banner: null,
  /** @type {number | null} */
  selectedLine: null,
  selectedMethod: -1,
  /**
   * The line that was added last, lit for a second.
   * @type {number | null}
   */
  lit: null,
  /** @type {{query: string, list: any[], place: number} | null} */
  picks: null,
  /** @type {any[] | null} */
  heldSales: null,
  /** @type {import("../shared/types.js").TodaysSale[] | null} */
  todaysSales: null,
  /**
   * The receipt whose return is open, and how the server says it stands.
   * @type {string | null}
   */
  returnOf: null,
  /** @type {import("../shared/types.js").Returnable | null} */
  returnable: null,
  /** Whether there was news since it was read. */
  isReturnStale: false,
  /** @type {number | null} */
  returnLine: null,
  /** @type {"lines" | "reason"} */
  returnStage: "lines",
  /**
   * What the pieces chosen come to; `last` is the answer to the question before, shown meanwhile.
   * @type {{asked: string, answer: import("../shared/types.js").Quote | null,
   *   last: import("../shared/types.js").Quote | null} | null}
   */
  quote: null,
  /**
   * The return that was made just now and whose slip is shown.
   * @type {{receipt: string, no: number} | null}
   */
  returned: null,
  /** @type {any[]} */
  walletHelp: [],
  /** @type {string | null} */
  walletTab: null,
  isHelpShown: false,
};

/**
 * What is in each field.
 * @type {Record<string, string>}
 */
export const typed = {};

/**
 * Names of the acts that are under way, with how often.
 * @type {Map<string, number>}
 */
export const busy = new Map();

let redraw = () => {};
let isScheduled = false;

/** Names the function that draws the page. */
export function drawWith(/** @type {() => void} */ draw) {
  redraw = draw;
}

/** Changes what the page knows, and draws it soon. */
export function change(/** @type {Partial<typeof state>} */ part) {
  Object.assign(state, part);
  keepPlace();
  schedule();
}

/** Draws the page soon, once, however often it is asked. */
export function schedule() {
  if (isScheduled) return;
  isScheduled = true;
  queueMicrotask(() => {
    isScheduled = false;
    redraw();
  });
}

/** Sets a field; what was typed is kept until the act that uses it has succeeded. */
export function type(/** @type {string} */ field, /** @type {string} */ text) {
  typed[field] = text;
  const open = Object.fromEntries(
    Object.entries(typed).filter(([name, value]) => value !== "" && !SECRET_FIELDS.has(name)));
  window.sessionStorage.setItem(KEPT_TYPED, JSON.stringify(open));
  schedule();
}

/** Empties the fields that belong to one sale; what waits in the entry is the next customer's. */
export function clearFieldsOfSale() {
  const others = ["staff", "entry", "function", "returnEntry"];
  for (const name of Object.keys(typed)) {
    if (!others.includes(name) && !name.startsWith(RETURN_FIELDS)) type(name, "");
  }
}

function keepPlace() {
  const { screen, panel, posted, selectedLine, dialog, returnOf, returnLine, returnStage, returned }
    = state;
  const place = {
    screen, panel, posted, selectedLine, returnOf, returnLine, returnStage, returned,
    sale: state.till?.sale?.id ?? null,
    // A dialog about a payment code holds the code, which is not to be kept.
    dialog: dialog?.isSecret ? null : dialog,
  };
  // Before the first answer of the server there is no place yet, only the one to return to.
  if (state.till) window.sessionStorage.setItem(KEPT_PLACE, JSON.stringify(place));
}

/** Returns to where the person was before a reload, as far as the sale is still the same. */
export function restorePlace(/** @type {Till} */ till) {
  Object.assign(typed, readKept(KEPT_TYPED), typed);
  const place = readKept(KEPT_PLACE);
  const isSameSale = place.sale === (till.sale?.id ?? null);
  if (isSameSale && place.screen) {
    state.screen = till.sale && place.screen === "checkout" ? "checkout" : "sale";
    state.panel = place.panel ?? null;
    state.selectedLine = place.selectedLine ?? null;
    state.dialog = place.dialog ?? null;
  }
  if (!till.sale && place.screen === "return" && place.returnOf) {
    Object.assign(state, { screen: "return", returnOf: place.returnOf,
      returnLine: place.returnLine ?? null, returnStage: place.returnStage ?? "lines" });
  }
  if (!till.sale && place.returned) state.returned = place.returned;
  if (!till.sale && place.posted && till.lastPosted?.sale === place.posted) {
    state.posted = place.posted;
  }
  // Money on the sale means that it is being paid, whatever this tab remembers.
  if (till.sale && till.sale.tenders.length > 0) state.screen = "checkout";
}

function readKept(/** @type {string} */ name) {
  try {
    return JSON.parse(window.sessionStorage.getItem(name) ?? "{}") ?? {};
  } catch {
    return {};
  }
}

/** Server time now, in milliseconds, by the page's steady clock. */
export const serverNowMs = () => performance.now() + state.clockLagMs;

/** Whole seconds since a server moment in microseconds, never negative. */
export const secondsSince = (/** @type {number} */ at) =>
  Math.max(0, Math.floor((serverNowMs() - at / 1000) / 1000));

/** Whole seconds until a server moment in microseconds, never negative. */
export const secondsUntil = (/** @type {number} */ at) =>
  Math.max(0, Math.ceil((at / 1000 - serverNowMs()) / 1000));
