// Function 400449, finance remarks (财务备注), on a sale, a payment or a day of the store. The notice says
// that a sale completed by 42 needs no remark (N14), and that a remark never stands in for a recovery
// (N16): the page says the one, and the server refuses the other. Below is what was remarked, and what
// finance answered.

import { Refusal, liveApi } from "../shared/api.js";
import { draw, h } from "../shared/dom.js";
import { keyOf } from "../shared/keys.js";
import { narrow, yuan } from "../shared/money.js";
import { dayAndHourOf } from "../shared/moments.js";
import { play } from "../shared/sound.js";
import { listenForScans } from "../shared/scanner-page.js";
import { currentLanguage, nameOf, nextStep, pageNotice, rememberLanguage, sentence, setLanguage, w }
  from "../shared/words.js";

const root = /** @type {HTMLElement} */ (document.getElementById("remarks"));
const api = liveApi(() => {});
const KEPT = "counterfoil.remark";

/** What is typed survives a reload: it may be half a page of explanation. */
const typed = { function: "", receipt: "", text: "", store: "", from: "", to: "", number: "",
  state: "open", answer: "", ...readKept() };

/**
 * @typedef {keyof typeof typed} Field
 * @type {{found: any, list: any, answering: string, message: {tone: string, notice: any} | null,
 *   isBusy: boolean}}
 */
const state = { found: null, list: null, answering: "", message: null, isBusy: false };

function readKept() {
  try {
    return JSON.parse(window.sessionStorage.getItem(KEPT) ?? "{}");
  } catch {
    return {};
  }
}

function type(/** @type {Field} */ field, /** @type {string} */ text) {
  typed[field] = text;
  window.sessionStorage.setItem(KEPT, JSON.stringify(typed));
  drawPage();
}

async function work(/** @type {() => Promise<void>} */ act) {
  if (state.isBusy) return;
  state.isBusy = true;
  state.message = null;
  drawPage();
  try {
    await act();
  } catch (error) {
    tell(noticeOf(error), "bad");
  } finally {
    state.isBusy = false;
    drawPage();
  }
}

function noticeOf(/** @type {unknown} */ error) {
  if (!(error instanceof Refusal)) return pageNotice("noAnswer", "no");
  if (error.status === 401) return pageNotice("remarkSignIn", "no");
  return error.notice ?? pageNotice("odd", "no");
}

function tell(/** @type {any} */ notice, /** @type {string} */ tone) {
  state.message = { notice, tone };
  play(tone === "good" ? "good" : "bad");
}

const read = async (/** @type {string} */ receipt) => {
  state.found = await api.get(`/api/remarks?receipt=${encodeURIComponent(receipt)}`);
};

function find() {
  const receipt = narrow(typed.receipt).trim();
  if (receipt === "") return;
  void work(async () => {
    state.found = null;
    await read(receipt);
  });
}

function save() {
  const { subject } = state.found;
  void work(async () => {
    await api.post("/api/remarks", { receipt: subject, text: typed.text.trim() });
    type("text", "");
    await read(subject);
    await readList();
    tell(pageNotice("remarkSaved", "no"), "good");
  });
}

/** What was remarked, as the fields beside the list ask for it. */
const readList = async () => {
  const query = new URLSearchParams();
  for (const name of /** @type {Field[]} */ (["store", "from", "to", "number", "state"])) {
    const value = narrow(typed[name]).trim();
    if (value !== "") query.set(name, value);
  }
  state.list = await api.get(`/api/remarks/list?${query}`);
};

function seek() {
  void work(readList);
}

function answer(/** @type {any} */ remark) {
  void work(async () => {
    await api.post("/api/remarks/answer",
      { store: remark.store, remark: remark.id, text: typed.answer.trim() });
    state.answering = "";
    type("answer", "");
    await readList();
    if (state.found) await read(state.found.subject);
    tell(pageNotice("remarkAnswerSaved", "no"), "good");
  });
}

function goToFunction() {
  const number = typed.function.trim();
  if (number === "10034") return window.location.assign("/10034");
  if (number === "400449") return focus("receipt");
  if (number !== "") tell(pageNotice("functionUnknown", "no", number), "bad");
  drawPage();
}

