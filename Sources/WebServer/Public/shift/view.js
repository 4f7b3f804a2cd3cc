// Draws the shift's page: each step of the handover is a card, in the order of the work.

import { h } from "../shared/dom.js";
import { hourOf } from "../shared/moments.js";
import { yuan } from "../shared/money.js";
import { currentLanguage, nextStep, sentence, setLanguage, w } from "../shared/words.js";
import { goBack, goOn, handIn, handOver, readGiven, recount, reprint, saveFloat, signOut, toTill }
  from "./main.js";
import { countedFen, isCounting, lastCount, leftFen, piecesOf, refresh, state, text, type }
  from "./state.js";

export function page() {
  const { shift } = state;
  return [
    bar(),
    h("main.sheet", null,
      h("div.message-place", { role: "alert" }, state.message && message(state.message)),
      shift && (state.done ? done() : [given(), float(), things(), count(), give()])),
  ];
}

function bar() {
  const { shift } = state;
  return h("header.bar", null,
    h("b", null, w("shiftTitle")),
    shift && h("span", null, `${shift.store.name} ${shift.store.id}-${shift.register}`),
    shift && h("span.figure", null, shift.shift
      ? `${w("shiftNo", shift.shift.no)} · ${
        w("shiftOpened", shift.shift.cashier.name, hourOf(shift.shift.openedAt))}`
      : w("shiftNone")),
    shift && h("span", null, `${shift.cashier.name} ${shift.cashier.id}`),
    h("button.small", { type: "button", on: { click: () => {
      setLanguage(currentLanguage() === "zh" ? "en" : "zh");
      refresh();
    } } }, w("language")),
    h("a", { href: "/10034", "aria-keyshortcuts": "Escape", on: { click: (
      /** @type {Event} */ event) => {
      event.preventDefault();
      toTill();
    } } }, w("shiftBack")));
}

function message(/** @type {{tone: string, notice: any}} */ { tone, notice }) {
  return h("div", { class: `message ${tone}` },
    h("i", { "aria-hidden": "true" }, tone === "good" ? "✓" : "!"),
    h("div.message-text", null, h("b", null, sentence(notice)),
      nextStep(notice) && h("span", null, nextStep(notice))),
    notice.code && h("small.figure", null, notice.code));
}

/**
 * A field that Enter leaves for the next one.
 * @param {string} name
 * @param {string} label
 * @param {Record<string, any>} [props]
 * @param {() => void} [enter]
 */
function field(name, label, props = {}, enter) {
  return h("label.field", { key: name },
    h("span.field-label", null, label),
    h("input", {
      autocomplete: "off", spellcheck: "false", ...props, "data-field": name, value: text(name),
      on: {
        input: (/** @type {any} */ event) => type(name, event.target.value),
        keydown: (/** @type {KeyboardEvent} */ event) => {
          const from = /** @type {HTMLElement} */ (event.target);
          if (event.isComposing) return;
          if (event.key === "ArrowUp") goBack(from);
          else if (event.key === "ArrowDown") goOn(from);
          else if (event.key === "Enter") (enter ?? (() => goOn(from)))();
          else return;
          event.preventDefault();
        },
      },
    }));
}

const NUMBER = { inputmode: "numeric", maxlength: 12, class: "figure" };
const SECRET = { type: "password", inputmode: "numeric", maxlength: 12 };

function button(
  /** @type {string} */ tag, /** @type {string} */ name, /** @type {() => void} */ press,
  /** @type {string} */ words,
) {
  return h(tag, { key: name, type: "button", "data-field": name,
    "aria-disabled": state.isBusy ? "true" : null,
    on: { click: () => !state.isBusy && press() } }, state.isBusy ? w("working") : words);
}

function given() {
  const { given: items } = state.shift;
  if (items.length === 0) return null;
  const names = [...new Set(items.map((/** @type {any} */ item) => item.by.name))].join(" · ");
  return h("section.card.given", { key: "given" },
    h("h2", null, w("givenTitle", names)), list(items),
    button("button.primary", "read", readGiven, w("givenRead")));
}

function list(/** @type {any[]} */ items) {
  return h("ul.things", null, items.map((item, place) =>
    h("li", { key: `${place} ${item.subject}` },
      h("span", { class: `badge ${item.kind === "payment" ? "doubt" : ""}` },
        w(`thing_${item.kind}`)),
      h("span.words", null, item.words),
      item.amountFen !== null && item.amountFen !== undefined
        && h("b.figure", null, `¥${yuan(item.amountFen)}`))));
}

function float() {
  const { shift, before, mayCorrectFloat } = state.shift;
  if (!mayCorrectFloat) {
    return h("p.hint.float", { key: "float" }, w("floatFixed", yuan(shift.floatFen)));
  }
  const carried = shift?.carriedFen ?? before?.leftFen ?? 0;
  return h("section.card.float", { key: "float" },
    h("h2", null, w("floatTitle")),
    h("div.row", null,
      field("float", w("floatLabel"),
        { ...NUMBER, inputmode: "decimal", placeholder: yuan(shift?.floatFen ?? carried) },
        () => text("float").trim() === "" ? goOn(
          /** @type {HTMLElement} */ (document.activeElement)) : saveFloat()),
      button("button", "saveFloat", saveFloat, w("floatSave"))),
    h("p.hint", null, w("floatHint", yuan(carried))));
}

