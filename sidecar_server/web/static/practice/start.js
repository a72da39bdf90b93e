// The customer who comes unannounced: at a moment nobody knows, into this tab.
// @ts-check

/** @type {{scenarios: {id: string, language: string}[]}} */
const { scenarios } = JSON.parse(document.querySelector("#listed")?.textContent ?? "");
const form = /** @type {HTMLFormElement} */ (document.querySelector("[data-unannounced]"));
const part = (/** @type {string} */ name) => /** @type {HTMLElement} */ (form.querySelector(`[data-${name}]`));
const [said, how, cancel] = [part("said"), part("how"), part("cancel")];
const before = said.textContent;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let coming;

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const asked = new FormData(form);
  const theirs = scenarios.filter(({ language }) => language === asked.get("language"));
  const chosen = theirs[Math.floor(Math.random() * theirs.length)];
  if (!chosen) return;
  const minutes = Number(asked.get("within"));
  coming = setTimeout(() => arrive(chosen.id), Math.random() * minutes * 60_000);
  show(`Somebody will write within ${minutes < 60 ? `${minutes} minutes` : `${minutes / 60} h`}. Keep this tab open and go on with your work.`);
  if ("Notification" in window && Notification.permission === "default") Notification.requestPermission();
});

cancel.addEventListener("click", () => {
  clearTimeout(coming);
  show(before ?? "", false);
});

/** @param {string} text @param {boolean} [waits] */
function show(text, waits = true) {
  said.textContent = text;
  how.hidden = waits;
  cancel.hidden = !waits;
  (waits ? cancel : /** @type {HTMLElement} */ (how.querySelector("button"))).focus();
}

/** @param {string} id */
function arrive(id) {
  if ("Notification" in window && Notification.permission === "granted") {
    const told = new Notification("A practice customer is writing", { body: "Not a real one: the practice desk.", tag: "practice" });
    told.addEventListener("click", () => window.focus());
  }
  location.assign(`/practice/desk/${encodeURIComponent(id)}`);
}
