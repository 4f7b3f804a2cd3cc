// The page's own words, Chinese first. Sentences about a refusal or a payment come from the server
// as notices, in both languages; what is here is what the page says before the server is asked, and
// labels.

import { REMARK_WORDS } from "./words-remarks.js";
import { PAY_WORDS } from "./words-pay.js";
import { RETURN_WORDS } from "./words-returns.js";
import { SALE_WORDS } from "./words-sale.js";
import { SHIFT_WORDS } from "./words-shift.js";

const LANGUAGE = "counterfoil.language";

/** @typedef {"zh" | "en"} Language */

/**
 * Chinese and English by name; {0}, {1} are filled in.
 * @type {Record<string, [string, string]>}
 */
export const WORDS = {
  ...SALE_WORDS, ...PAY_WORDS, ...RETURN_WORDS, ...REMARK_WORDS, ...SHIFT_WORDS,
};

/** @type {Language} */
let language = "zh";

export const currentLanguage = () => language;

/** Reads the language that was chosen on this till before. */
export function rememberLanguage() {
  setLanguage(window.localStorage.getItem(LANGUAGE) === "en" ? "en" : "zh");
}

export function setLanguage(/** @type {Language} */ wanted) {
  language = wanted;
  window.localStorage.setItem(LANGUAGE, wanted);
  document.documentElement.lang = wanted === "zh" ? "zh-CN" : "en";
}

/**
 * A word or sentence in the language of the page.
 * @param {string} name
 * @param {...(string | number)} values
 */
export function w(name, ...values) {
  const pair = WORDS[name];
  if (!pair) return name;
  const text = pair[language === "zh" ? 0 : 1];
  return text.replace(/\{(\d)\}/g, (_, place) => String(values[Number(place)] ?? ""));
}

/** The half of a Chinese and English pair that the page speaks. */
export const pick = (/** @type {[string, string]} */ pair) => pair[language === "zh" ? 0 : 1];

/** A notice's sentence. */
export const sentence = (/** @type {import("./types.js").Notice} */ notice) =>
  language === "zh" ? notice.zh : notice.en;

/** A notice's next step. */
export const nextStep = (/** @type {import("./types.js").Notice} */ notice) =>
  language === "zh" ? notice.nextZh : notice.nextEn;

/** The name of a method, a wallet or anything else that comes with both. */
export const nameOf = (/** @type {{name: string, nameEn?: string}} */ thing) =>
  language === "zh" ? thing.name : (thing.nameEn ?? thing.name);

/**
 * A notice of the page itself, in the shape of the server's.
 * @param {string} name a word; its next step is `name` + "Next"
 * @param {"no"|"yes"|"unknown"} moneyMoved
 * @param {...(string | number)} values
 * @returns {import("./types.js").Notice}
 */
export function pageNotice(name, moneyMoved, ...values) {
  const fill = (/** @type {string} */ text) =>
    text.replace(/\{(\d)\}/g, (_, place) => String(values[Number(place)] ?? ""));
  const [zh, en] = WORDS[name] ?? [name, name];
  const [nextZh, nextEn] = WORDS[`${name}Next`] ?? ["", ""];
  return { code: "", zh: fill(zh), en: fill(en), moneyMoved, nextZh: fill(nextZh),
    nextEn: fill(nextEn) };
}
