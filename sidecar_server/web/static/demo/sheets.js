// On a narrow window the list of chats and the panel are sheets that open over the conversation.
// @ts-check

/** @typedef {"chats" | "panel"} Sheet */
/** @type {Sheet[]} */
const SHEETS = ["chats", "panel"];

export class Sheets {
  #sheets = { chats: byId("chats"), panel: byId("panel") };
  #toggles = { chats: byId("chats-toggle"), panel: byId("panel-toggle") };
  #veil = /** @type {HTMLElement} */ (document.querySelector("[data-veil]"));
  #badge = /** @type {HTMLElement} */ (document.querySelector("[data-suggestion-count]"));

  constructor() {
    SHEETS.forEach((name) => this.#listen(name));
    this.#veil.addEventListener("click", () => SHEETS.forEach((name) => this.close(name)));
  }

  /** @param {Sheet} name */
  open(name) {
    this.#set(name, true);
  }

  /** Closes a sheet; focus inside it goes back to what opened it. @param {Sheet} name */
  close(name) {
    const held = this.#sheets[name].contains(document.activeElement);
    this.#set(name, false);
    if (held && this.#toggles[name].offsetParent) this.#toggles[name].focus();
  }

  /** How many suggestions wait behind the button. @param {number} items */
  count(items) {
    this.#badge.hidden = !items;
    this.#badge.textContent = String(items);
  }

  /** @param {Sheet} name */
  #listen(name) {
    const sheet = this.#sheets[name];
    const closer = /** @type {HTMLElement | null} */ (sheet.querySelector("[data-close]"));
    this.#toggles[name].addEventListener("click", () => {
      this.open(name);
      closer?.focus();
    });
    closer?.addEventListener("click", () => this.close(name));
    sheet.addEventListener("keydown", ({ key }) => {
      if (key === "Escape") this.close(name);
    });
  }

  /** @param {Sheet} name @param {boolean} isOpen */
  #set(name, isOpen) {
    this.#sheets[name].classList.toggle("is-open", isOpen);
    this.#toggles[name].setAttribute("aria-expanded", String(isOpen));
    const open = SHEETS.some((each) => this.#sheets[each].classList.contains("is-open"));
    this.#veil.hidden = !open;
  }
}

/** @param {string} id */
function byId(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}
