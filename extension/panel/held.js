// The one button that shows what waits while the panel is in use: newer lines, notes on the reply.
// @ts-check

/** @typedef {"lines" | "findings"} What */

export class Held {
  /** @type {Map<What, () => void>} how to show each */
  #waiting = new Map();
  #button;
  #t;

  /** @param {HTMLElement} button @param {import("./strings.js").Texts} t */
  constructor(button, t) {
    this.#button = button;
    this.#t = t;
    button.addEventListener("click", () => [...this.#waiting.values()].forEach((show) => show()));
  }

  /** @param {What} what @param {(() => void) | null} show null where nothing of it waits */
  set(what, show) {
    if (show) this.#waiting.set(what, show);
    else this.#waiting.delete(what);
    const lines = this.#waiting.has("lines");
    this.#button.hidden = !this.#waiting.size;
    this.#button.textContent = this.#t(lines ? "held_one" : "held_findings");
  }
}
