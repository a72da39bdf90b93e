// The list of cards: what is drawn now, what waits, and that nothing moves under hand or focus.
// @ts-check
import { card } from "./cards.js";
import { arranged, isNote, reasons } from "./group.js";
import { node } from "./nodes.js";

const MOST_KEYS = 3;
const SETTLE_MS = 250;

/**
 * @typedef {object} Drawn
 * @property {Sidecar.Item[]} items
 * @property {string} of what the items belong to: a conversation or a search; another one replaces at once
 */

/** Items that a digit inserts, in the order shown. @param {Sidecar.Item[]} items */
export const insertable = (items) => items.filter((item) => item.insertable).slice(0, MOST_KEYS);

/** @param {Sidecar.Item[]} a @param {Sidecar.Item[]} b */
const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** @param {Drawn} drawn @param {string} id @returns {Drawn} */
const without = (drawn, id) => ({ ...drawn, items: drawn.items.filter((item) => item.id !== id) });

export class CardList {
  /** @type {Drawn} */
  #shown = { items: [], of: "" };
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
   * @param {HTMLElement} held the button that shows what waits
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
    else if (here && this.#shown.items.length && this.busy()) this.#wait(next);
    else this.#draw(next);
  }

  /** Draw what waits, if anything. */
  release() {
    if (this.#waiting) this.#draw(this.#waiting);
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
    const note = this.#place.querySelector("details");
    if (!note) return;
    note.open = !note.open;
    note.scrollIntoView({ block: "nearest" });
  }

  /** Whether someone points at the list or has the keyboard in it. */
  busy() {
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
    this.#held.hidden = !next;
  }

  /** @param {Drawn} next */
  #draw(next) {
    const here = next.of === this.#shown.of;
    if (here) this.#noteChanges(next.items);
    const left = here ? this.#state() : { open: [], used: [] };
    this.#shown = next;
    this.#wait(null);
    this.#place.replaceChildren(...this.#groups(next.items, left));
    this.#onDrawn(next.items);
  }

  /** What the agent has done to the cards that stand there, by the items' ids. */
  #state() {
    const ids = (/** @type {string} */ selector) =>
      [...this.#place.querySelectorAll(`[data-id]${selector}`)].map((one) =>
        one.getAttribute("data-id"),
      );
    return { open: ids(":has(details[open])"), used: ids("[data-used]") };
  }

  /**
   * The notes, then why the lines are shown where all share it, then the lines.
   * @param {Sidecar.Item[]} items @param {{ open: (string | null)[], used: (string | null)[] }} left
   */
  #groups(items, { open, used }) {
    const keys = insertable(items);
    const lines = items.filter((item) => !isNote(item));
    const { shared, own } = reasons(lines);
    const draw = (/** @type {Sidecar.Item} */ item) =>
      card(item, {
        t: this.#t,
        key: keys.indexOf(item) + 1 || null,
        why: own(item),
        open: open.includes(item.id),
        used: used.includes(item.id),
      });
    const why = shared.map((part) => node("span", { dir: "auto", title: part }, part));
    return [
      node("ul", { class: "notes" }, ...items.filter(isNote).map(draw)),
      node("p", { class: "reason" }, ...why),
      node("ol", { class: "phrases" }, ...lines.map(draw)),
    ].filter((group) => group.hasChildNodes());
  }

  /** @param {Sidecar.Item[]} next */
  #noteChanges(next) {
    const before = insertable(this.#shown.items);
    insertable(next).forEach((item, i) => {
      if (before[i] && before[i].id !== item.id) this.#changed[i + 1] = performance.now();
    });
  }
}
