// The list of cards: what is drawn now, what waits, and that nothing moves under hand or focus.
// @ts-check
import { card } from "./cards.js";

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

/**
 * @param {HTMLElement} place the list element
 * @param {HTMLElement} held the button that shows what waits
 * @param {import("./strings.js").Texts} t
 * @param {(items: Sidecar.Item[]) => void} onDrawn
 * @param {() => number} [now] milliseconds
 */
export function cardList(place, held, t, onDrawn, now = () => performance.now()) {
  /** @type {Drawn} */
  let shown = { items: [], of: "" };
  /** @type {Drawn | null} */
  let waiting = null;
  /** @type {{ [digit: number]: number }} when the line under a digit last became another one */
  const changed = {};

  /** Whether someone points at the list or has the keyboard in it. */
  const busy = () =>
    place.matches(":hover") || (document.hasFocus() && place.contains(document.activeElement));

  /** @param {Sidecar.Item[]} next */
  const noteChanges = (next) => {
    const before = insertable(shown.items);
    insertable(next).forEach((item, i) => {
      if (before[i] && before[i].id !== item.id) changed[i + 1] = now();
    });
  };

  /** @param {Drawn} next */
  const draw = (next) => {
    if (next.of === shown.of) noteChanges(next.items);
    const keys = insertable(next.items);
    const key = (/** @type {Sidecar.Item} */ item) => keys.indexOf(item) + 1 || null;
    shown = next;
    waiting = null;
    held.hidden = true;
    place.replaceChildren(...next.items.map((item) => card(item, { t, key: key(item) })));
    onDrawn(next.items);
  };

  return {
    /** Draw these items, or keep them waiting while the list is in use. @param {Drawn} next */
    show(next) {
      if (next.of === shown.of && same(next.items, shown.items)) {
        waiting = null;
      } else if (next.of === shown.of && shown.items.length && busy()) {
        waiting = next;
      } else draw(next);
      held.hidden = !waiting;
    },
    /** Draw what waits, if anything. */
    release: () => waiting && draw(waiting),
    /** Take one card away, for it was dismissed; what waits goes on waiting. @param {string} id */
    remove(id) {
      const next = waiting && without(waiting, id);
      draw(without(shown, id));
      waiting = next;
      held.hidden = !waiting;
    },
    /** Show that this line is in the reply box. @param {string} id */
    mark: (id) => place.querySelector(`[data-id="${CSS.escape(id)}"]`)?.setAttribute("data-used", ""),
    busy,
    items: () => shown.items,
    /** Whether the line under this digit is too new for the press to have been meant for it. @param {number} digit */
    unsettled: (digit) => now() - (changed[digit] ?? -Infinity) < SETTLE_MS,
  };
}
