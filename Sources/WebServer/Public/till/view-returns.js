// The return of a sale (退货): its lines with what was sold, what came back before and what comes
// back now; beside them the reason, and what goes back and where, before anything is confirmed.

import { h } from "../shared/dom.js";
import { ariaKey } from "../shared/keys.js";
import { dayAndHourOf } from "../shared/moments.js";
import { yuan } from "../shared/money.js";
import { REASONS, cashField, countField, draftOf, piecesOf, reasonField }
  from "../shared/returns.js";
import { nameOf, w } from "../shared/words.js";
import { button, field } from "./field.js";
import { act } from "./keyboard.js";
import { isWorking, returnLine } from "./look.js";
import { reprintSlip, setPieces, setReason, stepReturn, toggleLine } from "./return-acts.js";
import { change, state, typed } from "./state.js";
import { message } from "./view-bars.js";
import { refundRow } from "./view-refunds.js";
import { isBusy } from "./work.js";

/** @typedef {import("../shared/types.js").Returnable} Returnable */

export function returnView() {
  const { returnable } = state;
  if (!returnable) {
    return h("main.return", { key: "return", "aria-label": w("returnTitle") },
      h("section.desk", null, message(),
        h("p.hint.slow", { role: "status" }, h("i.spin", { "aria-hidden": "true" }),
          w("returnOpening"))));
  }
  return h("main.return", { key: "return", "aria-label": w("returnTitle") },
    h("section.desk", null, head(returnable), message(), lines(returnable), earlier(returnable)),
    isAllBack(returnable) ? h("aside.return-side", { key: "all-back" }, allBack())
      : h("aside.return-side", { key: "side" }, reasons(returnable), goesBack(returnable),
        confirm()));
}

function head(/** @type {Returnable} */ { sale, tenders }) {
  return h("div.return-head", { key: "head" },
    h("h2", null, w("returnTitle"), h("span.figure", null, sale.receiptNumber)),
    h("p", null, h("span.figure", null, dayAndHourOf(sale.postedAt)),
      h("span", null, `${sale.cashier.name} · ${w("f8Register", sale.register)}`),
      tenders.map((tender) => h("span", { key: String(tender.no) },
        `${tender.method} ${tender.walletName ? walletOf(tender) : nameOf(tender)} `,
        h("b.figure", null, yuan(tender.amountFen)),
        tender.givenBackFen > 0
          && h("em.figure", null, w("returnGone", yuan(tender.givenBackFen)))))));
}

const walletOf = (/** @type {any} */ { walletName, walletNameEn }) =>
  nameOf({ name: walletName, nameEn: walletNameEn });

function lines(/** @type {Returnable} */ returnable) {
  const chosen = state.returnStage === "lines" ? returnLine()?.no : null;
  return h("div.lines.return-lines", { key: "lines" },
    h("table", null,
      h("thead", null, h("tr", null,
        h("th.num", null, w("lineNo")), h("th", null, w("goods")),
        h("th.num", null, w("returnSold")), h("th.num", null, w("returnReturned")),
        h("th.num.wide", null, w("returnCount")), h("th.num", null, w("amount")))),
      h("tbody", null, returnable.lines.map((line) =>
        lineRow(returnable, line, line.no === chosen)))));
}

/**
 * @param {Returnable} returnable
 * @param {import("../shared/types.js").ReturnableLine} line
 * @param {boolean} isChosen
 */
function lineRow({ sale }, line, isChosen) {
  const name = countField(sale.id, line.no);
  const pieces = piecesOf(typed[name] ?? "", line.returnable);
  const back = (state.quote?.answer ?? state.quote?.last)?.lines
    .find((each) => each.line === line.no);
  const isOver = line.returnable === 0;
  return h("tr", {
    key: String(line.no), "data-line": line.no,
    class: `${isChosen ? "chosen" : ""} ${isOver ? "over" : ""} ${pieces ? "picked" : ""}`,
    on: { click: () => change({ returnLine: line.no, returnStage: "lines" }) },
  },
  h("td.num.line-no", null, line.no),
  h("td.line-goods", null,
    h("div.goods", null, h("b", null, line.name), h("span", null, line.spec)),
    h("div.lot", null, line.lot && h("span", null, `${w("lot")} ${line.lot}`),
      h("span.figure", null, yuan(line.amountFen)))),
  h("td.num.line-sold", null, h("small.narrow-word", null, `${w("returnSold")} `), line.sold,
    h("small", null, line.unit)),
  h("td.num.line-returned", null,
    h("small.narrow-word", null, `${w("returnReturned")} `), line.returned || "–"),
  h("td.num.line-count", null, isOver ? h("span.badge", null, `✓ ${w("returnReturned")}`)
    : h("div.count-row", null,
      field(name, w("returnCountOf", line.no, line.returnable), {
        enter: stepReturn, typing: () => setPieces(line.no), isLabelHidden: true,
        props: {
          inputmode: "numeric", maxlength: 4, placeholder: "0", class: "pieces",
          "aria-invalid": pieces === null ? "true" : null,
          "aria-keyshortcuts": ariaKey("wholeLine"),
        },
      }),
      h("span.most.figure", null, `/ ${line.returnable}`),
      button("button.small", {
        "aria-label": w("returnWholeOf", line.no),
        "aria-pressed": pieces === line.returnable ? "true" : "false",
      }, () => toggleLine(line.no), w("returnWhole")))),
  h("td.num.amount", null, back && pieces ? yuan(back.amountFen) : ""));
}

