// Sign-in, by keyboard alone: number, Enter, PIN, Enter. Store and register are remembered on this
// till.

import { h } from "../shared/dom.js";
import { pageNotice, w } from "../shared/words.js";
import { button, field, focusField } from "./field.js";
import { restorePlace, schedule, state, type, typed } from "./state.js";
import { languageButton, message } from "./view-bars.js";
import { enqueue, isBusy, api, tell } from "./work.js";
import { takeTill } from "./news.js";
import { change } from "./state.js";

const PLACE = "counterfoil.register";

/**
 * Store and register: what this till was last, else the first of the list. A quick hand is done before
 * the list has come; then what the till was last is all there is.
 */
function place() {
  const [store, register] = (window.localStorage.getItem(PLACE) ?? "").split("/");
  if (!state.choices) {
    const registers = register ? [register] : [];
    return { stores: store ? [{ id: store, name: "" }] : [],
      store: store ? { id: store } : undefined, registers, register };
  }
  const stores = state.choices.stores ?? [];
  const chosen = stores.find((/** @type {any} */ each) => each.id === (typed.store || store))
    ?? stores[0];
  const registers = registersOf(chosen);
  const wanted = typed.register || register;
  return { stores, store: chosen, registers,
    register: registers.includes(wanted) ? wanted : registers[0] };
}

/** The registers of a store: of its own, else of the list beside the stores. */
function registersOf(/** @type {any} */ store) {
  const list = store?.registers ?? state.choices?.registers ?? [];
  return list
    .filter((/** @type {any} */ each) => !each.store || each.store === store?.id)
    .map((/** @type {any} */ each) => (typeof each === "string" ? each : each.register ?? each.id));
}

/** @param {() => void} signedIn */
export function signInView(signedIn) {
  const { stores, store, registers, register } = place();
  const enter = () => {
    if (!typed.staff) return void focusField("staff");
    if (!typed.pin) return void focusField("pin");
    if (!store || !register) return tell(pageNotice("choicesMissing", "no"), "bad");
    void signIn(store?.id, register, signedIn);
  };
  return h("main.sign-in", { key: "sign-in" },
    h("form.card", { on: { submit: (/** @type {Event} */ event) => event.preventDefault() } },
      h("div.brand", null, mark(), h("b", null, w("product")), h("span", null, w("frontDesk")),
        languageButton()),
      h("h1", null, w("signInTitle")),
      h("p.hint", null, state.choices ? w("signInHint") : w("choicesMissing")),
      field("staff", w("staffNumber"), { enter, props: { inputmode: "numeric", maxlength: 12 } }),
      field("pin", w("pin"), {
        enter, props: { type: "password", inputmode: "numeric", maxlength: 12 },
      }),
      h("div.two", null,
        select("store", w("storeLabel"), store?.id,
          stores.map((/** @type {any} */ each) => [each.id, `${each.id} ${each.name}`])),
        select("register", w("registerLabel"), register,
          registers.map((/** @type {string} */ each) => [each, each]))),
      button("button.big.primary", { "aria-disabled": isBusy("signIn") ? "true" : null }, enter,
        isBusy("signIn") ? w("working") : w("signIn"))),
    message(),
    people());
}

function people() {
  const here = place().store?.id;
  const list = (state.choices?.people ?? []).filter((/** @type {any} */ person) =>
    !person.store || person.store === here);
  if (list.length === 0) return null;
  return h("section.people", null,
    h("h2", null, w("demoPeople")),
    list.map((/** @type {any} */ person) =>
      button("button.person", { key: person.id }, () => {
        type("staff", person.id);
        if (person.pin) type("pin", person.pin);
        focusField("pin");
      },
      h("b", null, person.name), h("span.figure", null, person.id),
      person.role && h("span", null, w(`role_${person.role}`)),
      person.pin && h("small.figure", null, `PIN ${person.pin}`))));
}

function select(
  /** @type {string} */ name,
  /** @type {string} */ label,
  /** @type {string} */ value,
  /** @type {[string, string][]} */ choices,
) {
  return h("label.field", null, h("span.field-label", null, label),
    h("select", {
      value, on: {
        change: (/** @type {any} */ event) => {
          type(name, event.target.value);
          schedule();
        },
      },
    }, choices.map(([id, text]) => h("option", { key: id, value: id }, text))));
}

/** @returns {Promise<void>} */
function signIn(
  /** @type {string} */ store,
  /** @type {string} */ register,
  /** @type {() => void} */ signedIn,
) {
  if (isBusy("signIn")) return Promise.resolve();
  return enqueue("signIn", async () => {
    const pin = typed.pin;
    try {
      const till = await api.post("/api/session",
        { staff: typed.staff, pin, store, register }, { isSecret: true });
      window.localStorage.setItem(PLACE, `${store}/${register}`);
      state.till = null;
      restorePlace(till);
      takeTill(till);
      change({ session: "in", message: null });
      signedIn();
    } finally {
      type("pin", "");
      focusField("pin");
    }
  });
}

/** The product's mark: a stub with its perforation. */
export function mark() {
  return h("svg.mark", { viewBox: "0 0 32 32", "aria-hidden": "true" },
    h("rect", { x: 3, y: 5, width: 26, height: 22, rx: 4, class: "mark-paper" }),
    h("line", { x1: 12, y1: 7, x2: 12, y2: 25, class: "mark-cut" }),
    h("path", { d: "M16 12h9M16 16h9M16 20h6", class: "mark-ink" }));
}
