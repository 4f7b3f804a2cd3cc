// What stands around every screen: the top bar (where am I, is everything connected), the tray of
// open payments, the banner of a late outcome, the message, and the bottom bar of keys that work
// now.

import { h } from "../shared/dom.js";
import { ariaKey, keyName, keysOn } from "../shared/keys.js";
import { yuan } from "../shared/money.js";
import { isMuted, setMuted } from "../shared/sound.js";
import { hourOf } from "../shared/moments.js";
import { currentLanguage, nextStep, pageNotice, pick, sentence, setLanguage, w }
  from "../shared/words.js";
import { holdOrRetrieve, retrieve } from "./acts.js";
import { button, field, focusField } from "./field.js";
import { act } from "./keyboard.js";
import { context, isOpen, isWorking, sale } from "./look.js";
import { openPanel } from "./pay-acts.js";
import { change, schedule, secondsSince, state, type, typed } from "./state.js";
import { enqueue, isBusy, api, tell } from "./work.js";

const PAGES = /** @type {Record<string, string>} */ ({
  10034: "/10034", 10036: "/shift", 400449: "/400449",
});

/** Goes to a function by its number. */
function goToFunction() {
  const number = (typed.function ?? "").trim();
  if (number === "") return;
  const page = PAGES[number];
  if (!page) return tell(pageNotice("functionUnknown", "no", number), "bad");
  type("function", "");
  if (page !== "/10034") return window.location.assign(page);
  if (!focusField("entry")) focusField("method");
}

export function topBar() {
  const { till } = state;
  if (!till) return null;
  const doubts = till.tray.filter(isOpen).length;
  return h("header.top", { key: "top" },
    h("div.top-function", null,
      field("function", w("function"), {
        enter: goToFunction, isLabelHidden: true,
        props: { inputmode: "numeric", maxlength: 8, placeholder: "10034", title: w("function") },
      })),
    h("div.top-cell", null,
      h("b", null, till.store.name), h("span", null, `${till.store.id}-${till.register}`)),
    h("div.top-cell", null,
      h("b", null, till.cashier.name), h("span", null, till.cashier.id)),
    button("button.top-cell.shift", {
      "aria-keyshortcuts": ariaKey("shift"), title: `${w("businessDate")} · ${w("shiftTitle")}`,
    }, () => act("shift"),
    h("b.figure", null, till.businessDate),
    h("span", null, till.shift ? w("shiftNo", till.shift.no) : w("shiftNone"))),
    h("div.top-lights", { role: "group" }, till.channels.map(channelLight)),
    h("div.top-right", null,
      linkLight(),
      doubts > 0 && h("span.count.doubt", { role: "status" }, w("inDoubt", doubts)),
      till.unprinted > 0 &&
        button("button.count.bad", { "aria-keyshortcuts": ariaKey("reprint") },
          () => act("reprint"), w("unprinted", till.unprinted)),
      till.suspended > 0 &&
        button("button.count", { "aria-keyshortcuts": ariaKey("suspend") },
          () => void holdOrRetrieve(), w("held", till.suspended)),
      languageButton(),
      soundButton(),
      button("button.small", {}, signOut, w("signOut"))));
}

export function languageButton() {
  return button("button.small", { lang: currentLanguage() === "zh" ? "en" : "zh" }, () => {
    setLanguage(currentLanguage() === "zh" ? "en" : "zh");
    schedule();
  }, w("language"));
}

function soundButton() {
  return button("button.small", { "aria-pressed": isMuted() ? "true" : "false" }, () => {
    setMuted(!isMuted());
    schedule();
  }, isMuted() ? w("soundOff") : w("soundOn"));
}

function signOut() {
  void enqueue("signOut", async () => {
    // Not an act to repeat after a reload: by then somebody else may have signed in.
    await api.post("/api/session", {}, { method: "DELETE", isSecret: true });
    // Whoever comes next begins with their own number, not with a PIN for somebody else's.
    type("staff", "");
    change({ session: "out", dialog: null, message: null, posted: null });
  });
}

const MARKS = { working: "●", slow: "▲", down: "✕" };