function things() {
  const { openThings } = state.shift;
  return h("section.card.open-things", { key: "things" },
    h("h2", null, w("thingsTitle")),
    openThings.length === 0 ? h("p.hint", null, `✓ ${w("thingsNone")}`) : list(openThings));
}

function count() {
  const { denominations, shift, isCounted } = state.shift;
  const counts = shift?.counts ?? [];
  return h("section.card.count", { key: "count" },
    h("h2", null, w("countTitle")),
    counts.length > 0 && result(counts),
    counts.length > 0 && !isCounted && h("p.stale", { role: "status" }, w("countStale")),
    isCounting() ? [
      h("p.hint", null, w("countHint")),
      h("div.pieces", null, denominations.map((/** @type {number} */ fen) =>
        h("div.piece", { key: String(fen), class: piecesOf(fen) === null ? "wrong" : null },
          field(`n${fen}`, face(fen),
          { ...NUMBER, maxlength: 6, "aria-label": w("countPieces", yuan(fen)),
            "data-scan": "never" }),
          h("span.figure", null, yuan(fen * (piecesOf(fen) ?? 0)))))),
      h("div.row.sum", null,
        h("span", null, w("countTotal")), h("b.figure", null, `¥${yuan(countedFen())}`),
        button("button.primary", "handIn", handIn, w("countSubmit"))),
    ] : state.shift.mayCount && button("button", "recount", recount, w("countAgain")));
}

/** A note or coin as it is called: 100, 0.5. */
const face = (/** @type {number} */ fen) =>
  fen % 100 === 0 ? String(fen / 100) : yuan(fen).slice(0, -1);

/** Every count that was handed in; the last one is what counts. */
function result(/** @type {any[]} */ counts) {
  return h("table.counts", null,
    h("thead", null, h("tr", null, h("th", null, ""),
      [w("countTotal"), w("countExpected"), w("countDifference")].map((head) =>
        h("th.figure", { key: head }, head)))),
    h("tbody", null, counts.map((one) => h("tr", { key: String(one.no) },
      h("th", { scope: "row" }, w("countNo", one.no)),
      h("td.figure", null, yuan(one.countedFen)), h("td.figure", null, yuan(one.expectedFen)),
      h("td.figure", { class: tone(one.differenceFen) }, difference(one.differenceFen))))));
}

const tone = (/** @type {number} */ fen) => fen === 0 ? "good" : fen < 0 ? "bad" : "doubt";

const difference = (/** @type {number} */ fen) => fen === 0
  ? `✓ ${w("countRight")}` : w(fen > 0 ? "countOver" : "countShort", yuan(Math.abs(fen)));

function give() {
  const { isCounted, needsManager, people, cashier } = state.shift;
  if (!isCounted || state.isRecounting) {
    return h("section.card.give.later", { key: "give" }, h("h2", null, w("giveTitle")),
      h("p.hint", null, w("giveWait")));
  }
  const counted = lastCount().countedFen;
  const left = leftFen();
  const next = people.find((/** @type {any} */ one) => one.id === text("to").trim());
  return h("section.card.give", { key: "give" },
    h("h2", null, w("giveTitle")),
    h("div.fields", null,
      field("to", next ? `${w("giveTo")} · ${next.name}` : w("giveTo"),
        { ...NUMBER, maxlength: 4, list: "people" }),
      h("datalist", { key: "people", id: "people" }, people.map((/** @type {any} */ one) =>
        h("option", { key: one.id, value: one.id }, one.name))),
      field("toPIN", w("giveToPIN"), SECRET),
      field("left", w("giveLeft"),
        { ...NUMBER, inputmode: "decimal", placeholder: yuan(counted) }),
      field("pin", w("givePIN", cashier.name), SECRET)),
    h("p.hint", null, w("giveOut", yuan(Math.max(0, counted - (left ?? counted))))),
    needsManager && h("div.manager", { key: "manager" },
      h("b", null, w("giveManager")),
      h("div.fields", null,
        field("manager", w("giveManagerNo"), { ...NUMBER, maxlength: 4 }),
        field("managerPIN", w("giveManagerPIN"), SECRET)),
      field("reason", w("giveReason"), { maxlength: 200 })),
    button("button.big.primary", "handOver", handOver, w("giveSubmit")));
}

function done() {
  const { done: ended, shift } = state;
  return h("section.card.done", { key: "done" },
    h("h2", { role: "status" }, `✓ ${w("doneTitle", ended.no, ended.by.name, ended.to.name)}`),
    h("p.figure", null, w("doneLeft", yuan(ended.leftFen))),
    h("div.row", null,
      button("button.big.primary", "next", signOut, w("doneNext")),
      button("button", "reprint", reprint, w("doneReprint"))),
    h("img.slip", { src: `/api/shifts/${ended.no}/slip.svg?at=${shift.now}`, alt: w("doneSlip") }));
}
