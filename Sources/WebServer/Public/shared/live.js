// Hears of changes: server-sent events while they last, and a poll of its own besides. A connection
// that died without a word looks exactly like a quiet shop, so the poll never stops; it only slows
// down.

/**
 * @typedef {"live" | "polling" | "lost"} Link
 */

const POLL_MS = { live: 10_000, polling: 2_000, lost: 2_000 };

export class LiveTill {
  /**
   * @param {(till: any) => void} receive
   * @param {() => Promise<void>} poll asks for the till by itself; rejects when there is no answer
   * @param {(link: Link) => void} onLink
   */
  constructor(receive, poll, onLink) {
    this.receive = receive;
    this.poll = poll;
    this.onLink = onLink;
    /** @type {Link} */
    this.link = "polling";
    /** @type {EventSource | null} */
    this.source = null;
    this.timer = 0;
  }

  start() {
    this.stop();
    const source = new EventSource("/api/till/events");
    source.addEventListener("open", () => this.#set("live"));
    source.addEventListener("till", (event) => {
      this.#set("live");
      this.receive(JSON.parse(/** @type {MessageEvent} */ (event).data));
    });
    source.addEventListener("error", () => this.#set("polling"));
    this.source = source;
    this.#schedule();
  }

  stop() {
    this.source?.close();
    this.source = null;
    window.clearTimeout(this.timer);
  }

  #set(/** @type {Link} */ link) {
    if (link === this.link) return;
    this.link = link;
    this.onLink(link);
    this.#schedule();
  }

  #schedule() {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(async () => {
      try {
        await this.poll();
        if (this.link === "lost") this.#set("polling");
      } catch {
        this.#set("lost");
      }
      // A source that gave up (the server answered with an error) is not tried again by the
      // browser.
      if (this.source?.readyState === EventSource.CLOSED) return this.start();
      if (this.source) this.#schedule();
    }, POLL_MS[this.link]);
  }
}
