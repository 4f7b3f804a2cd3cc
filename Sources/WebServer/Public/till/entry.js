// The entry line of the front desk: a code, a quantity and a code ("3*0003"), a name, or pinyin
// initials with a list to pick from.

import { classify } from "../shared/shapes.js";
import { narrow } from "../shared/money.js";
import { pageNotice } from "../shared/words.js";
import { addLine } from "./acts.js";
import { atFrontDesk } from "./scans.js";
import { change, state, typed } from "./state.js";
import { api, tell } from "./work.js";

/** A pause in typing after which the server is asked; searching for every letter helps nobody. */
const PAUSE_MS = 60;

let timer = 0;

/** After each change of the entry. */
export function searchWhileTyping(/** @type {string} */ text, /** @type {Event} */ event) {
  window.clearTimeout(timer);
  const query = queryOf(text);
  if (query.length < 2 && !/[\u4e00-\u9fff]/.test(query)) return change({ picks: null });
  // While an input method composes, the field holds letters that are not meant yet.
  if (/** @type {InputEvent} */ (event).isComposing) return;
  timer = window.setTimeout(() => void search(query), PAUSE_MS);
}

async function search(/** @type {string} */ query) {
  let list = [];
  try {
    list = await api.get(`/api/products?q=${encodeURIComponent(query)}`);
  } catch {
    return;
  }
  // An answer to an older question would move the list under the person's fingers.
  if (queryOf(typed.entry ?? "") !== query) return;
  // Digits are a code until the arrows say otherwise; letters can only be a search.
  change({ picks: { query, list, place: /^\d+$/.test(query) ? -1 : 0 } });
}

/** The part of the entry that names the goods. */
function queryOf(/** @type {string} */ text) {
  return narrow(text).trim().replace(/^\d{1,4}[*×]/, "");
}

/** Enter. */
export async function enterEntry() {
  const text = narrow(typed.entry ?? "").trim();
  // After a return Enter calls the next customer.
  if (text === "") return void (state.returned && change({ returned: null }));
  const [, count, rest] = /^(?:(\d{1,4})[*×])?(.*)$/.exec(text) ?? [];
  const options = { quantity: count ? Number(count) : undefined, field: "entry" };
  const picked = state.picks?.query === rest ? state.picks.list[state.picks.place] : null;
  if (picked) return addLine(picked.product, options);
  if (/^\d+$/.test(rest) || classify(rest).kind !== "unknown") {
    return atFrontDesk(classify(rest), options);
  }
  window.clearTimeout(timer);
  await search(rest);
  const list = state.picks?.query === rest ? state.picks.list : [];
  if (list.length === 1) return addLine(list[0].product, options);
  if (list.length === 0) tell({ ...pageNotice("noneFound", "no", rest), code: "S-101" }, "bad");
}

/** Adds the goods that were clicked. */
export function pickGoods(/** @type {any} */ goods) {
  const count = /^(\d{1,4})[*×]/.exec(narrow(typed.entry ?? "").trim());
  return addLine(goods.product, { quantity: count ? Number(count[1]) : undefined, field: "entry" });
}

/** Moves in the list; false when there is none. */
export function movePick(/** @type {number} */ by) {
  const { picks } = state;
  if (!picks || picks.list.length === 0) return false;
  const place = Math.max(0, Math.min(picks.list.length - 1, picks.place + by));
  change({ picks: { ...picks, place } });
  return true;
}
