// The dialogs. Each asks one thing, Enter agrees, Esc leaves; what was typed stays until it was
// taken.

import { h } from "../shared/dom.js";
import { discountOf, narrow, shareOf, yuan } from "../shared/money.js";
import { sentence, w } from "../shared/words.js";
import { approve, hold, removeLine, setDiscount, setQuantity, setSalesperson, voidSale }
  from "./acts.js";
import { closeDialog } from "./dialogs.js";
import { button, field, focusField } from "./field.js";
import { sale } from "./look.js";
import { enterWallet, offering, showCode } from "./offer-acts.js";
import { pay, takeBack } from "./pay-acts.js";
import { state, typed } from "./state.js";
import { message } from "./view-bars.js";
import { helpView } from "./view-help.js";
import { arrowStop, heldList, retrieveView } from "./view-retrieve.js";
import { isBusy } from "./work.js";

/** @typedef {import("./state.js").Dialog} Dialog */

export function dialogView() {
  if (state.isHelpShown) return frame(w("helpTitle"), helpView(), { isWide: true });
  const { dialog } = state;
  if (!dialog) return null;
  switch (dialog.name) {
    case "quantity":
      return frame(w("quantityTitle"), quantity(dialog));
    case "lineDiscount":
    case "saleDiscount":
      return frame(w(`${dialog.name}Title`), discount(dialog));
    case "salesperson":
    case "saleSalesperson":
      return frame(w(`${dialog.name}Title`), salesperson(dialog));
    case "removeLine":
      return frame(w("removeTitle"), [
        h("p", null, lineOf(dialog)?.name, " × ", lineOf(dialog)?.quantity),
        choice(w("remove"), () => void removeLine(dialog.line), "removeLine", w("cancel"))]);
    case "void":
      return frame(w("voidTitle"), [
        h("p", null, w("voidText", sale()?.count ?? 0, yuan(sale()?.dueFen ?? 0))),
        // The first button is the harmless one: Enter after Esc must not destroy.
        h("div.dialog-foot", null,
          button("button.big", { "data-first": true }, closeDialog, w("keepSale")),
          button("button.big.danger", busyWith("void"), () => void voidSale(dialog.sale),
            w("void")))]);
    case "hold":
      return frame(w("holdTitle"), [
        field("note", w("holdField"), { enter: () => void hold(dialog.sale),
          props: { maxlength: 60 } }),
        choice(w("hold"), () => void hold(dialog.sale), "hold", w("cancel")),
        heldList(false)]);
    case "held":
      return frame(w("f8Title"), retrieveView(), { isWide: true });
    case "override":
      return frame(w("overrideTitle"), override(dialog));
    case "identityCard":
      return frame(w("identityTitle"), [
        h("p", null, w("identityText")),
        h("div.dialog-foot", null,
          button("button.big", { "data-first": true }, closeDialog, w("identityNo")),
          button("button.big.danger", busyWith("pay"),
            () => void pay(dialog.code, { field: dialog.field, isConfirmed: true }),
            w("identityYes")))]);
    case "showCode":
      return frame(w("showCodeTitle"), [
        field("offerWallet", w("showCodeField"), { enter: () => void enterWallet(),
          props: { inputmode: "numeric", maxlength: 48 } }),
        h("div.offer-wallets", null, offering().map((wallet, place) =>
          button("button.big", { key: wallet, "data-wallet": wallet, ...busyWith("showCode") },
            () => void showCode(wallet),
            h("kbd", null, String(place + 1)), w(`wallet_${wallet}`))))]);
    case "takeBack":
      return frame(w("takeBackTitle"), [
        h("p", null, w("takeBackText")),
        h("div.dialog-foot", null,
          button("button.big", { "data-first": true }, closeDialog, w("keepWaiting")),
          button("button.big.danger", busyWith("takeBack"), () => void takeBack(dialog),
            w("takeBack")))]);
    default:
      return null;
  }
}

/**
 * @param {string} title
 * @param {import("../shared/dom.js").Child} content
 */
function frame(title, content, { isWide = false } = {}) {
  return h("div.veil", { key: "dialog" },
    h("section", {
      role: "dialog", "aria-modal": "true", "aria-labelledby": "dialog-title",
      class: isWide ? "dialog wide" : "dialog", on: { keydown: stayInside },
    },
    h("header", null, h("h2", { id: "dialog-title" }, title),
      button("button.small", { "aria-label": w("close") }, closeDialog, h("kbd", null, "Esc"),
        w("close"))),
    // The strip of the page lies under the veil, so what was refused is said here.
    !state.isHelpShown && message(),
    content));
}

