// What a person can do to a sale before it is paid. Each act takes the sale's id at the moment of
// the key press, so that a key pressed in an old window never acts on the next customer's sale.

import { pageNotice } from "../shared/words.js";
import { discountOf } from "../shared/money.js";
import { placeInKey } from "../shared/returns.js";
import { play } from "../shared/sound.js";
import { Refusal } from "../shared/api.js";
import { closedBecause, openAttempt, sale, selectedLine } from "./look.js";
import { finishReturn, leaveReturn, loadTodaysSales } from "./return-acts.js";
import { change, state, type, typed } from "./state.js";
import { api, enqueue, isBusy, refresh, send, tell } from "./work.js";

/**
 * Adds a line by goods code or product.
 * @param {string} entry
 * @param {{quantity?: number, field?: string}} options `field`: emptied when it has been added
 */
export function addLine(entry, { quantity, field } = {}) {
  const pressedOn = sale()?.id;
  return enqueue("add", async () => {
    // The first of two quick scans opened the sale that the second belongs to.
    await send("/api/sale/lines", { sale: pressedOn ?? sale()?.id, entry, quantity });
    if (field && typed[field] !== "") type(field, "");
    change({ picks: null, screen: "sale" });
    play("good");
  });
}

/** PageUp. */
export function goToCheckout() {
  if (state.screen === "checkout") return tell(pageNotice("alreadyCheckout", "no"), "plain");
  return enqueue("checkout", async () => {
    // Decided here, after the scans that came before the key.
    const now = sale();
    if (!now || now.lines.length === 0) return tell(pageNotice("emptySale", "no"), "bad");
    await send("/api/sale/checkout", { sale: now.id });
    if (sale()?.id === now.id) {
      change({ screen: "checkout", panel: null, picks: null, selectedMethod: -1 });
    }
  });
}

/** F9. A second press while the first is under way is the same press. */
export function complete() {
  const now = sale();
  // Pressed again on the sale that it has just completed: the same press.
  if (!now && state.posted) return;
  if (state.screen !== "checkout" || !now) return tell(pageNotice("firstPageUp", "no"), "bad");
  if (isBusy("complete")) return;
  return enqueue("complete", async () => {
    try {
      await send("/api/sale/completion", { sale: now.id });
    } catch (error) {
      // Completed by itself, or in another window, between the key and the request: that is
      // success.
      if (!(error instanceof Refusal) || error.notice?.code !== "S-213") throw error;
      await refresh();
    }
  });
}

/** Esc, where no dialog is open. */
export function goBack() {
  if (state.banner && !sale()) return change({ banner: null });
  if (state.screen === "checkout") return backFromCheckout();
  if (state.screen === "return") return backFromReturn();
  if (typed.entry || state.picks) {
    type("entry", "");
    return change({ picks: null, message: null });
  }
  if (state.message) return change({ message: null });
  if ((state.posted || state.returned) && !sale()) return change({ posted: null, returned: null });
  const now = sale();
  if (now && now.lines.length > 0) change({ dialog: { name: "void", sale: now.id } });
}

function backFromCheckout() {
  if (state.panel) return change({ panel: null, message: null });
  if (openAttempt()) return tell(pageNotice("stayHere", "unknown"), "doubt");
  change({ screen: "sale", message: null });
}

/** To where it was opened; from the reason first to the lines. */
function backFromReturn() {
  if (state.returnStage === "reason") return change({ returnStage: "lines", message: null });
  leaveReturn();
}

export function voidSale(/** @type {string} */ id) {
  return enqueue("void", async () => {
    await send("/api/sale/void", { sale: id });
    change({ dialog: null });
  });
}

/**
 * @param {"quantity"|"lineDiscount"|"saleDiscount"|"salesperson"|"saleSalesperson"|"removeLine"}
 * name
 */
export function openLineDialog(name) {
  const line = selectedLine();
  const now = sale();
  if (!line || !now) return tell(pageNotice("noLine", "no"), "bad");
  type(name, name === "quantity" ? String(line.quantity) : "");
  change({ dialog: { name, sale: now.id, line: line.no }, message: null });
}

export function setQuantity(/** @type {import("./state.js").Dialog} */ dialog) {
  const quantity = Number(typed.quantity);
  if (!/^\d{1,4}$/.test(typed.quantity ?? "") || quantity < 1) {
    return tell(pageNotice("quantityWrong", "no"), "bad");
  }
  return fromDialog("quantity", `/api/sale/lines/${dialog.line}/quantity`,
    { sale: dialog.sale, quantity });
}

