// What the phone shows: the payment code, the bills, one bill, the password sheet. Only drawing.

import { civil, grouped, make, picture, yuan } from "./shared.js";
import { say } from "./words.js";

const svg = (markup) => picture(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 44 44">${markup}</svg>`, "");

function ring() {
  const drawn = svg(
    `<circle cx="22" cy="22" r="19" class="ring-whole"/>
     <circle cx="22" cy="22" r="19" class="ring-left" pathLength="100"/>`);
  drawn.setAttribute("aria-hidden", "true");
  return make("span", { className: "ring" }, drawn,
    make("span", { className: "ring-seconds", title: say().secondsLeft }));
}

/** The payment code of one wallet. */
export function code(state, { choose, refresh, scan }) {
  const words = say();
  const purse = state.person.wallets.find((one) => one.wallet === state.wallet);
  const wallets = make("div", { className: "wallets", role: "group" },
    state.person.wallets.map((one) => make("button", {
      type: "button", className: "wallet", "data-wallet": one.wallet,
      "aria-pressed": String(one.wallet === state.wallet), onclick: () => choose(one.wallet),
    }, make("strong", {}, words.walletNames[one.wallet]),
    make("small", {}, words.walletPlays[one.wallet]))));
  const shown = state.code;
  const card = make("section", { className: "card code", "aria-busy": String(!shown) },
    make("div", { className: "code-head" },
      make("p", {}, words.showCode), ring()),
    make("div", { className: "bars" }, shown && picture(shown.barcode, words.barcode)),
    make("button", {
      type: "button", className: "digits", title: words.reveal, disabled: !shown,
      onclick: (event) => copy(event.currentTarget, shown.code),
    }, shown ? grouped(shown.code) : "\u00a0"),
    make("div", { className: "square" }, shown && picture(shown.square, words.square)),
    make("button", { type: "button", className: "quiet", onclick: refresh }, words.refresh));
  return make("div", { className: "pay" }, wallets, card,
    scanCard(state, scan),
    make("section", { className: "card balance" },
      make("div", {}, make("span", {}, words.balance),
        make("small", {}, words.passwordAbove(purse.passwordAboveFen))),
      make("strong", {}, "¥", yuan(purse.balanceFen))));
}

/** The codes that tills show now, and a field for one that is read off a screen. */
function scanCard(state, scan) {
  const words = say();
  const offers = state.offers ?? [];
  const input = make("input", {
    type: "text", id: "scan-text", value: state.scanText ?? "", autocomplete: "off",
    "aria-label": words.scanHowTo, oninput: () => { state.scanText = input.value; },
  });
  return make("section", { className: "card scan" },
    make("h2", {}, words.scan),
    make("small", {}, offers.length > 0 ? words.scanHowTo : words.noOffers),
    make("ul", {}, offers.map((offer) => make("li", {}, make("button", {
      type: "button", className: "offer", "data-number": offer.number,
      onclick: () => scan(offer.code),
    }, make("strong", {}, `¥${yuan(offer.amountFen)}`),
    make("span", {}, words.walletNames[offer.channel]), make("small", {}, offer.subject))))),
    make("form", { onsubmit: (event) => {
      event.preventDefault();
      scan(input.value.trim());
    } }, input, make("button", { type: "submit", className: "quiet" }, words.scanTyped)),
    state.scanProblem ? make("p", { className: "hint wrong", role: "alert" },
      words.scanRefused[state.scanProblem] ?? state.scanProblem) : null);
}

async function copy(button, digits) {
  try {
    await navigator.clipboard.writeText(digits);
    button.dataset.copied = say().copied;
    setTimeout(() => delete button.dataset.copied, 1_200);
  } catch { /* Without a clipboard the digits can be read. */ }
}

/** The list of bills, newest first, by day. */
export function bills(orders, open) {
  const words = say();
  if (orders.length === 0) {
    return make("div", { className: "empty" },
      make("p", {}, words.noBills), make("small", {}, words.noBillsHint));
  }
  const days = new Map();
  for (const order of orders) {
    const { day } = civil(order.createdAt);
    days.set(day, [...(days.get(day) ?? []), order]);
  }
  return make("div", { className: "bills" }, [...days].map(([day, list]) =>
    make("section", {}, make("h2", {}, day),
      make("ul", { className: "card" }, list.map((order) => make("li", {},
        make("button", { type: "button", className: "row", onclick: () => open(order) },
          icon(order),
          make("span", { className: "row-main" },
            make("strong", {}, words.merchant),
            make("small", {}, `${civil(order.createdAt).short} · ${order.subject}`)),
          make("span", { className: "row-side" },
            make("strong", { className: order.debitedFen ? "" : "faint" },
              order.debitedFen ? `-${yuan(order.amountFen)}` : yuan(order.amountFen)),
            order.state === "PAID" && !isGivenBack(order) ? null
              : make("small", { className: stateClass(order) }, stateOf(order))))))))));
}

function icon(order) {
  return make("span", { className: "icon", "data-wallet": order.channel, "aria-hidden": "true" },
    "药");
}

/** Whether anything of it came back or is on its way back. */
function isGivenBack(order) {
  return order.returnedFen > 0 || order.refunds.some((one) => one.state === "PROCESSING");
}

/** What has become of an order, in a few words. */
export function stateOf(order) {
  const words = say();
  if (!isGivenBack(order)) return words.states[order.state];
  if (order.returnedFen === 0) return words.refunding;
  return order.returnedFen === order.debitedFen ? words.refunded
    : words.partlyRefunded(yuan(order.returnedFen));
}

function stateClass(order) {
  return `state ${isGivenBack(order) ? "REFUND" : order.state}`;
}

/** One bill; the merchant's number stands last, as text and as a bar code. */
export function bill({ order, barcode }, person, back) {
  const words = say();
  const reason = order.reason ? ` · ${words.reasons[order.reason]}` : "";
  const at = (moment) => `${civil(moment).day} ${civil(moment).time}`;
  const rows = [
    [words.status, stateOf(order) + reason],
    order.paidAt ? [words.paidAt, at(order.paidAt)] : [words.createdAt, at(order.createdAt)],
    [words.goods, order.subject],
    [words.fullName, words.merchant],
    [words.method, `${words.walletNames[order.channel]} · ${words.balance}`],
    ...order.refunds.map((one) => [words.refund, `¥${yuan(one.amountFen)} · ${
      words.refundStates[one.state]}\n${at(one.endedAt ?? one.at)}`, "lines"]),
    order.returnedFen ? [words.returned, `¥${yuan(order.returnedFen)}`] : null,
    [words.tradeNumber, order.tradeNumber, "number"],
  ].filter(Boolean);
  return make("div", { className: "bill" },
    make("button", { type: "button", className: "back", onclick: back }, "‹ ", words.back),
    make("section", { className: "card" },
      make("header", {}, icon(order), make("h1", {}, words.merchant),
        make("p", { className: "amount" },
          (order.debitedFen ? "-" : "") + yuan(order.amountFen)),
        make("p", { className: stateClass(order) }, stateOf(order))),
      make("dl", {}, rows.map(([name, value, kind]) => make("div", {},
        make("dt", {}, name), make("dd", { className: kind ?? "" }, value)))),
      make("footer", {},
        make("div", { className: "merchant-number" }, make("span", {}, words.merchantNumber),
          make("span", { className: "number" }, order.number)),
        barcode ? picture(barcode, `${words.merchantNumber} ${order.number}`) : null,
        make("small", {}, words.scanHint))));
}

/** The password sheet of a waiting payment. */
export function sheet(order, person, message, { approve, decline }) {
  const words = say();
  const dots = make("span", { className: "dots", "aria-hidden": "true" },
    Array.from({ length: 6 }, () => make("i")));
  const input = make("input", {
    type: "password", inputMode: "none", maxLength: 6, autocomplete: "off",
    "aria-label": words.enterPassword, oninput: () => typed(),
  });
  const typed = () => {
    input.value = input.value.replace(/\D/g, "").slice(0, 6);
    [...dots.children].forEach((dot, index) =>
      dot.classList.toggle("full", index < input.value.length));
    if (input.value.length === 6) approve(input.value);
  };
  const press = (digit) => {
    input.value = digit === "" ? input.value.slice(0, -1) : input.value + digit;
    typed();
    input.focus();
  };
  const key = (digit, label = digit) => make("button", {
    type: "button", className: "key", onclick: () => press(digit),
    "aria-label": label === "⌫" ? words.erase : label,
  }, label);
  return make("form", { method: "dialog", onsubmit: (event) => event.preventDefault() },
    make("header", {},
      make("button", { type: "button", className: "close", onclick: decline }, words.decline),
      make("span", { className: "sheet-left" })),
    make("p", { className: "to" }, words.payTo, " ", make("strong", {}, words.merchant)),
    make("p", { className: "goods" }, order.subject),
    make("p", { className: "sheet-amount", id: "sheet-amount" }, "¥",
      make("b", {}, yuan(order.amountFen))),
    make("p", { className: "with" }, words.walletNames[order.channel]),
    make("label", { className: message ? "entry wrong" : "entry" }, input, dots),
    make("p", { className: message ? "hint wrong" : "hint", role: "alert" },
      message || `${words.practicePassword} ${person.password}`),
    make("div", { className: "keys" },
      [..."123456789"].map((digit) => key(digit)),
      make("span", { className: "key empty" }), key("0"), key("", "⌫")));
}

/** What is shown for a moment after a payment, or when money has come back. */
export function success(order, title = say().paid, fen = order.amountFen) {
  const drawn = svg(
    `<circle cx="22" cy="22" r="22" class="tick-disc"/>
     <path d="M12 22.5l7 7 13-14" class="tick"/>`);
  drawn.setAttribute("aria-hidden", "true");
  return make("div", { className: "success", "data-wallet": order.channel }, drawn,
    make("p", {}, title),
    make("strong", {}, `¥${yuan(fen)}`),
    make("small", {}, say().merchant));
}
