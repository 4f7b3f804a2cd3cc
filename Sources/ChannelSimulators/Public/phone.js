// A person's phone. It asks the network once a second what is new, shows a fresh payment code each
// minute, and puts the password sheet up by itself when a payment waits for it.

import { ask, each } from "./shared.js";
import { nameOf, say, switchLanguage, translatePage } from "./words.js";
import { bill, bills, code, sheet, success } from "./phone-view.js";

const find = (id) => document.getElementById(id);
const state = {
  people: [], person: null, wallet: "wechat", view: "pay", orders: null,
  code: null, codeEndsAt: 0, open: null, sheetFor: null, dismissed: new Set(), serial: 0,
};

// Beside those to choose from there may be thousands; one of them is asked for by its address.
async function knowPerson() {
  const id = new URLSearchParams(location.hash.slice(1)).get("person");
  if (!id || state.people.some((one) => one.id === id)) return;
  const { ok, answer } = await ask(`/phone/api/people/${encodeURIComponent(id)}`);
  if (ok) state.people.push(answer.person);
}

async function readAddress() {
  await knowPerson();
  const address = new URLSearchParams(location.hash.slice(1));
  const person = state.people.find((one) => one.id === address.get("person")) ?? state.people[0];
  const wallets = person.wallets.map((one) => one.wallet);
  const wallet = wallets.includes(address.get("wallet")) ? address.get("wallet") : wallets[0];
  const isOther = state.person?.id !== person.id;
  const isOtherWallet = isOther || state.wallet !== wallet;
  Object.assign(state, { person, wallet, view: address.get("view") ?? "pay" });
  state.open = address.get("bill");
  // Whoever turns to something else has seen what was announced.
  find("notice").classList.remove("shown");
  if (isOther) Object.assign(state, { orders: null, dismissed: new Set() });
  if (isOtherWallet) state.code = null;
  draw();
  if (state.view === "pay" && !state.code) freshCode();
  if (state.view === "bill") openBill();
}

function go(changes) {
  const address = new URLSearchParams({
    person: state.person.id, wallet: state.wallet, view: state.view, ...changes,
  });
  location.hash = address.toString();
}

async function freshCode() {
  const serial = ++state.serial;
  const { person, wallet } = state;
  const { ok, answer } = await ask(`/phone/api/people/${person.id}/codes/${wallet}`,
    { method: "POST", body: {} });
  if (!ok || serial !== state.serial) return;
  state.code = answer;
  state.codeEndsAt = performance.now() + answer.milliseconds;
  if (state.view === "pay") draw();
}

// What is scanned becomes an order that waits for the password; its sheet opens by itself.
async function scan(code) {
  const { ok, answer } = await ask(`/phone/api/people/${state.person.id}/scans`,
    { method: "POST", body: { code } });
  state.scanProblem = ok ? null : answer.error?.code ?? "unknownCode";
  if (ok) {
    state.scanText = "";
    state.dismissed.delete(answer.tradeNumber);
  }
  draw();
  await refresh();
}

async function refreshOffers() {
  const { ok, answer } = await ask("/phone/api/offers");
  if (!ok || JSON.stringify(state.offers) === JSON.stringify(answer.offers)) return;
  state.offers = answer.offers;
  // A field that somebody types in stays as it is; the list follows when it is left.
  if (state.view === "pay" && document.activeElement?.id !== "scan-text") draw();
}

async function openBill() {
  const [wallet, number] = (state.open ?? "").split("/");
  const { ok, answer } = await ask(`/phone/api/orders/${wallet}/${encodeURIComponent(number)}`);
  if (ok && state.view === "bill") show(bill(answer, state.person, () => go({ view: "bills" })));
}

function show(...content) {
  find("view").replaceChildren(...content);
}

function draw() {
  const { person, wallet } = state;
  find("phone").dataset.wallet = wallet;
  find("avatar").textContent = nameOf(person).slice(0, 1);
  find("language").textContent = say().other;
  find("person").replaceChildren(...state.people.map((one) =>
    new Option(nameOf(one), one.id, false, one.id === person.id)));
  find("tab-pay").setAttribute("aria-current", state.view === "pay" ? "page" : "false");
  find("tab-bills").setAttribute("aria-current", state.view === "pay" ? "false" : "page");
  document.title = `${say().title} · ${nameOf(person)}`;
  if (state.view === "pay") {
    show(code(state, { choose: (wallet) => go({ wallet }), refresh: freshCode, scan }));
    tick();
  } else if (state.view === "bills") {
    show(bills(state.orders ?? [], (order) =>
      go({ view: "bill", bill: `${order.channel}/${order.number}` })));
  }
}

