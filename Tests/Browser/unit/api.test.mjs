// The client that sends an intent until there is an answer, always under one key.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Api, NoAnswer, Refusal, newKey } from "../../../Sources/WebServer/Public/shared/api.js";

class Memory {
  #values = new Map();
  getItem(name) { return this.#values.get(name) ?? null; }
  setItem(name, value) { this.#values.set(name, value); }
  get text() { return [...this.#values.values()].join(); }
}

const answer = (status, body) => ({
  ok: status < 400, status, json: async () => body,
});

/**
 * A world in which waiting moves the clock. `script`: a status and body, or an error, per request.
 */
function world(script) {
  const requests = [];
  const storage = new Memory();
  const links = [];
  let now = 0;
  const api = new Api({
    fetch: async (path, request) => {
      requests.push({ path, key: request.headers?.["Idempotency-Key"], body: request.body });
      const next = script[Math.min(requests.length - 1, script.length - 1)];
      if (next instanceof Error) throw next;
      return answer(...next);
    },
    storage,
    now: () => now,
    wait: async (milliseconds) => { now += milliseconds; },
    onLink: (isReached) => links.push(isReached),
  });
  return { api, requests, storage, links, advance: (ms) => { now += ms; } };
}

test("a lost answer is asked for again under the same key", async () => {
  const { api, requests, links } = world([new Error("lost"), [503, {}], [200, { till: 1 }]]);
  assert.deepEqual(await api.post("/api/sale/completion", { sale: "s" }), { till: 1 });
  assert.equal(requests.length, 3);
  assert.equal(new Set(requests.map(({ key }) => key)).size, 1);
  assert.match(requests[0].key, /^[A-Za-z0-9-]{1,64}$/);
  assert.deepEqual(links, [false, false, true]);
});

test("a question has one try and leaves nothing behind", async () => {
  const { api, requests, storage } = world([[200, { amountFen: 1650 }], new Error("lost")]);
  assert.deepEqual(await api.ask("/api/returns/quote", { sale: "s" }), { amountFen: 1650 });
  await assert.rejects(api.ask("/api/returns/quote", { sale: "s" }), NoAnswer);
  assert.equal(requests.length, 2);
  assert.match(requests[0].key, /^[A-Za-z0-9-]{1,64}$/);
  assert.equal(storage.text, "");
});

test("a refusal is not repeated, and carries its notice", async () => {
  const notice = { code: "S-206", zh: "还差", en: "left", moneyMoved: "no", nextZh: "", nextEn: "" };
  const { api, requests } = world([[409, { error: notice }]]);
  await assert.rejects(api.post("/x", {}), (error) =>
    error instanceof Refusal && error.status === 409 && error.notice.code === "S-206");
  assert.equal(requests.length, 1);
});

test("a refusal without words still is one", async () => {
  const { api } = world([[500, undefined]]);
  await assert.rejects(api.post("/x", {}), (error) => error instanceof Refusal);
});

test("after two minutes without an answer a person is told", async () => {
  const { api, storage } = world([new Error("lost")]);
  await assert.rejects(api.post("/x", { sale: "s" }), (error) => error instanceof NoAnswer);
  assert.match(storage.text, /"path":"\/x"/);
});

test("an intent is kept before its first try and forgotten with its answer", async () => {
  let during = "";
  const { api, storage } = world([[200, {}]]);
  api.outside.fetch = async () => {
    during = storage.text;
    return answer(200, {});
  };
  await api.post("/api/sale/lines", { entry: "6990000010212" });
  assert.match(during, /6990000010212/);
  assert.deepEqual(api.interrupted(), []);
});

test("what a reload interrupted comes back with its key; old intents do not", async () => {
  const { api, advance } = world([new Error("lost")]);
  await assert.rejects(api.post("/old", {}));
  advance(1_000_000);
  api.outside.wait = () => new Promise(() => {});
  void api.post("/young", { sale: "s" });
  await Promise.resolve();
  assert.deepEqual(api.interrupted().map(({ path }) => path), ["/young"]);
});

test("a PIN or a payment code never reaches the storage", async () => {
  const { api, storage } = world([new Error("lost")]);
  await assert.rejects(api.post("/api/sale/payments", { code: "134567890123456789" },
    { isSecret: true }));
  assert.doesNotMatch(storage.text, /1345678/);
});

test("keys do not repeat", () => {
  assert.equal(new Set(Array.from({ length: 1000 }, newKey)).size, 1000);
});
