// Speaks to the server. A POST is one intent of a person: it has a key, made and kept before the
// first try, and is sent again under the same key until there is an answer. So a lost answer, a
// reload or a key pressed twice has one effect.
//
// Trap: an intent that carries a PIN or a payment code is never kept in the browser's storage;
// after a reload the server's state alone says what became of it.

/**
 * @typedef {import("./types.js").Notice} Notice
 * @typedef {{key: string, path: string, body: object, at: number}} Intent
 */

/** The server refused; nothing was changed by the request. */
export class Refusal extends Error {
  /**
   * @param {number} status
   * @param {Notice | null} notice
   */
  constructor(status, notice) {
    super(notice?.code ?? `HTTP ${status}`);
    this.status = status;
    this.notice = notice;
  }
}

/** There was no answer for so long that the person must be told. The effect is not known. */
export class NoAnswer extends Error {}

const KEPT = "counterfoil.intents";
/** How long an answer may take before the same request is sent again. */
const ANSWER_MS_MAX = 20_000;
/** How long the page goes on by itself; longer, and a person should decide. */
const PERSISTENCE_MS_MAX = 120_000;
/** After a reload older intents are not repeated: the person has moved on. */
const INTENT_AGE_MS_MAX = 120_000;
const PAUSES_MS = [300, 700, 1500, 3000, 5000];

export class Api {
  /**
   * @param {object} outside everything the client touches, so that a test can stand in for it
   * @param {typeof fetch} outside.fetch
   * @param {Storage} outside.storage
   * @param {() => number} outside.now milliseconds
   * @param {(milliseconds: number) => Promise<void>} outside.wait
   * @param {(isReached: boolean) => void} outside.onLink
   */
  constructor({ fetch, storage, now, wait, onLink }) {
    this.outside = { fetch, storage, now, wait, onLink };
  }

  /**
   * Reads. One try: what reads repeats itself by its own clock.
   * @param {string} path
   * @returns {Promise<any>}
   */
  async get(path) {
    return this.#answer(await this.#try(path, { method: "GET" }));
  }

  /**
   * Asks for something to be worked out. One try, nothing kept: it has no effect.
   * @param {string} path
   * @param {object} body
   * @returns {Promise<any>}
   */
  async ask(path, body) {
    return this.#answer(await this.#try(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", "Idempotency-Key": newKey() },
      body: JSON.stringify(body),
    }));
  }

  /**
   * Acts, once, however often it has to be sent.
   * @param {string} path
   * @param {object} body
   * @param {{method?: string, isSecret?: boolean, key?: string}} options
   * @returns {Promise<any>}
   */
  async post(path, body, { method = "POST", isSecret = false, key = newKey() } = {}) {
    const { now, wait } = this.outside;
    const began = now();
    if (!isSecret) this.#keep({ key, path, body, at: began });
    const request = {
      method,
      headers: { "Content-Type": "application/json", "Idempotency-Key": key },
      body: JSON.stringify(body),
    };
    for (let tries = 0; ; tries += 1) {
      try {
        const response = await this.#try(path, request);
        if (!isPassing(response.status)) {
          this.#forget(key);
          return await this.#answer(response);
        }
      } catch (error) {
        if (!(error instanceof NoAnswer)) throw error;
      }
      if (now() - began > PERSISTENCE_MS_MAX) throw new NoAnswer(path);
      await wait(PAUSES_MS[Math.min(tries, PAUSES_MS.length - 1)]);
    }
  }

  /**
   * The intents that a reload interrupted, oldest first; each may be posted again under its key.
   */
  interrupted() {
    const young = this.#kept().filter(({ at }) => this.outside.now() - at < INTENT_AGE_MS_MAX);
    this.outside.storage.setItem(KEPT, JSON.stringify(young));
    return young;
  }

  async #try(/** @type {string} */ path, /** @type {RequestInit} */ request) {
    const { fetch, onLink } = this.outside;
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), ANSWER_MS_MAX);
    try {
      const response = await fetch(path, {
        ...request, credentials: "same-origin", cache: "no-store", signal: stop.signal,
      });
      onLink(!isPassing(response.status));
      return response;
    } catch {
      onLink(false);
      throw new NoAnswer(path);
    } finally {
      clearTimeout(timer);
    }
  }

  async #answer(/** @type {Response} */ response) {
    if (response.ok) return response.status === 204 ? null : await response.json();
    let notice = null;
    try {
      notice = (await response.json()).error ?? null;
    } catch {
      // A refusal without words: the status has to do.
    }
    throw new Refusal(response.status, notice);
  }

  /** @returns {Intent[]} */
  #kept() {
    try {
      return JSON.parse(this.outside.storage.getItem(KEPT) ?? "[]");
    } catch {
      return [];
    }
  }

  #keep(/** @type {Intent} */ intent) {
    const others = this.#kept().filter(({ key }) => key !== intent.key);
    this.outside.storage.setItem(KEPT, JSON.stringify([...others, intent]));
  }

  #forget(/** @type {string} */ key) {
    const others = this.#kept().filter((intent) => intent.key !== key);
    this.outside.storage.setItem(KEPT, JSON.stringify(others));
  }
}

/** Whether the answer says only that the server cannot be reached now. */
function isPassing(/** @type {number} */ status) {
  return status === 502 || status === 503 || status === 504;
}

/** A key that does not repeat. Not `randomUUID`, which pages without TLS do not have. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The live client of a page. */
export function liveApi(/** @type {(isReached: boolean) => void} */ onLink) {
  return new Api({
    fetch: (...request) => window.fetch(...request),
    storage: window.sessionStorage,
    now: () => Date.now(),
    wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    onLink,
  });
}