/**
 * @param {Field} name
 * @param {string} label
 * @param {() => void} enter
 * @param {Record<string, any>} [props]
 */
function field(name, label, enter, props = {}) {
  const tag = name === "text" ? "textarea" : "input";
  return h("label.field", { key: name },
    h("span", { class: name === "function" ? "unseen" : "field-label" }, label),
    h(name === "answer" ? "textarea" : tag, {
      autocomplete: "off", spellcheck: "false", ...props, "data-field": name, value: typed[name],
      on: {
        input: (/** @type {any} */ event) => type(name, event.target.value),
        keydown: (/** @type {KeyboardEvent} */ event) => {
          if (event.key !== "Enter" || event.isComposing || event.shiftKey) return;
          event.preventDefault();
          enter();
        },
      },
    }));
}

function button(
  /** @type {string} */ tag,
  /** @type {() => void} */ press,
  /** @type {string} */ words,
) {
  return h(tag, { type: "button", "aria-disabled": state.isBusy ? "true" : null,
    on: { click: press } }, words);
}

function drawPage() {
  document.title = `${w("remarks")} · ${w("product")}`;
  draw(root, [
    h("header.bar", null,
      field("function", w("function"), goToFunction,
        { inputmode: "numeric", maxlength: 8, placeholder: "400449" }),
      h("b", null, w("remarks")),
      h("a", { href: "/10034" }, w("goTill")),
      button("button", () => {
        setLanguage(currentLanguage() === "zh" ? "en" : "zh");
        drawPage();
      }, w("language"))),
    h("main.sheet", null,
      h("p.hint", null, w("remarkIntro")),
      h("div.find", null,
        field("receipt", w("remarkSought"), find, { placeholder: w("remarkReceiptHint") }),
        button("button.primary", find, state.isBusy ? w("working") : w("remarkFind"))),
      h("div.message-place", { role: "alert" }, state.message && message(state.message)),
      state.found && found(state.found),
      listed()),
  ]);
}

function message(/** @type {{tone: string, notice: any}} */ { tone, notice }) {
  return h("div", { class: `message ${tone}` },
    h("i", { "aria-hidden": "true" }, tone === "good" ? "✓" : "!"),
    h("div.message-text", null, h("b", null, sentence(notice)),
      nextStep(notice) && h("span", null, nextStep(notice))),
    notice.code && h("small.figure", null, notice.code));
}

/** What was found in short, and what may be said about it. */
function found(/** @type {any} */ thing) {
  const { kind, subject, remarkNeeded, notice, remarks } = thing;
  return h("section.card", { key: subject },
    h("h2.figure", null, subject),
    h("dl.facts", null, kind === "sale" ? saleFacts(thing.sale)
      : kind === "payment" ? paymentFacts(thing) : dayFacts(thing)),
    remarkNeeded === false
      ? none(notice)
      : [field("text", w("remarkText"), save, { maxlength: 200 }),
        button("button.big.primary", save, state.isBusy ? w("working") : w("remarkSave"))],
    h("h2", null, w("remarkList")),
    (remarks ?? []).length === 0 && h("p.hint", null, w("remarkNone")),
    (remarks ?? []).map((/** @type {any} */ remark) => said(remark)));
}

/** After 42 none is needed; in place of 42 none is taken. */
function none(/** @type {any} */ notice) {
  const isUnneeded = notice?.code === "F-101";
  return h("div.none-needed", { role: "status", class: isUnneeded ? "" : "recover" },
    h("i", { "aria-hidden": "true" }, isUnneeded ? "✓" : "!"),
    h("div", null,
      h("b", null, isUnneeded ? w("remarkNotNeeded") : sentence(notice)),
      h("span", null, isUnneeded ? w("remarkNotNeededText") : nextStep(notice))));
}

const saleFacts = (/** @type {any} */ sale) => [
  fact(w("due"), yuan(sale.dueFen)),
  sale.postedAt && fact(w("remarkPosted", ""), dayAndHourOf(sale.postedAt)),
  sale.cashier && fact(w("role_cashier"), sale.cashier.name ?? sale.cashier),
  (sale.tenders ?? []).map((/** @type {any} */ tender) =>
    fact(`${tender.method} ${nameOf(tender)}`, yuan(tender.amountFen))),
];