// The ring runs down; at its end, and when a payment has used the code, there is a new one.
function tick() {
  const left = Math.max(0, state.codeEndsAt - performance.now());
  const ring = document.querySelector(".ring-left");
  if (ring) ring.style.strokeDashoffset = String(100 - left / 600);
  const seconds = document.querySelector(".ring-seconds");
  if (seconds) seconds.textContent = state.code ? String(Math.ceil(left / 1000)) : "";
  if (state.code && left === 0 && !document.hidden) {
    state.code = null;
    freshCode();
  }
}

async function refresh() {
  const id = state.person.id;
  const { ok, answer } = await ask(`/phone/api/people/${id}`);
  if (!ok || state.person.id !== id) return;
  find("notice").classList.remove("offline");
  const before = state.orders;
  const hasChanged = JSON.stringify([before, state.person.wallets])
    !== JSON.stringify([answer.orders, answer.person.wallets]);
  state.person = answer.person;
  state.orders = answer.orders;
  if (before) announce(before, answer.orders);
  offerSheet(answer.now);
  await refreshOffers();
  if (hasChanged && state.view !== "bill") draw();
  if (hasChanged && state.view === "bill") openBill();
}

function announce(before, after) {
  const known = new Map(before.map((order) => [order.tradeNumber, order.state]));
  const returned = new Map(before.map((order) => [order.tradeNumber, order.returnedFen]));
  const isNewCodeNeeded = after.some((order) => !known.has(order.tradeNumber));
  const paid = after.find((order) =>
    order.state === "PAID" && known.get(order.tradeNumber) !== "PAID");
  const refunded = after.find((order) =>
    order.returnedFen > (returned.get(order.tradeNumber) ?? order.returnedFen));
  if (paid) {
    notice(success(paid), 3_500);
  } else if (refunded) {
    const fen = refunded.returnedFen - returned.get(refunded.tradeNumber);
    notice(success(refunded, say().refundArrived, fen), 3_500);
  }
  if (isNewCodeNeeded) freshCode();
}

function notice(content, milliseconds) {
  const place = find("notice");
  place.replaceChildren(content);
  place.classList.add("shown");
  setTimeout(() => {
    if (place.firstChild === content) place.classList.remove("shown");
  }, milliseconds);
}

function offerSheet(now) {
  const dialog = find("sheet");
  const waiting = (state.orders ?? []).filter((order) => order.state === "WAITING");
  const current = waiting.find((order) => order.tradeNumber === state.sheetFor);
  if (current) {
    const left = Math.max(0, Math.round((current.payableUntil - now) / 1e6));
    const place = dialog.querySelector(".sheet-left");
    if (place) {
      const minutes = Math.floor(left / 60);
      place.textContent = `${say().secondsToPay} ${minutes}:${String(left % 60).padStart(2, "0")}`;
    }
    return;
  }
  const next = waiting.find((order) => !state.dismissed.has(order.tradeNumber));
  state.sheetFor = next?.tradeNumber ?? null;
  if (!next) {
    closeSheet();
    return;
  }
  drawSheet(next, "");
}

function drawSheet(order, message) {
  const dialog = find("sheet");
  dialog.dataset.wallet = order.channel;
  dialog.replaceChildren(sheet(order, state.person, message, {
    approve: (password) => answerSheet(order, { password }),
    decline: () => answerSheet(order, { decline: true }),
  }));
  if (!dialog.open) dialog.show();
  cover(true);
  dialog.querySelector("input").focus();
}

// The sheet stays inside the phone, so it is not the browser's own modal; what it covers is inert.
function cover(isCovered) {
  find("phone").classList.toggle("covered", isCovered);
  for (const part of find("phone").querySelectorAll("header.top, main, nav")) {
    part.inert = isCovered;
  }
}

function closeSheet() {
  if (!find("sheet").open) return;
  find("sheet").close();
  cover(false);
}

async function answerSheet(order, body) {
  const path = `/phone/api/orders/${order.channel}/${encodeURIComponent(order.number)}/approval`;
  const { ok, status, answer } = await ask(path, { method: "POST", body });
  if (status === 403) {
    drawSheet(order, say().wrongPassword(answer.error.triesLeft));
    return;
  }
  state.dismissed.add(order.tradeNumber);
  state.sheetFor = null;
  closeSheet();
  if (ok) await refresh();
}

async function start() {
  translatePage();
  find("language").addEventListener("click", () => {
    switchLanguage();
    if (!state.person) return;
    draw();
    if (state.view === "bill") openBill();
  });
  find("person").addEventListener("change", (event) =>
    go({ person: event.target.value, view: state.view === "bill" ? "bills" : state.view }));
  find("tab-pay").addEventListener("click", () => go({ view: "pay" }));
  find("tab-bills").addEventListener("click", () => go({ view: "bills" }));
  const { answer } = await ask("/phone/api/people");
  state.people = answer.people;
  addEventListener("hashchange", readAddress);
  await readAddress();
  setInterval(() => state.view === "pay" && tick(), 250);
  each(1_000, () => refresh().catch(() => {
    const place = find("notice");
    place.textContent = say().offline;
    place.classList.add("offline");
  }));
}

start();