/** Tab and the arrows go round inside the dialog. */
function stayInside(/** @type {KeyboardEvent} */ event) {
  const inside = /** @type {HTMLElement} */ (event.currentTarget);
  if (inside.querySelector("[data-column]") && event.key.startsWith("Arrow")) {
    const stop = arrowStop(inside, event);
    if (!stop) return;
    event.preventDefault();
    return stop.focus();
  }
  const isArrow = event.key === "ArrowDown" || event.key === "ArrowUp";
  if (event.key !== "Tab" && !isArrow) return;
  const stops = /** @type {HTMLElement[]} */ ([
    ...inside.querySelectorAll("input, button:not([aria-disabled=true])")]);
  const place = stops.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const isBack = event.key === "ArrowUp" || event.shiftKey;
  const next = stops[(place + (isBack ? -1 : 1) + stops.length) % stops.length];
  event.preventDefault();
  next?.focus();
}

const busyWith = (/** @type {string} */ name) =>
  ({ "aria-disabled": isBusy(name) ? "true" : null });

/** Agree and leave. */
function choice(
  /** @type {string} */ yes,
  /** @type {() => void} */ agree,
  /** @type {string} */ name,
  /** @type {string} */ no,
) {
  return h("div.dialog-foot", { key: "foot" },
    button("button.big.primary", { "data-first": true, ...busyWith(name) }, agree,
      isBusy(name) ? w("working") : yes),
    button("button.big", {}, closeDialog, no));
}

const lineOf = (/** @type {Dialog} */ dialog) =>
  sale()?.lines.find((line) => line.no === dialog.line) ?? null;

function about(/** @type {Dialog} */ dialog) {
  const line = lineOf(dialog);
  return line && h("p.about", null, h("b", null, `${line.no} ${line.name} ${line.spec}`),
    h("span.figure", null, `${line.quantity} × ${yuan(line.priceFen)} = ${yuan(line.grossFen)}`));
}

function quantity(/** @type {Dialog} */ dialog) {
  const agree = () => void setQuantity(dialog);
  return [about(dialog),
    field("quantity", w("quantityField"), {
      enter: agree, props: { inputmode: "numeric", maxlength: 4, class: "money" },
    }),
    choice(w("confirm"), agree, "quantity", w("cancel"))];
}

function discount(/** @type {Dialog} */ dialog) {
  const agree = () => void setDiscount(dialog);
  const isOfSale = dialog.name === "saleDiscount";
  const base = isOfSale ? sale()?.grossFen ?? 0 : lineOf(dialog)?.grossFen ?? 0;
  const wanted = discountOf(typed[dialog.name] ?? "");
  const off = !wanted ? null
    : wanted.kind === "amount" ? wanted.fen : shareOf(base, wanted.basisPoints);
  return [isOfSale ? h("p.about", null, h("b.figure", null, yuan(base))) : about(dialog),
    field(dialog.name, w("discountField"), {
      enter: agree, props: { maxlength: 10, class: "money" } }),
    h("p.hint", { role: "status" },
      off === null ? w("discountClear") : w("discountPreview", yuan(off), yuan(base - off))),
    choice(w("confirm"), agree, dialog.name, w("cancel"))];
}

function salesperson(/** @type {Dialog} */ dialog) {
  const agree = () => void setSalesperson(dialog, narrow(typed[dialog.name] ?? "").trim() || null);
  const people = peopleHere();
  return [dialog.name === "salesperson" && about(dialog),
    field(dialog.name, w("salespersonField"), {
      enter: agree, props: { inputmode: "numeric", maxlength: 12 },
    }),
    choice(w("confirm"), agree, dialog.name, w("cancel")),
    h("div.people-row", null, people.map((/** @type {any} */ person) =>
      button("button", { key: person.id }, () => void setSalesperson(dialog, person.id),
        person.name, h("small.figure", null, ` ${person.id}`))))];
}

/** In demo mode, who works in this store. */
function peopleHere() {
  return (state.choices?.people ?? []).filter((/** @type {any} */ person) =>
    person.store === state.till?.store.id);
}

function override(/** @type {Dialog} */ dialog) {
  const agree = () => void approve(dialog);
  const aboutCash = { "S-211": w("overrideCash"), "S-307": w("overrideCashBack") }[
    /** @type {"S-211"} */ (dialog.notice?.code)];
  return [
    h("p.override-why", null, h("b", null, sentence(dialog.notice)),
      aboutCash && h("span", null, aboutCash)),
    field("overrideReason", w("overrideReason"), {
      enter: () => void focusField("overrideStaff"), props: { maxlength: 100 } }),
    field("overrideStaff", w("overrideStaff"), {
      enter: () => void focusField("overridePIN"),
      props: { inputmode: "numeric", maxlength: 12 } }),
    field("overridePIN", w("overridePIN"), {
      enter: agree, props: { type: "password", inputmode: "numeric", maxlength: 12 } }),
    h("div.dialog-foot", null,
      button("button.big.primary", busyWith("approve"), agree,
        isBusy("approve") ? w("working") : w("approve")),
      button("button.big", {}, closeDialog, w("cancel")))];
}