/** Of a line, or of the whole sale when the dialog says so. */
export function setDiscount(/** @type {import("./state.js").Dialog} */ dialog) {
  const isOfSale = dialog.name === "saleDiscount";
  const discount = discountOf(typed[dialog.name] ?? "");
  if (!discount) return tell(pageNotice("discountWrong", "no"), "bad");
  const isNone = discount.kind === "amount" && discount.fen === 0;
  const path = isOfSale ? "/api/sale/discount" : `/api/sale/lines/${dialog.line}/discount`;
  return fromDialog(dialog.name, path,
    { sale: dialog.sale, ...(isNone ? { kind: "none" } : discount) });
}

export function setSalesperson(
  /** @type {import("./state.js").Dialog} */ dialog,
  /** @type {string | null} */ staff,
) {
  const path = dialog.name === "saleSalesperson"
    ? "/api/sale/salesperson"
    : `/api/sale/lines/${dialog.line}/salesperson`;
  return fromDialog(dialog.name, path, { sale: dialog.sale, staff });
}

export function removeLine(/** @type {number} */ no) {
  const now = sale();
  if (!now) return;
  return fromDialog("removeLine", `/api/sale/lines/${no}/removal`, { sale: now.id });
}

/** Posts what a dialog holds; the dialog closes only when it was taken. */
function fromDialog(
  /** @type {string} */ field,
  /** @type {string} */ path,
  /** @type {Record<string, any>} */ body,
) {
  if (isBusy(field)) return;
  return enqueue(field, async () => {
    await sendWithApproval(path, body);
    if (state.dialog?.name === "override") return;
    type(field, "");
    change({ dialog: null });
    play("good");
  });
}

/** The refusals that a manager's word opens: a discount, cash in doubt, a return. */
const APPROVABLE = ["S-106", "S-211", "S-306", "S-307"];

/**
 * Posts; where the server wants a manager's word, asks for it instead of failing.
 * @param {string} path
 * @param {Record<string, any>} body
 * @param {{key?: string}} options
 */
export async function sendWithApproval(path, body, { key } = {}) {
  try {
    await send(path, body, { key });
  } catch (error) {
    const code = error instanceof Refusal ? error.notice?.code : null;
    if (!APPROVABLE.includes(code ?? "")) throw error;
    const notice = /** @type {Refusal} */ (error).notice;
    change({ dialog: { name: "override", path, body, key, notice }, message: null });
  }
}

/** The manager's answer. */
export function approve(/** @type {import("./state.js").Dialog} */ dialog) {
  const reason = (typed.overrideReason ?? "").trim();
  if (!reason) return tell(pageNotice("reasonMissing", "no"), "bad");
  if (isBusy("approve")) return;
  const override = { staff: typed.overrideStaff ?? "", pin: typed.overridePIN ?? "", reason };
  return enqueue("approve", async () => {
    type("overridePIN", "");
    await send(dialog.path, { ...dialog.body, override }, { isSecret: true, key: dialog.key });
    for (const name of ["overrideStaff", "overrideReason", "received", "lineDiscount",
      "saleDiscount"]) type(name, "");
    change({ dialog: null, panel: null });
    if (dialog.path === "/api/returns") finishReturn(dialog.body.sale, placeInKey(dialog.key));
  });
}

/** F8: hold the sale, or, when there is none, choose a held one, or one to return. */
export function holdOrRetrieve() {
  const now = sale();
  const closed = closedBecause("suspend");
  if (now && closed) return tell(closed, "doubt");
  change({ dialog: now ? { name: "hold", sale: now.id } : { name: "held" }, message: null });
  if (!now) void loadTodaysSales();
  return loadHeldSales();
}

export function loadHeldSales() {
  change({ heldSales: null });
  return api.get("/api/sales/suspended").then(
    (heldSales) => change({ heldSales }),
    () => change({ heldSales: [] }));
}

export function hold(/** @type {string} */ id) {
  if (isBusy("hold")) return;
  return enqueue("hold", async () => {
    await send("/api/sale/suspension", { sale: id, note: typed.note || undefined });
    type("note", "");
    change({ dialog: null, screen: "sale", panel: null });
  });
}

export function retrieve(/** @type {string} */ id) {
  if (isBusy("retrieve")) return;
  return enqueue("retrieve", async () => {
    await send(`/api/sales/${encodeURIComponent(id)}/retrieval`, {});
    change({ dialog: null, banner: null, posted: null, returned: null });
  });
}

/** Ctrl+P. */
export function reprint() {
  const last = state.till?.lastPosted;
  if (!last) return tell(pageNotice("noReceipt", "no"), "bad");
  if (isBusy("reprint")) return;
  return enqueue("reprint", async () => {
    await send(`/api/sales/${encodeURIComponent(last.sale)}/reprint`, {});
    play("good");
  });
}
