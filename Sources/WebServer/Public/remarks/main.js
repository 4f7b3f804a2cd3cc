// Function 400449, finance remarks (财务备注). The notice says that a sale completed by 42 needs no
// remark (N14), and that a remark never stands in for a recovery (N16): the page says the one, and
// the server refuses the other.

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
const typed = { function: "", receipt: "", text: "", ...readKept() };

/** @type {{found: any, message: {tone: string, notice: any} | null, isBusy: boolean}} */
const state = { found: null, message: null, isBusy: false };

function readKept() {
  try {
    return JSON.parse(window.sessionStorage.getItem(KEPT) ?? "{}");
  } catch {
    return {};
  }
}

function type(/** @type {"function"|"receipt"|"text"} */ field, /** @type {string} */ text) {
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
  const { receiptNumber } = state.found.sale;
  void work(async () => {
    await api.post("/api/remarks", { receipt: receiptNumber, text: typed.text.trim() });
    type("text", "");
    await read(receiptNumber);
    tell(pageNotice("remarkSaved", "no"), "good");
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
 * @param {"function"|"receipt"|"text"} name
 * @param {string} label
 * @param {() => void} enter
 * @param {Record<string, any>} [props]
 */
function field(name, label, enter, props = {}) {
  const tag = name === "text" ? "textarea" : "input";
  return h("label.field", { key: name },
    h("span", { class: name === "function" ? "unseen" : "field-label" }, label),
    h(tag, {
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
        field("receipt", w("remarkReceipt"), find, { placeholder: w("remarkReceiptHint") }),
        button("button.primary", find, state.isBusy ? w("working") : w("remarkFind"))),
      h("div.message-place", { role: "alert" }, state.message && message(state.message)),
      state.found && found(state.found)),
  ]);
}

function message(/** @type {{tone: string, notice: any}} */ { tone, notice }) {
  return h("div", { class: `message ${tone}` },
    h("i", { "aria-hidden": "true" }, tone === "good" ? "✓" : "!"),
    h("div.message-text", null, h("b", null, sentence(notice)),
      nextStep(notice) && h("span", null, nextStep(notice))),
    notice.code && h("small.figure", null, notice.code));
}

/** The sale in short, and what may be said about it. */
function found(/** @type {any} */ { sale, remarkNeeded, remarks }) {
  return h("section.card", { key: sale.receiptNumber },
    h("h2.figure", null, sale.receiptNumber),
    h("dl.facts", null,
      fact(w("due"), yuan(sale.dueFen)),
      sale.postedAt && fact(w("remarkPosted", ""), dayAndHourOf(sale.postedAt)),
      sale.cashier && fact(w("role_cashier"), sale.cashier.name ?? sale.cashier),
      (sale.tenders ?? []).map((/** @type {any} */ tender) =>
        fact(`${tender.method} ${nameOf(tender)}`, yuan(tender.amountFen)))),
    remarkNeeded === false
      ? h("div.none-needed", { role: "status" }, h("i", { "aria-hidden": "true" }, "✓"),
        h("div", null, h("b", null, w("remarkNotNeeded")),
          h("span", null, w("remarkNotNeededText"))))
      : [field("text", w("remarkText"), save, { maxlength: 200 }),
        button("button.big.primary", save, state.isBusy ? w("working") : w("remarkSave"))],
    h("h2", null, w("remarkList")),
    (remarks ?? []).length === 0 && h("p.hint", null, w("remarkNone")),
    (remarks ?? []).map((/** @type {any} */ remark, /** @type {number} */ place) =>
      h("p.remark", { key: String(place) }, remark.text,
        h("small", null, w("remarkBy", remark.by.name, dayAndHourOf(remark.at))))));
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
if (typed.receipt) find();
listenForScans((text) => {
  type("receipt", text);
  find();
});
document.addEventListener("keydown", (event) => {
  // The keys of the till have no meaning here, and the browser's would lose the page.
  if (keyOf(event, "sale", false)?.key.startsWith("F")) event.preventDefault();
});
