// Sends a file of settlements as it is, and says what came of it: all of its lines, or none.

const form = /** @type {HTMLFormElement | null} */ (document.getElementById("import"));

function tell(/** @type {string} */ words) {
  const alert = form?.querySelector("[role=alert]");
  if (!(alert instanceof HTMLElement)) return;
  alert.textContent = words;
  alert.hidden = words === "";
}

form?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const input = /** @type {HTMLInputElement} */ (form.elements.namedItem("file"));
  const file = input.files?.[0];
  if (!file) return;
  tell("");
  try {
    const answer = await fetch(form.dataset.to ?? "", {
      method: "POST", body: file, headers: { "Content-Type": "text/csv" },
    });
    const said = await answer.json();
    if (!answer.ok) {
      const isEnglish = document.documentElement.lang === "en";
      const { code, zh, en, nextZh, nextEn } = said.error;
      tell(isEnglish ? `${code} ${en}. ${nextEn}.` : `${code} ${zh}。${nextZh}。`);
      return;
    }
    window.sessionStorage.setItem("counterfoil.imported", String(said.new));
    window.location.reload();
  } catch {
    tell(form.dataset.broken ?? "");
  }
});

const imported = window.sessionStorage.getItem("counterfoil.imported");
if (imported !== null) {
  window.sessionStorage.removeItem("counterfoil.imported");
  tell((form?.dataset.done ?? "").replace("#", imported));
  form?.querySelector("[role=alert]")?.classList.add("signed");
}
