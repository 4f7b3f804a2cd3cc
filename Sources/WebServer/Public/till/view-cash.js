// Cash: what was handed over, the change while it is typed, and the likely notes as buttons.

import { h } from "../shared/dom.js";
import { fenOf, likelyNotes, yuan } from "../shared/money.js";
import { w } from "../shared/words.js";
import { button, field } from "./field.js";
import { sale } from "./look.js";
import { takeCash } from "./pay-acts.js";
import { state, type, typed } from "./state.js";
import { isBusy } from "./work.js";

export function cashView() {
  const now = sale();
  if (!now) return null;
  const sign = state.till?.settings.currencySign ?? "¥";
  const received = typed.received ? fenOf(typed.received) : now.leftFen;
  const isShort = received !== null && received < now.leftFen;
  return h("div.box.cash", { key: "cash", role: "group", "aria-label": w("cashTitle") },
    h("h2", null, "1 ", w("cashTitle")),
    h("div.cash-row", null,
      field("received", w("received"), {
        enter: () => void takeCash(),
        props: { inputmode: "decimal", class: "money", placeholder: yuan(now.leftFen) },
      }),
      h("div.cash-change", { role: "status" },
        h("span", null, w("change")),
        h("strong.figure", null,
          received === null ? "–" : sign + yuan(Math.max(0, received - now.leftFen))))),
    h("div.notes", null, likelyNotes(now.leftFen).map((fen) =>
      button("button.figure", { key: String(fen) }, () => {
        type("received", yuan(fen));
        void takeCash();
      }, yuan(fen)))),
    h("p.hint", { role: "status" },
      isShort && received !== null && w("cashPart", yuan(received), yuan(now.leftFen - received))),
    button("button.big.primary", { "aria-disabled": isBusy("cash") ? "true" : null },
      () => void takeCash(), isBusy("cash") ? w("working") : w("cashTake")));
}
