// Takes what is personal out of a text and leaves marks such as {name}: pure, and linear in length.
// @ts-check
import { namesIn } from "./names.js";
import { RULES } from "./personal.js";
import { plain } from "./plain.js";

/**
 * Where something stands, in UTF-16 units; without a mark it stays as it is and no rule looks again.
 * @typedef {{ from: number, to: number, mark: string }} Spot
 */

/**
 * @typedef {object} Redacted
 * @property {string} text
 * @property {{ [mark: string]: number }} taken how often each mark was put in
 */

/** @typedef {{ customers?: string[], agent?: string }} Known names that the panel knows */

/** What the server refuses as well; a line that holds it is never sent. */
export const NEVER_SENT = Object.freeze(["email", "card", "iban", "phone"]);

const HIDDEN = "\uE000"; // stands for what is dealt with: no letter, no digit, no space

/** @param {string} text @param {Spot[]} spots in order */
function hide(text, spots) {
  let hidden = "";
  for (const { from, to } of spots)
    hidden += text.slice(hidden.length, from) + HIDDEN.repeat(to - from);
  return hidden + text.slice(hidden.length);
}

/** @param {string} text @param {Spot[]} spots of one mark, with nothing but a space between, are one */
function joined(text, spots) {
  /** @type {Spot[]} */
  const whole = [];
  for (const spot of spots.sort((a, b) => a.from - b.from)) {
    const last = whole.at(-1);
    const same = last && last.mark === spot.mark && spot.mark;
    if (last && same && /^\s*$/.test(text.slice(last.to, spot.from))) last.to = spot.to;
    else whole.push({ ...spot });
  }
  return whole;
}

/** @param {string} text @param {Spot[]} spots in order @returns {Redacted} */
function marked(text, spots) {
  /** @type {{ [mark: string]: number }} */
  const taken = {};
  let made = "";
  let at = 0;
  for (const { from, to, mark } of spots) {
    if (!mark) continue;
    made += `${text.slice(at, from)}{${mark}}`;
    taken[mark] = (taken[mark] ?? 0) + 1;
    at = to;
  }
  return { text: made + text.slice(at), taken };
}

/** @param {string} text @param {Known} [known] @returns {Redacted} */
export function redact(text, { customers = [], agent = "" } = {}) {
  const whole = text.normalize("NFC");
  const { text: looked, at } = plain(whole);
  /** @type {Spot[]} */
  const spots = [];
  let left = looked;
  const take = (/** @type {Iterable<Spot>} */ found) => {
    const more = [...found].sort((a, b) => a.from - b.from);
    spots.push(...more);
    left = hide(left, more);
  };
  for (const rule of RULES) take(rule(left));
  for (const name of customers) take(namesIn(left, plain(name.normalize("NFC")).text, "name"));
  take(namesIn(left, plain(agent.normalize("NFC")).text, "agent"));
  const stood = (/** @type {number} */ unit) => at[unit] ?? whole.length;
  const placed = joined(looked, spots).map((one) => ({ ...one, from: stood(one.from), to: stood(one.to) }));
  return marked(whole, placed);
}

/** The marks of a text, each once, in order. @param {string} text */
export const marksIn = (text) => [...new Set(text.match(/\{[a-z][a-z_]{0,40}\}/g) ?? [])];