const paymentFacts = (/** @type {any} */ { payment, store, date }) => [
  fact(w("remarkKind_payment"), yuan(payment.amountFen)),
  fact(w("remarkState"), w(`remarkState_${payment.state}`)),
  payment.receiptNumber && fact(w("remarkReceipt"), payment.receiptNumber),
  fact(w("remarkDay"), `${store} · ${date}`),
];

const dayFacts = (/** @type {any} */ { store, date }) => [
  fact(w("remarkStore"), store),
  fact(w("remarkDay"), date),
];

/** The list, with what it can be narrowed by; finance answers in it. */
function listed() {
  const mayAnswer = state.list?.mayAnswer;
  return h("section.list", null,
    h("h2", null, w("remarkAll")),
    h("div.filters", null,
      field("store", w("remarkStore"), seek, { inputmode: "numeric", maxlength: 4 }),
      field("from", w("remarkFrom"), seek, { maxlength: 10, placeholder: "2026-11-01" }),
      field("to", w("remarkTo"), seek, { maxlength: 10, placeholder: "2026-11-30" }),
      field("number", w("remarkNumber"), seek, { maxlength: 64 }),
      h("label.field", { key: "state" }, h("span.field-label", null, w("remarkState")),
        h("select", { "data-field": "state", on: { change: (/** @type {any} */ event) => {
          type("state", event.target.value);
          seek();
        } } },
        ["open", "answered", ""].map((value) => h("option", { key: `s${value}`, value,
          selected: typed.state === value ? "selected" : null },
        w(`remarkFilter_${value || "all"}`))))),
      button("button", seek, w("remarkSeek"))),
    state.list && state.list.remarks.length === 0 && h("p.hint", null, w("remarkNothing")),
    (state.list?.remarks ?? []).map((/** @type {any} */ remark) => said(remark, mayAnswer, true)));
}

/**
 * A remark and its answer.
 * @param {any} remark
 * @param {boolean} [mayAnswer]
 * @param {boolean} [isListed]
 */
function said(remark, mayAnswer = false, isListed = false) {
  const key = `${isListed ? "l" : "f"}-${remark.store}-${remark.id}`;
  const isAnswering = mayAnswer && state.answering === key;
  return h("div.remark", { key },
    isListed && h("b.figure", null,
      [`${w(`remarkKind_${remark.kind}`)} ${remark.subject}`, remark.store,
        remark.kind === "day" ? "" : remark.date].filter(Boolean).join(" · ")),
    h("span", null, remark.text),
    h("small", null, w("remarkBy", remark.by.name, dayAndHourOf(remark.at))),
    remark.answer && h("p.answer", null, `↳ ${remark.answer.text}`,
      h("small", null, w("remarkBy", remark.answer.by.name, dayAndHourOf(remark.answer.at)))),
    !remark.answer && h("small.waits", null, w("remarkWaits")),
    !remark.answer && mayAnswer && !isAnswering && button("button.open-answer", () => {
      state.answering = key;
      drawPage();
      focus("answer");
    }, w("remarkAnswer")),
    isAnswering && [
      field("answer", w("remarkAnswerText"), () => answer(remark), { maxlength: 200 }),
      button("button.primary", () => answer(remark), w("remarkAnswerSave"))]);
}

const fact = (/** @type {string} */ name, /** @type {string} */ value) =>
  h("div", { key: name }, h("dt", null, name), h("dd.figure", null, value));

function focus(/** @type {string} */ name) {
  const live = document.querySelector(`[data-field="${name}"]`);
  if (live instanceof HTMLElement) live.focus();
}

rememberLanguage();
drawPage();
focus("receipt");
void work(async () => {
  await readList();
  if (typed.receipt) await read(narrow(typed.receipt).trim());
});
listenForScans((text) => {
  type("receipt", text);
  find();
});
document.addEventListener("keydown", (event) => {
  // The keys of the till have no meaning here, and the browser's would lose the page.
  if (keyOf(event, "sale", false)?.key.startsWith("F")) event.preventDefault();
});
