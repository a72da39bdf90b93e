// The list of cards: what is drawn now, what waits, and that nothing moves under hand or focus.
// @ts-check
import { arranged } from "./group.js";
import { groups } from "./groups.js";
import { isLine } from "./kinds.js";

const MOST_KEYS = 3;
const SETTLE_MS = 250;

/**
 * @typedef {object} Drawn
 * @property {Sidecar.Item[]} items
 * @property {string} of what the items belong to: a conversation or a search; another one replaces at once
 * @property {import("./keys.js").Keys | null} keys those that hold now
 * @property {boolean} inserts whether there is a chat to insert into
 */

/** Items that a digit inserts, in the order shown. @param {Sidecar.Item[]} items */
export const insertable = (items) => items.filter(isLine).slice(0, MOST_KEYS);

/** @param {Sidecar.Item[]} a @param {Sidecar.Item[]} b */
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** @param {Drawn} drawn @param {string} id @returns {Drawn} */
const without = (drawn, id) => ({ ...drawn, items: drawn.items.filter((item) => item.id !== id) });

export class CardList {
  /** @type {Drawn} */
  #shown = { items: [], of: "", keys: null, inserts: false };
  /** @type {Drawn | null} */
  #waiting = null;
  /** @type {{ [digit: number]: number }} when the line under a digit last became another one */
  #changed = {};
  #place;
  #held;
  #t;
  #onDrawn;

  /**
   * @param {HTMLElement} place where the cards stand
   * @param {import("./held.js").Held} held shows what waits
   * @param {import("./strings.js").Texts} t
   * @param {(items: Sidecar.Item[]) => void} onDrawn
   */
  constructor(place, held, t, onDrawn) {
    this.#place = place;
    this.#held = held;
    this.#t = t;
    this.#onDrawn = onDrawn;
  }

  items = () => this.#shown.items;

  /** Draw these items, or keep them waiting while the list is in use. @param {Drawn} wanted */
  show(wanted) {
    const next = { ...wanted, items: arranged(wanted.items) };
    const here = next.of === this.#shown.of;
    if (here && same(next.items, this.#shown.items)) this.#wait(null);
    else if (here && this.inUse()) this.#wait(next);
    else this.#draw(next);
  }

  /** Draw what waits, if anything. */
  release() {
    if (this.#waiting) this.#draw(this.#waiting);
  }

  /** Draw what waits as soon as nobody uses the cards. */
  settle() {
    if (!this.inUse()) this.release();
  }

  /** Take one card away, for it was dismissed; what waits goes on waiting. @param {string} id */
  remove(id) {
    const next = this.#waiting && without(this.#waiting, id);
    this.#draw(without(this.#shown, id));
    this.#wait(next);
  }

  /** Show that this line is in the reply box. @param {string} id */
  mark(id) {
    this.#place.querySelector(`[data-id="${CSS.escape(id)}"]`)?.setAttribute("data-used", "");
  }

  /** Open the note, or close it; its card is brought into sight. */
  toggleNote() {
    const note = /** @type {HTMLDetailsElement | null} */ (
      this.#place.querySelector("[data-kind=note] details")
    );
    if (!note) return;
    note.open = !note.open;
    note.scrollIntoView({ block: "nearest" });
  }

  /** Whether someone points at the cards or has the keyboard among them. */
  inUse() {
    if (!this.#shown.items.length) return false;
    const focused = document.hasFocus() && this.#place.contains(document.activeElement);
    return focused || this.#place.matches(":hover");
  }

  /**
   * Whether the line under this digit is too new for the press to have been meant for it.
   * @param {number} digit
   */
  unsettled(digit) {
    return performance.now() - (this.#changed[digit] ?? -Infinity) < SETTLE_MS;
  }

  /** @param {Drawn | null} next */
  #wait(next) {
    this.#waiting = next;
    this.#held.set("lines", next && (() => this.release()));
  }

  /** @param {Drawn} next */
  #draw(next) {
    const here = next.of === this.#shown.of;
    if (here) this.#noteChanges(next.items);
    const left = here ? this.#state() : { open: [], used: [], more: false };
    const numbered = next.inserts ? insertable(next.items) : [];
    this.#shown = next;
    this.#wait(null);
    this.#place.replaceChildren(...groups(next, numbered, left, this.#t));
    this.#onDrawn(next.items);
  }

  /** What the agent has done to the cards that stand there, by the items' ids. */
  #state() {
    const ids = (/** @type {string} */ selector) =>
      [...this.#place.querySelectorAll(`[data-id]${selector}`)].map((one) =>
        one.getAttribute("data-id"),
      );
    const more = this.#place.querySelector(".more[open]") !== null;
    return { open: ids(":has(details[open])"), used: ids("[data-used]"), more };
  }

  /** @param {Sidecar.Item[]} next */
  #noteChanges(next) {
    const before = insertable(this.#shown.items);
    insertable(next).forEach((item, i) => {
      if (before[i] && before[i].id !== item.id) this.#changed[i + 1] = performance.now();
    });
  }
}
