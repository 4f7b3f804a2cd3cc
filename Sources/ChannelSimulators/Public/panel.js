// The trainer's panel: faults on and off, customers and their money, orders as they come.

import { ask, civil, each, make, yuan } from "./shared.js";
import { nameOf, say, switchLanguage, translatePage } from "./words.js";
import { kinds, scopeOf } from "./fault-kinds.js";

const find = (id) => document.getElementById(id);
const ORDERS_SHOWN = 200;
const PEOPLE_SHOWN = 50;
const seen = { faults: [], accounts: [], orders: [], settings: {} };

function options(element, pairs) {
  const before = element.value;
  element.replaceChildren(...pairs.map(([value, text]) => new Option(text, value)));
  if (pairs.some(([value]) => value === before)) element.value = before;
}

function drawScope() {
  const words = say();
  options(find("channel"), [["all", words.both],
    ...Object.keys(words.walletNames).map((wallet) => [wallet, walletText(wallet)])]);
  options(find("call"), [...Object.entries(words.calls), ["all", words.allCalls]]);
  options(find("times"), [
    ["1", words.once], ["3", words.three], ["always", words.always],
    ...[10, 30, 50].map((percent) => [`${percent}%`, words.share(percent)]),
  ]);
}

function walletText(wallet) {
  return `${say().walletNames[wallet]}(${say().walletPlays[wallet]})`;
}

function drawKinds() {
  const words = say();
  find("kinds").replaceChildren(...kinds.map(([kind, money]) => {
    const isOn = seen.faults.some((fault) => fault.fault === kind);
    const [title, text] = words.kinds[kind];
    return make("button", {
      type: "button", className: "kind", "aria-pressed": String(isOn),
      "data-kind": kind, onclick: () => (isOn ? switchOff(kind) : switchOn(kind)),
    }, make("strong", {}, title), make("span", {}, text),
    make("em", { className: money }, words.money[money]));
  }));
}

// Some number of times, a share of the requests, or each until it is off.
function howOften(choice) {
  if (choice === "always") return {};
  if (choice.endsWith("%")) return { percent: Number(choice.slice(0, -1)) };
  return { times: Number(choice) };
}

async function switchOn(kind) {
  if (!find("scope").reportValidity()) return;
  await ask("/control/faults", {
    method: "POST",
    body: {
      ...scopeOf(kind, find("channel").value, find("call").value), fault: kind,
      milliseconds: Math.round(Number(find("delay").value) * 1_000),
      ...howOften(find("times").value),
    },
  });
  await refresh();
}

async function switchOff(kind) {
  for (const fault of seen.faults.filter((one) => one.fault === kind)) {
    await ask(`/control/faults/${fault.id}`, { method: "DELETE" });
  }
  await refresh();
}

function drawActive() {
  const words = say();
  find("all-off").disabled = seen.faults.length === 0;
  if (seen.faults.length === 0) {
    find("active").replaceChildren(make("li", { className: "none" }, words.noFaults));
    return;
  }
  find("active").replaceChildren(...seen.faults.map((fault) => make("li", {},
    make("strong", {}, words.kinds[fault.fault][0]),
    make("span", {}, [
      fault.channel === "all" ? words.both : words.walletNames[fault.channel],
      fault.call === "all" ? words.allCalls : words.calls[fault.call],
      fault.fault.startsWith("delay") ? `${fault.milliseconds / 1_000} ${words.seconds}` : null,
      fault.percent === null ? null : words.share(fault.percent),
      fault.times === null ? words.untilOff : words.left(fault.times),
    ].filter(Boolean).join(" · ")),
    make("button", {
      type: "button", className: "plain", "aria-label": `${words.off} ${words.kinds[fault.fault][0]}`,
      onclick: async () => {
        await ask(`/control/faults/${fault.id}`, { method: "DELETE" });
        await refresh();
      },
    }, words.off))));
}

function drawPeople() {
  const words = say();
  // What a trainer is typing is not taken from under the fingers.
  if (find("people").contains(document.activeElement)
    && document.activeElement.tagName === "INPUT") {
    delete drawn.people;
    return;
  }
  find("people").replaceChildren(...seen.accounts.map((person) => make("article", {},
    make("header", {}, make("strong", {}, nameOf(person)),
      make("span", {}, `${words.password} ${person.password}`),
      make("a", { href: `/phone#person=${person.id}`, target: `phone-${person.id}` },
        words.openPhone)),
    person.wallets.map((purse) => purseForm(person, purse)))));
}

