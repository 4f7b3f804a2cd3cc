// The page of the statements: sends a file as it is, and draws anew what changes while something runs.
// Without this script the page still shows how far everything is, on each reload.

const live = /** @type {HTMLElement | null} */ (document.getElementById("live"));
const form = /** @type {HTMLFormElement | null} */ (document.getElementById("upload"));

/** How often the page asks, while something runs and while nothing does. */
const RUNNING_MS = 1000;
const QUIET_MS = 5000;

let drawn = live?.innerHTML ?? "";
let timer = 0;

async function look() {
  if (live === null) return;
  try {
    const answer = await fetch(live.dataset.from ?? "", { cache: "no-store" });
    if (answer.ok) draw(await answer.text());
  } catch {
    // The next look will tell.
  }
  later();
}

function later() {
  window.clearTimeout(timer);
  const isRunning = live?.querySelector("[data-running]") != null;
  timer = window.setTimeout(look, isRunning ? RUNNING_MS : QUIET_MS);
}

/** Draws only what changed, and leaves the cursor where it was. */
function draw(/** @type {string} */ html) {
  if (live === null || html === drawn) return;
  const focused = live.contains(document.activeElement) ? document.activeElement?.id : "";
  live.innerHTML = html;
  drawn = html;
  if (focused) document.getElementById(focused)?.focus();
}

function tell(/** @type {string} */ words) {
  const alert = form?.querySelector("[role=alert]");
  if (!(alert instanceof HTMLElement)) return;
  alert.textContent = words;
  alert.hidden = words === "";
}

/** Of a refusal, what it says and what to do next, in the page's language. */
function sentence(/** @type {any} */ error) {
  const isEnglish = document.documentElement.lang === "en";
  return isEnglish
    ? `${error.code} ${error.en}. ${error.nextEn}.`
    : `${error.code} ${error.zh}。${error.nextZh}。`;
}

async function send(/** @type {File[]} */ files) {
  if (form === null) return;
  const button = /** @type {HTMLButtonElement} */ (form.querySelector("button"));
  const [wallet, ...account] = field("account").split("/");
  const query = new URLSearchParams({ wallet, account: account.join("/"), day: field("day") });
  // UnionPay's two files in the order of their days, which their names begin with.
  files.sort((one, other) => (one.name < other.name ? -1 : 1));
  for (const file of files) query.append("file", `${file.name}:${file.size}`);
  tell("");
  // A button that is switched off loses the cursor; whoever pressed it has it back afterwards.
  const isHere = document.activeElement === button;
  button.disabled = true;
  later();
  const soon = window.setTimeout(look, 200);
  try {
    const answer = await fetch(`${form.dataset.to?.split("?")[0]}?${query}`, {
      method: "POST", body: new Blob(files),
      headers: { "Content-Type": "application/octet-stream" },
    });
    if (!answer.ok) tell(sentence((await answer.json()).error));
  } catch {
    tell(form.dataset.broken ?? "");
  } finally {
    window.clearTimeout(soon);
    button.disabled = false;
    if (isHere) button.focus();
    await look();
  }
}

const field = (/** @type {string} */ name) =>
  /** @type {HTMLInputElement} */ (form?.elements.namedItem(name)).value;

form?.addEventListener("submit", (event) => {
  event.preventDefault();
  const files = /** @type {HTMLInputElement} */ (form.elements.namedItem("file")).files;
  void send([...(files ?? [])]);
});
form?.addEventListener("dragover", (event) => {
  event.preventDefault();
  form.classList.add("over");
});
form?.addEventListener("dragleave", () => form.classList.remove("over"));
form?.addEventListener("drop", (event) => {
  event.preventDefault();
  form.classList.remove("over");
  const input = /** @type {HTMLInputElement} */ (form.elements.namedItem("file"));
  if (event.dataTransfer) input.files = event.dataTransfer.files;
});
later();
