// F1: the present screen in the notice's words, and the keys that work there.

import { h } from "../shared/dom.js";
import { KEYS, keyName } from "../shared/keys.js";
import { pick, w } from "../shared/words.js";
import { openAttempt } from "./look.js";
import { state } from "./state.js";
import { HELP } from "./words-help.js";

/** The help page of what is under the dialog. */
function pageName() {
  if (state.session !== "in") return "signIn";
  if (state.screen === "return") return "return";
  if (state.screen !== "checkout") return state.returned ? "returned" : "sale";
  if (state.panel === "supplementary") return "supplementary";
  if (openAttempt()) return "attempt";
  return state.panel ?? "checkout";
}

export function helpView() {
  const name = pageName();
  const page = HELP[name];
  const on = /** @type {Record<string, string>} */ ({
    signIn: "signIn", sale: "sale", attempt: "attempt", return: "return", returned: "done",
  })[name] ?? "checkout";
  return h("div.help", null,
    h("div.help-steps", null,
      h("h3", null, pick(page.title)),
      h("ol", null, page.steps.map((step, place) => h("li", { key: String(place) }, pick(step)))),
      page.never && h("p.never", null, h("i", { "aria-hidden": "true" }, "!"), pick(page.never))),
    h("div.help-keys", null,
      h("h3", null, w("keysHere")),
      h("dl", null, KEYS.filter((key) => key.on.includes(/** @type {any} */ (on))).map((key) =>
        h("div", { key: key.act }, h("dt", null, h("kbd", null, keyName(key))),
          h("dd", null, pick(key.words)))))));
}