function purseForm(person, purse) {
  const words = say();
  const field = (name, fen) => make("input", {
    name, inputMode: "decimal", value: yuan(fen).replaceAll(",", ""), required: true,
    pattern: "[0-9]{1,9}([.][0-9]{1,2})?", "aria-label": `${nameOf(person)} ${words[name]}`,
  });
  const balance = field("balance", purse.balanceFen);
  const above = field("above", purse.passwordAboveFen);
  return make("form", {
    className: "purse", "data-wallet": purse.wallet,
    onsubmit: async (event) => {
      event.preventDefault();
      await ask(`/control/accounts/${person.id}`, {
        method: "PATCH",
        body: { wallet: purse.wallet, balanceFen: fen(balance), passwordAboveFen: fen(above) },
      });
      document.activeElement?.blur();
      await refresh();
    },
  }, make("span", { className: "wallet" }, words.walletNames[purse.wallet]),
  make("label", {}, make("span", {}, words.balance), balance),
  make("label", {}, make("span", {}, words.above), above),
  make("button", { className: "plain" }, words.save));
}

// Whole fen from what was typed, by its digits and not by multiplication.
function fen(input) {
  const [whole, part = ""] = input.value.split(".");
  return Number(whole + part.padEnd(2, "0"));
}

// What is still on its way back.
function onItsWay(order) {
  const fen = order.refunds.filter((one) => one.state === "PROCESSING")
    .reduce((sum, one) => sum + one.amountFen, 0);
  return fen ? make("small", {}, `${say().refunding} ${yuan(fen)}`) : null;
}

function drawSettings() {
  const input = find("refund-delay");
  if (document.activeElement === input) return;
  input.value = String(seen.settings.refundDelayMilliseconds / 1_000);
}

function drawOrders() {
  const words = say();
  const head = make("thead", {}, make("tr", {}, [
    words.time, words.number, words.who, words.amount, words.state, words.debited, words.given,
  ].map((text) => make("th", { scope: "col" }, text))));
  const list = seen.orders.toReversed();
  const rows = list.map((order) => {
    const person = seen.accounts.find((one) => one.id === order.account);
    return make("tr", { "data-wallet": order.channel },
      make("td", {}, civil(order.createdAt).time),
      make("td", { className: "number" }, make("i", {}), order.number),
      make("td", {}, person ? nameOf(person) : order.account),
      make("td", { className: "money" }, yuan(order.amountFen)),
      make("td", {}, make("span", { className: `state ${order.state}` },
        words.states[order.state] + (order.reason ? ` · ${words.reasons[order.reason]}` : ""))),
      make("td", { className: "money" }, order.debitedFen ? yuan(order.debitedFen) : "–"),
      make("td", { className: "money" }, order.returnedFen ? yuan(order.returnedFen) : "–",
        onItsWay(order)));
  });
  find("orders").replaceChildren(head, make("tbody", {}, rows.length ? rows
    : make("tr", {}, make("td", { colSpan: 7, className: "none" }, words.noOrders))));
}

// Each part is drawn again only when its own facts have changed, so that no click meets a button
// that has just been replaced.
const drawn = {};
function changed(part, facts) {
  const state = JSON.stringify([facts, document.documentElement.lang]);
  const isNew = drawn[part] !== state;
  drawn[part] = state;
  return isNew;
}

function draw() {
  find("language").textContent = say().other;
  if (changed("faults", seen.faults)) {
    const focused = document.activeElement?.dataset?.kind;
    drawKinds();
    drawActive();
    if (focused) document.querySelector(`[data-kind="${focused}"]`)?.focus();
  }
  if (changed("people", seen.accounts)) drawPeople();
  drawSettings();
  if (changed("orders", [seen.orders, seen.accounts.length])) drawOrders();
}

async function refresh() {
  const [faults, accounts, orders, settings] = await Promise.all([
    ask("/control/faults"), ask(`/control/accounts?limit=${PEOPLE_SHOWN}`),
    ask(`/control/orders?limit=${ORDERS_SHOWN}`), ask("/control/settings")]);
  Object.assign(seen, {
    faults: faults.answer, accounts: accounts.answer, orders: orders.answer,
    settings: settings.answer,
  });
  find("offline").hidden = true;
  draw();
}

translatePage();
drawScope();
find("language").addEventListener("click", () => {
  switchLanguage();
  drawScope();
  draw();
});
find("refund-delay").addEventListener("change", async (event) => {
  if (!event.target.reportValidity()) return;
  await ask("/control/settings", {
    method: "PATCH",
    body: { refundDelayMilliseconds: Math.round(Number(event.target.value) * 1_000) },
  });
  event.target.blur();
  await refresh();
});
find("all-off").addEventListener("click", async () => {
  await ask("/control/faults", { method: "DELETE" });
  await refresh();
});
find("reset").addEventListener("click", async () => {
  if (!confirm(say().resetAsk)) return;
  await ask("/control/reset", { method: "POST", body: {} });
  await refresh();
});
each(1_000, () => refresh().catch(() => {
  find("offline").textContent = say().offline;
  find("offline").hidden = false;
}));