function reasons(/** @type {Returnable} */ returnable) {
  const name = reasonField(returnable.sale.id);
  const { reason } = draftOf(returnable, typed);
  return h("div.reasons", { key: "reasons", role: "radiogroup", "aria-label": w("returnReason") },
    h("div.reasons-head", null, h("h3", null, w("returnReason")),
      field(name, w("returnReasonField"), {
        enter: stepReturn, typing: setReason, isLabelHidden: true,
        props: { inputmode: "numeric", maxlength: 2, placeholder: "1–3", class: "reason-digit" },
      })),
    REASONS.map((each, place) => button("button.reason", {
      key: each, role: "radio", "aria-checked": reason === each ? "true" : "false",
      class: reason === each ? "open" : "",
    }, () => setReason(String(place + 1)), h("b.figure", null, place + 1),
    h("span", null, w(`reason_${each}`),
      each === "managers-leave" && h("small", null, w("returnNeedsManager"))))));
}

const isAllBack = (/** @type {Returnable} */ { lines: sold }) =>
  sold.every((line) => line.returnable === 0);

/** Nothing can be done here any more but to look, and to go. */
function allBack() {
  return [
    h("div.goes-back", { key: "back", role: "status" },
      h("b.all-back", null, `✓ ${w("returnAllBack")}`),
      h("p.hint", null, w("returnAllBackNext"))),
    button("button.big.go", {
      key: "leave", "data-first": true, "aria-keyshortcuts": ariaKey("back"),
    }, () => act("back"), h("kbd", null, "Esc"), w("returnLeave")),
  ];
}

function goesBack(/** @type {Returnable} */ returnable) {
  const { quote } = state;
  const sign = state.till?.settings.currencySign ?? "¥";
  const shown = quote?.answer ?? quote?.last ?? null;
  const isPending = quote !== null && quote.answer === null;
  return h("div.goes-back", {
    key: "back", role: "status", class: isPending ? "pending" : "",
    "aria-busy": isPending ? "true" : null,
  },
  h("span", null, w("returnBack")),
  h("strong.figure", null, h("small", null, sign), yuan(shown?.amountFen ?? 0)),
  !shown && h("p.hint", null, w("returnNothingYet")),
  h("ul", null, (shown?.ways ?? []).map((way) => wayRow(returnable, way, sign))),
  isPending && h("p.hint.slow", { key: "slow" }, h("i.spin", { "aria-hidden": "true" }),
    w("returnCounting")),
  (typed[cashField(returnable.sale.id)] === "yes" || isWorking("inCash")) && button("button", {
    key: "cash", "aria-keyshortcuts": ariaKey("inCash"),
    "aria-pressed": typed[cashField(returnable.sale.id)] === "yes" ? "true" : "false",
  }, () => act("inCash"), h("kbd", null, "F4"),
  typed[cashField(returnable.sale.id)] === "yes" ? w("returnNotCash") : w("returnCash")));
}

/**
 * A part of the money, and where it goes: the way it came, unless a manager is to allow cash.
 * @param {Returnable} returnable
 * @param {import("../shared/types.js").Way} way
 * @param {string} sign
 */
function wayRow({ tenders }, way, sign) {
  const tender = tenders.find(({ no }) => no === way.tender);
  const wallet = tender?.walletName ? walletOf(tender) : "";
  return h("li", { key: String(way.tender) },
    h("b.figure", null, sign + yuan(way.amountFen)), " → ",
    h("b", null, way.kind === "wallet" ? wallet
      : way.kind === "recorded" && tender ? nameOf(tender) : w("cashTitle")),
    h("small", null, way.kind === "wallet" ? w("returnOwnWallet")
      : way.kind === "recorded" ? w("returnByFinance")
      : wallet ? w("returnInstead", wallet) : w("returnDrawer")));
}

function confirm() {
  return button("button.big.primary.go", {
    key: "confirm", "aria-keyshortcuts": ariaKey("giveBack"), isExplaining: true,
    "aria-disabled": isWorking("giveBack") && !isBusy("giveBack") ? null : "true",
  }, () => act("giveBack"), h("kbd", null, "F9"),
  isBusy("giveBack") ? w("working") : w("returnConfirm"));
}

function earlier(/** @type {Returnable} */ { returns }) {
  if (returns.length === 0) return null;
  return h("section.earlier", { key: "earlier", "aria-label": w("returnEarlier") },
    h("h3", null, w("returnEarlier")),
    [...returns].reverse().map((each) => h("div.earlier-one", { key: each.id },
      h("div.earlier-head", null,
        h("b.figure", null, each.number.slice(-7)),
        h("span.figure", null, dayAndHourOf(each.at)),
        h("span", null, each.cashier.name),
        h("span", null, w(`reason_${each.reason}`)),
        h("span", null, w("returnPieces",
          each.lines.reduce((sum, line) => sum + line.quantity, 0))),
        each.byFinanceFen > 0 && h("span", null,
          `${yuan(each.byFinanceFen)} ${w("returnByFinance")}`),
        each.cashFen > 0 && h("span", null, w("returnCashPart", yuan(each.cashFen))),
        h("b.figure.earlier-amount", null, yuan(each.amountFen)),
        button("button.small", {}, () => void reprintSlip(each.id), w("slipReprint"))),
      h("ul", null, each.refunds.map((refund) => refundRow(refund))))));
}
