// The panel's keyboard: one table from key to deed, deaf while someone types or holds a modifier.
// @ts-check

/**
 * @typedef {object} Deeds
 * @property {(digit: number) => void} insert
 * @property {() => void} copy
 * @property {() => void} dismiss
 * @property {(step: 1 | -1) => void} move
 * @property {() => void} note
 * @property {() => void} search
 * @property {() => void} leaveSearch
 */

/** @type {{ [key: string]: (deeds: Deeds) => void }} */
const KEYS = {
  1: (deeds) => deeds.insert(1),
  2: (deeds) => deeds.insert(2),
  3: (deeds) => deeds.insert(3),
  c: (deeds) => deeds.copy(),
  Escape: (deeds) => deeds.dismiss(),
  n: (deeds) => deeds.note(),
  "/": (deeds) => deeds.search(),
  j: (deeds) => deeds.move(1),
  ArrowDown: (deeds) => deeds.move(1),
  k: (deeds) => deeds.move(-1),
  ArrowUp: (deeds) => deeds.move(-1),
};

/** @type {{ [key: string]: (deeds: Deeds) => void }} */
const KEYS_WHILE_TYPING = {
  Escape: (deeds) => deeds.leaveSearch(),
  ArrowDown: (deeds) => deeds.move(1),
  Enter: (deeds) => deeds.move(1), // to the first card; Enter never inserts
};

/**
 * Act on one key; true where it had a meaning here.
 * @param {Pick<KeyboardEvent, "key" | "ctrlKey" | "altKey" | "metaKey" | "isComposing" | "repeat">} event
 * @param {boolean} typing whether the focus is in a text field
 * @param {Deeds} deeds
 */
export function press(event, typing, deeds) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return false;
  const table = typing ? KEYS_WHILE_TYPING : KEYS;
  const deed = Object.hasOwn(table, event.key) ? table[event.key] : undefined;
  if (!deed) return false;
  const once = !event.key.startsWith("Arrow");
  if (!(event.repeat && once)) deed(deeds);
  return true;
}
