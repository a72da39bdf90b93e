// The plain keys of the panel's deeds: which there are, which may be chosen, which clash.
// @ts-check
import { KEYS } from "../panel/keys.js";

/** The own key of each deed. @type {{ readonly [deed: string]: string }} */
export const DEED_KEYS = KEYS;

const NAMED_KEYS = ["Escape", "Backspace", "Delete", "Home", "End"];

/**
 * The key as it is kept: letters small, so that Caps Lock does not matter; "" where it cannot be a
 * deed's, because it presses buttons, moves the focus, is a modifier, or lists the keys (`?`).
 * @param {unknown} key as a KeyboardEvent has it
 */
export function plainKey(key) {
  if (typeof key !== "string") return "";
  if (NAMED_KEYS.includes(key)) return key;
  return [...key].length === 1 && key.trim() && key !== "?" ? key.toLowerCase() : "";
}

/**
 * The other deed that this key does already.
 * @param {{ [deed: string]: string }} keys as chosen @param {string} deed @param {string} key
 */
export const clash = (keys, deed, key) =>
  Object.entries({ ...DEED_KEYS, ...keys }).find(
    ([other, its]) => other !== deed && its === key,
  )?.[0] ?? "";

/**
 * Only what differs from the deed's own key; none at all if two deeds would share one.
 * @param {{ [deed: string]: unknown }} value
 */
export function cleanKeys(value) {
  const given = Object.entries(value).map(([deed, key]) => [deed, plainKey(key)]);
  /** @type {{ [deed: string]: string }} */
  const keys = Object.fromEntries(
    given.filter(
      ([deed = "", key]) => key && Object.hasOwn(DEED_KEYS, deed) && DEED_KEYS[deed] !== key,
    ),
  );
  return Object.entries(keys).some(([deed, key]) => clash(keys, deed, key)) ? {} : keys;
}
