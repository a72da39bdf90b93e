// The panel's keyboard: a key for each deed, deaf while someone types or holds a modifier.
// @ts-check

/** Each deed's own key, in the order in which they are listed; an agent may choose others. */
export const KEYS = Object.freeze({
  "insert-1": "1",
  "insert-2": "2",
  "insert-3": "3",
  copy: "c",
  dismiss: "Escape",
  note: "n",
  hold: "h",
  findings: "f",
  search: "/",
  next: "j",
  previous: "k",
  chats: "o",
  pause: "p",
  propose: "s",
});

/** What these keys do is never another deed's: Enter inserts nothing but by a focused button. */
const RESERVED = ["Enter", "Tab", " ", "?"];

/** Beside the chosen keys. @type {{ [key: string]: string }} */
const ALWAYS = { ArrowDown: "next", ArrowUp: "previous", "?": "keys" };

/** In the search box; Enter goes to the first card. @type {{ [key: string]: string }} */
const TYPING = { ArrowDown: "next", Enter: "next" };

/** @typedef {{ [deed: string]: string }} Keys the key of each deed that has one */

/**
 * @typedef {{ [deed: string]: () => void } & { leave: () => boolean }} Deeds
 * `leave` takes back what was opened last, for Esc; false where nothing is open
 */

/**
 * The keys that hold now. A key that the agent chose is taken from whatever had it before.
 * @param {Pick<Sidecar.Settings, "keysOn" | "keys">} settings
 * @returns {Keys | null} null where plain keys are switched off
 */
export function keysOf({ keysOn, keys }) {
  if (!keysOn) return null;
  const chosen = Object.entries(keys).filter(
    ([deed, key]) => Object.hasOwn(KEYS, deed) && !RESERVED.includes(key),
  );
  const taken = new Set(chosen.map(([, key]) => key));
  const left = Object.entries(KEYS).filter(([, key]) => !taken.has(key));
  const all = { ...Object.fromEntries(left), ...Object.fromEntries(chosen) };
  return Object.fromEntries(Object.entries(all).filter(([, key]) => key));
}

/** @param {string} key @param {Keys | null} keys */
function deedOf(key, keys) {
  if (!keys) return undefined;
  const [chosen] = Object.entries(keys).find(([, one]) => one === key) ?? [];
  return chosen ?? (Object.hasOwn(ALWAYS, key) ? ALWAYS[key] : undefined);
}

/**
 * Act on one key; true where it had a meaning here.
 * @param {Pick<KeyboardEvent, "key" | "ctrlKey" | "altKey" | "metaKey" | "isComposing" | "repeat">} event
 * @param {boolean | "text"} typing whether the focus is in the search box, or in a field of a sheet
 * @param {Keys | null} keys
 * @param {Deeds} deeds
 */
export function press(event, typing, keys, deeds) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return false;
  if (event.key === "Escape" && !event.repeat && deeds.leave()) return true;
  if (typing === "text") return false;
  const search = Object.hasOwn(TYPING, event.key) ? TYPING[event.key] : undefined;
  const deed = typing ? search : deedOf(event.key, keys);
  if (deed === undefined) return false;
  if (!event.repeat || event.key.startsWith("Arrow")) deeds[deed]?.();
  return true;
}
