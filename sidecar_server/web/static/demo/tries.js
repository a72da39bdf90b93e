// Offers drafts to try above the reply box, so that nobody has to invent a bad one.
// @ts-check

/** `name` says what it shows; `again`: once it was sent, and is tried a second time.
 * @typedef {{name: string, text: string, again: boolean}} Try */

export class Tries {
  #row;
  #place;
  #onPick;

  /** @param {HTMLElement} row @param {(draft: string) => void} onPick */
  constructor(row, onPick) {
    this.#row = row;
    this.#place = /** @type {HTMLElement} */ (row.querySelector("[data-try-list]"));
    this.#onPick = onPick;
  }

  /** @param {Try[]} drafts those of the open chat */
  show(drafts) {
    this.#row.hidden = !drafts.length;
    this.#place.replaceChildren(...drafts.map((draft) => this.#button(draft)));
  }

  /** @param {Try} draft */
  #button({ name, text, again }) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = name;
    button.title = again ? `${text}\nSend it, then try it again.` : text;
    button.dataset.try = "";
    button.addEventListener("click", () => this.#onPick(text));
    return button;
  }
}
