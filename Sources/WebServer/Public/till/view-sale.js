// The front desk (10034): entry and lines on the left, the total on the right.

import { h } from "../shared/dom.js";
import { ariaKey } from "../shared/keys.js";
import { yuan } from "../shared/money.js";
import { w } from "../shared/words.js";
import { enterEntry, pickGoods, searchWhileTyping } from "./entry.js";
import { button, field } from "./field.js";
import { act } from "./keyboard.js";
import { sale, selectedLine } from "./look.js";
import { change, state } from "./state.js";
import { message } from "./view-bars.js";
import { postedCard, receiptCard } from "./view-posted.js";
import { returnedCard, slipCard } from "./view-returned.js";
import { isBusy } from "./work.js";

export function saleView() {
  const now = sale();
  const isPosted = state.posted !== null && !now;
  const isReturned = state.returned !== null && !now && !isPosted;
  return h("main.sale", { key: "sale", "aria-label": w("frontDesk") },
    h("section.desk", null,
      entryLine(),
      message(),
      isPosted ? postedCard() : isReturned ? returnedCard() : linesView()),
    h("aside.side", null, isPosted ? receiptCard() : isReturned ? slipCard() : totals()));
}

function entryLine() {
  return h("div.entry", { key: "entry" },
    field("entry", w("entryLabel"), {
      enter: () => void enterEntry(),
      typing: searchWhileTyping,
      isLabelHidden: true,
      props: {
        placeholder: w("entryLabel"), class: "entry-input", role: "combobox",
        "aria-expanded": state.picks ? "true" : "false", "aria-controls": "picks",
        "aria-activedescendant":
          state.picks && state.picks.place >= 0 ? `pick-${state.picks.place}` : null,
      },
    }),
    button("button.primary", { "aria-disabled": isBusy("add") ? "true" : null },
      () => void enterEntry(), w("add")),
    pickList());
}

function pickList() {
  const { picks } = state;
  if (!picks) return null;
  if (picks.list.length === 0) {
    return h("div.picks", { id: "picks" }, h("p.hint", null, w("noneFound", picks.query)));
  }
  return h("ul.picks", { id: "picks", role: "listbox", "aria-label": w("pickList") },
    picks.list.map((goods, place) => h("li", {
      key: goods.product, id: `pick-${place}`, role: "option",
      "aria-selected": place === picks.place ? "true" : "false",
      class: place === picks.place ? "chosen" : "",
      on: {
        mousedown: (/** @type {Event} */ event) => event.preventDefault(),
        click: () => void pickGoods(goods),
      },
    },
    h("span.figure.pick-code", null, goods.product),
    h("span.pick-name", null, h("b", null, goods.name), ` ${goods.spec}`,
      h("small", null, goods.maker)),
    h("span.badge", null, goods.category),
    h("b.figure.pick-price", null, yuan(goods.priceFen)))));
}

function linesView() {
  const lines = sale()?.lines ?? [];
  if (lines.length === 0) {
    return h("div.empty", { key: "empty" },
      h("svg.empty-art", { viewBox: "0 0 96 64", "aria-hidden": "true" },
        [6, 12, 16, 24, 28, 36, 40, 46, 54, 58, 66, 72, 76, 84].map((x, place) =>
          h("rect", { key: String(x), x, y: 8, width: place % 3 === 0 ? 4 : 2, height: 48 })),
        h("line", { x1: 0, y1: 32, x2: 96, y2: 32, class: "empty-ray" })),
      h("h2", null, w("emptyTitle")), h("p.hint", null, w("emptyText")));
  }
  const chosen = selectedLine()?.no;
  return h("div.lines", { key: "lines" },
    h("table", null,
      h("thead", null, h("tr", null,
        h("th.num", null, w("lineNo")), h("th", null, w("goods")), h("th.num", null, w("quantity")),
        h("th.num", null, w("price")), h("th.num", null, w("discount")),
        h("th.num", null, w("amount")), h("th", null, w("salesperson")))),
      h("tbody", null, lines.map((line) => lineRow(line, line.no === chosen)))));
}

/**
 * @param {import("../shared/types.js").Line} line
 * @param {boolean} isChosen
 */
function lineRow(line, isChosen) {
  const saved = line.discountFen + line.saleDiscountFen;
  return h("tr", {
    key: String(line.no), "data-line": line.no, "aria-selected": isChosen ? "true" : "false",
    class: `${isChosen ? "chosen" : ""} ${state.lit === line.no ? "lit" : ""}`,
    on: { click: () => change({ selectedLine: line.no }) },
  },
  h("td.num", null, line.no),
  h("td", null,
    h("div.goods", null, h("b", null, line.name), h("span", null, line.spec),
      line.category && h("span.badge", { class: line.category === "Rx" ? "rx" : "" },
        line.category)),
    h("div.lot", null,
      line.lot && h("span", null, `${w("lot")} ${line.lot}`),
      line.expiry && h("span", null, `${w("expiry")} ${line.expiry.slice(0, 7)}`),
      line.nearExpiry && h("span.near", null, `◷ ${w("nearExpiry")}`))),
  h("td.num.quantity", null, line.quantity, h("small", null, line.unit)),
  h("td.num", null, yuan(line.priceFen)),
  h("td.num.saved", null, saved > 0 ? yuan(-saved) : ""),
  h("td.num.amount", null, yuan(line.amountFen)),
  h("td.person-cell", null, line.salesperson?.name ?? ""));
}

function totals() {
  const now = sale();
  const sign = state.till?.settings.currencySign ?? "¥";
  const last = now?.lines.find((line) => line.no === state.selectedLine) ?? now?.lines.at(-1);
  return h("div.totals", { key: "totals" },
    h("div.total", { role: "status" },
      h("span", null, w("due")),
      h("strong.figure", null, h("small", null, sign), yuan(now?.dueFen ?? 0))),
    h("dl", null,
      pair(w("count"), String(now?.count ?? 0)),
      pair(w("gross"), yuan(now?.grossFen ?? 0)),
      pair(w("saved"), yuan(now?.savedFen ?? 0), now && now.savedFen > 0 ? "saved" : ""),
      now && now.discount.kind !== "none" && pair(w("saleDiscountOf"),
        now.discount.kind === "percent" ? `${yuan(now.discount.basisPoints)}%`
          : yuan(-now.discount.fen)),
      pair(w("saleSalespersonOf"), now?.salesperson?.name ?? w("none"))),
    last && h("div.last", null,
      h("span", null, `${w("goods")} ${last.no}`), h("b", null, last.name),
      h("span", null, `${last.maker ?? ""}`),
      h("span.figure", null, `${last.quantity} × ${yuan(last.priceFen)}`)),
    button("button.big.primary.go", {
      "aria-keyshortcuts": ariaKey("checkout"), isExplaining: true,
      "aria-disabled": now && now.lines.length > 0 && !isBusy("checkout") ? null : "true",
    }, () => act("checkout"), h("kbd", null, "PgUp"), w("toCheckout")));
}

function pair(/** @type {string} */ name, /** @type {string} */ value, tone = "") {
  return h("div", { key: name }, h("dt", null, name), h("dd.figure", { class: tone }, value));
}
