// Acts happen one after the other, in the order of the keys and scans that asked for them. So a
// code scanned while the checkout is still opening meets the checkout, and two quick scans make two
// lines of one sale. Everything that can go wrong is said here, in one place.

import { NoAnswer, Refusal, liveApi } from "../shared/api.js";
import { play } from "../shared/sound.js";
import { pageNotice } from "../shared/words.js";
import { takeTill } from "./news.js";
import { busy, change, schedule, state } from "./state.js";

/** More than a person can scan while a server restarts; beyond it scans are refused aloud. */
const WAITING_MAX = 30;

let tail = Promise.resolve();
let waiting = 0;

export const api = liveApi((isReached) => {
  if (state.isReached !== isReached) change({ isReached });
});

/**
 * Does some work after all that was asked before.
 * @param {string} name of the act, for what is disabled while it runs
 * @param {() => Promise<void> | void} work
 */
export function enqueue(name, work) {
  if (waiting >= WAITING_MAX) {
    tell(pageNotice("tooManyWaiting", "no"), "bad");
    return tail;
  }
  waiting += 1;
  busy.set(name, (busy.get(name) ?? 0) + 1);
  schedule();
  tail = tail.then(async () => {
    try {
      await work();
    } catch (error) {
      await explain(error);
    } finally {
      waiting -= 1;
      busy.set(name, (busy.get(name) ?? 1) - 1);
      schedule();
    }
  });
  return tail;
}

export const isBusy = (/** @type {string} */ name) => (busy.get(name) ?? 0) > 0;

/**
 * Posts an act and takes the till that comes back.
 * @param {string} path
 * @param {object} body
 * @param {{isSecret?: boolean, key?: string}} [options]
 */
export async function send(path, body, options) {
  const till = await api.post(path, body, options);
  change({ message: null });
  takeTill(till);
  // What an attempt says is drawn on its line of time; a second copy beside it would only disagree.
  if (till.say && !/^P-20/.test(till.say.code)) tell(till.say, toneOf(till.say));
  return till;
}

/** Reads the till anew. */
export async function refresh() {
  takeTill(await api.get("/api/till"));
}

/** @returns {import("./state.js").Message["tone"]} */
function toneOf(/** @type {import("../shared/types.js").Notice} */ notice) {
  return notice.moneyMoved === "yes" ? "good" : notice.moneyMoved === "unknown" ? "doubt" : "plain";
}

/**
 * Says something to the person, with its sound.
 * @param {import("../shared/types.js").Notice} notice
 * @param {import("./state.js").Message["tone"]} tone
 * @param {{offer?: string}} [more]
 */
export function tell(notice, tone, more = {}) {
  change({ message: { tone, notice, ...more } });
  if (tone === "bad" || tone === "doubt") play("bad");
}

/** Says what went wrong. Never throws. */
export async function explain(/** @type {unknown} */ error) {
  if (error instanceof Refusal) {
    if (error.status === 401) return change({ session: "out", dialog: null });
    // Refusals that mean "you are looking at something old": show the present first.
    if (["T-410", "T-411", "S-213", "S-204"].includes(error.notice?.code ?? "")) {
      await refresh().catch(() => {});
    }
    const notice = error.notice ?? pageNotice("odd", "unknown");
    return tell(notice, notice.moneyMoved === "unknown" ? "doubt" : "bad",
      { offer: notice.code === "P-306" ? "held" : undefined });
  }
  if (error instanceof NoAnswer) return tell(pageNotice("noAnswer", "unknown"), "doubt");
  console.error(error);
  tell(pageNotice("odd", "unknown"), "bad");
}
