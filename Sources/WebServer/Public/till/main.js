// Starts the page: reads who is signed in, returns to where the person was, listens to scanner,
// keys and news, and draws.

import { Refusal } from "../shared/api.js";
import { LiveTill } from "../shared/live.js";
import { draw, h } from "../shared/dom.js";
import { placeInKey } from "../shared/returns.js";
import { listenForScans } from "../shared/scanner-page.js";
import { rememberLanguage, w } from "../shared/words.js";
import { loadHeldSales } from "./acts.js";
import { guardFocus, settleFocus } from "./focus.js";
import { listenForKeys } from "./keyboard.js";
import { context, currentAttempt, isOpen } from "./look.js";
import { takeTill } from "./news.js";
import { loadWalletHelp } from "./pay-acts.js";
import { finishReturn, loadTodaysSales, watchReturns } from "./return-acts.js";
import { routeScan } from "./scans.js";
import { change, drawWith, restorePlace, schedule, secondsSince, state } from "./state.js";
import { banner, bottomBar, handed, topBar, tray } from "./view-bars.js";
import { checkoutView } from "./view-checkout.js";
import { dialogView } from "./view-dialogs.js";
import { returnView } from "./view-returns.js";
import { saleView } from "./view-sale.js";
import { signInView } from "./view-sign-in.js";
import { api, explain, refresh, send } from "./work.js";

const root = /** @type {HTMLElement} */ (document.getElementById("till"));

/** The notice's minute: what is allowed changes then, so the server is asked at once. */
const PATIENCE_SECONDS = 60;
const TICK_MS = 250;

const live = new LiveTill((till) => state.session === "in" && takeTill(till), async () => {
  try {
    if (state.session === "in") await refresh();
  } catch (error) {
    const isSignedOut = error instanceof Refusal && error.status === 401;
    if (!isSignedOut) throw error;
    await explain(error);
  }
}, (link) => change({ link }));

function drawPage() {
  document.title = `${state.till && state.session === "in"
    ? `${state.till.store.id}-${state.till.register} ` : ""}${w("frontDesk")} · ${w("product")}`;
  const isCovered = state.dialog !== null || state.isHelpShown;
  const isIn = state.session === "in" && state.till;
  draw(root, [
    isIn && state.till?.training && h("div.training", { key: "training" }, w("training")),
    // What lies under a dialog is not reachable by keyboard, pointer or reader.
    h("div", { key: "page", class: "page", "data-context": context(), inert: isCovered },
      isIn && [topBar(), tray(), handed(), banner()],
      isIn ? state.screen === "checkout" && state.till?.sale ? checkoutView()
        : state.screen === "return" ? returnView() : saleView()
        : state.session === "out" && signInView(begin),
      isIn && bottomBar()),
    dialogView(),
  ]);
  const lit = document.querySelector("tr.lit") ?? document.querySelector("tr.chosen");
  if (lit !== shown || state.lit !== null) lit?.scrollIntoView({ block: "nearest" });
  shown = lit;
  settleFocus();
}

/** @type {Element | null} */
let shown = null;

/** After sign-in, or when the cookie of an earlier one still holds. */
function begin() {
  live.start();
  if (state.panel === "supplementary") void loadWalletHelp();
  if (state.dialog?.name === "hold" || state.dialog?.name === "held") void loadHeldSales();
  if (state.dialog?.name === "held") void loadTodaysSales();
  for (const { path, body, key } of api.interrupted()) {
    send(path, body, { key }).then(() => {
      if (path === "/api/returns") finishReturn(/** @type {any} */ (body).sale, placeInKey(key));
    }).catch(explain);
  }
}

async function loadChoices() {
  for (;;) {
    try {
      return change({ choices: await api.get("/api/session/choices") });
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 2000));
    }
  }
}

let wasOver = false;

/** Seconds on the screen, and the moment when the minute is over. */
function tick() {
  if (state.session === "out") live.stop();
  if (state.session === "in") void watchReturns();
  const attempt = currentAttempt();
  const isCounting = (state.till?.tray ?? []).some(isOpen) || (attempt && isOpen(attempt));
  if (!isCounting) {
    wasOver = false;
    return;
  }
  const isOver = Boolean(attempt && secondsSince(attempt.startedAt) >= PATIENCE_SECONDS);
  if (isOver && !wasOver) {
    // What was said about waiting is no longer so.
    if (state.message?.tone === "doubt") change({ message: null });
    refresh().catch(() => {});
  }
  wasOver = isOver;
  schedule();
}

async function start() {
  rememberLanguage();
  drawWith(drawPage);
  listenForScans(routeScan);
  listenForKeys();
  guardFocus();
  void loadChoices();
  setInterval(tick, TICK_MS);
  for (;;) {
    try {
      const till = await api.get("/api/till");
      restorePlace(till);
      takeTill(till);
      change({ session: "in" });
      return begin();
    } catch (error) {
      if (error instanceof Refusal) return change({ session: "out" });
      change({ isReached: false });
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}

void start();