function channelLight(/** @type {any} */ channel) {
  const word = w(`light_${channel.light}`);
  const words = channel.light === "working" || !channel.since
    ? word : `${word} ${w("lightSince", hourOf(channel.since))}`;
  return h("span", { key: channel.wallet, class: `light ${channel.light}`, title: words },
    h("i", { "aria-hidden": "true" }, MARKS[/** @type {"slow"} */ (channel.light)]),
    h("span", null, h("b", null, w(`wallet_${channel.wallet}`)), h("small", null, words)));
}

function linkLight() {
  const link = state.isReached ? state.link : "lost";
  const light = { live: "working", polling: "slow", lost: "down" }[link];
  const word = { live: "linkLive", polling: "linkPolling", lost: "linkLost" }[link];
  return h("span", { class: `light ${light}`, role: "status" },
    h("i", { "aria-hidden": "true" }, MARKS[/** @type {"slow"} */ (light)]),
    h("b", null, w(word)));
}

/** Payments of this register that are open on other sales than the one on the screen. */
export function tray() {
  const shown = sale()?.id;
  const others = (state.till?.tray ?? []).filter(
    (attempt) => !(attempt.sale === shown && state.screen === "checkout")
      && attempt.sale !== state.banner?.sale);
  if (others.length === 0) return null;
  return h("section.tray", { key: "tray", "aria-label": w("trayTitle"), role: "status" },
    h("b", null, w("trayTitle")),
    others.map((attempt) => h("span", { key: attempt.number, class: `tray-one ${attempt.state}` },
      h("span.figure", null, `…${attempt.number.slice(-8)}`),
      h("span", null, w(`wallet_${attempt.wallet}`)),
      h("b.figure", null, yuan(attempt.amountFen)),
      h("span", null, `${w(`state_${attempt.state}`)} ${
        isOpen(attempt) ? w("seconds", secondsSince(attempt.startedAt)) : ""}`),
      attempt.sale !== shown && !sale() &&
        button("button.small", {}, () => void retrieve(attempt.sale), w("trayOpen")))));
}

/** What the one before left to whoever is signed in, by name, until it has been read. */
export function handed() {
  const items = state.till?.handed ?? [];
  if (items.length === 0) return null;
  const names = [...new Set(items.map((item) => item.by?.name ?? ""))].join(" · ");
  return h("section.banner.doubt", { key: "handed", role: "status" },
    h("span", null, w("handedBanner", names, items.length)),
    button("button.small", { "aria-keyshortcuts": ariaKey("shift") }, () => act("shift"),
      w("handedOpen")));
}

export function banner() {
  const { banner: late } = state;
  if (!late) return null;
  const heldSale = late.sale;
  return h("section", {
    key: "banner", role: "alert",
    class: `banner ${late.notice.moneyMoved === "yes" ? "good" : "doubt"}`,
  },
  h("span", null, sentence(late.notice)),
  !sale() && heldSale !== null &&
    button("button.small", {}, () => void retrieve(heldSale), w("trayOpen")),
  button("button.small", {}, () => change({ banner: null }), w("close")));
}

const TONE_MARKS = { good: "✓", bad: "!", doubt: "?", plain: "i" };

/** The newest thing that was said, until the next act. */
export function message() {
  const said = state.message;
  return h("div.message-place", { key: "message", role: "alert", "aria-live": "assertive" },
    said && h("div", { class: `message ${said.tone}` },
      h("i", { "aria-hidden": "true" }, TONE_MARKS[said.tone]),
      h("div.message-text", null,
        h("b", null, sentence(said.notice)),
        nextStep(said.notice) && h("span", null, nextStep(said.notice))),
      said.offer === "approveCash" &&
        button("button", {}, () => openPanel("cash"), h("kbd", null, "1"), w("approveCash")),
      said.offer === "held" &&
        button("button", {}, () => void holdOrRetrieve(), w("claimOpenHeld")),
      said.notice.code && h("small.figure", null, said.notice.code)));
}

export function bottomBar() {
  return h("footer.keys", { key: "keys", "aria-label": w("keysTitle") },
    keysOn(context()).filter(({ act: name }) => isWorking(name)).map((entry) =>
      button("button.key", {
        key: entry.act, "aria-keyshortcuts": ariaKey(entry.act),
        "aria-disabled": isBusy(entry.act) ? "true" : null,
      }, () => act(entry.act), h("kbd", null, keyName(entry)), pick(entry.words))));
}
