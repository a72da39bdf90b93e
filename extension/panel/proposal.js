// A line for the lead as it comes about: what the agent writes, and what of it would be sent.
// @ts-check
import { NEVER_SENT, marksIn, redact } from "./redact.js";

/** @typedef {import("./redact.js").Known} Known */

/** The server's own limits, in whole characters. */
export const MOST = Object.freeze({ text: 600, why: 200 });
const MARKS = new Set(
  [...NEVER_SENT, "name", "agent", "link", "address", "date_of_birth", "number"].map((one) => `{${one}}`),
);
/** What is taken out again if somebody writes it in by hand; the rest may be meant. */
const BY_HAND_TOO = [...NEVER_SENT, "name", "agent"];

/** @param {string} text */
const count = (text) => [...text].length;

export class Proposal {
  /** What the agent wrote; it goes nowhere. */
  line = "";
  /** What would be sent. */
  text = "";
  /** Whether `text` was changed by hand, and follows the line no more. */
  byHand = false;
  /** Whether anything was written since it was begun. */
  touched = false;
  /** @type {Known} */
  #known = {};

  /** @param {Known} known names to take out */
  know(known) {
    this.#known = known;
    if (!this.byHand) this.#follow();
  }

  /** The reply as it stands; it never takes the place of what was written here. @param {string} text */
  begin(text) {
    if (this.touched) return;
    this.line = text.trim();
    this.#follow();
  }

  /** @param {string} line */
  write(line) {
    this.touched = true;
    this.line = line;
    if (!this.byHand) this.#follow();
  }

  /** What would be sent was changed by hand. @param {string} text */
  edit(text) {
    this.touched = this.byHand = true;
    this.text = text;
  }

  /** Take what would be sent from the line anew. */
  again() {
    this.byHand = false;
    this.#follow();
  }

  /** Forget all of it. */
  clear() {
    this.line = this.text = "";
    this.byHand = this.touched = false;
  }

  /** What was taken out, as it is marked in the text. */
  taken = () => marksIn(this.text).filter((mark) => MARKS.has(mark));

  /** How many characters are too many. */
  over = () => Math.max(0, count(this.text.trim()) - MOST.text);

  /**
   * Whether it may go out as it is shown. `again`: something personal was found in what was written
   * by hand and is taken out now, so that it has to be read once more.
   * @param {string} why when one would use it
   * @returns {{ problem: "" | "empty" | "long" | "again", text: string, why: string }}
   */
  check(why) {
    const text = this.text.trim();
    const clean = this.#clean(text, BY_HAND_TOO);
    const cleanWhy = [...this.#clean(why.trim())].slice(0, MOST.why).join("");
    const same = clean === text && cleanWhy === why.trim();
    if (!same) [this.text, this.byHand] = [clean, true];
    const problem = !text ? "empty" : !same ? "again" : this.over() ? "long" : "";
    return { problem, text: clean, why: cleanWhy };
  }

  #follow() {
    this.text = redact(this.line, this.#known).text;
  }

  /** @param {string} text @param {string[]} [marks] only if one of these is in it */
  #clean(text, marks) {
    const found = redact(text, this.#known);
    const some = !marks || marks.some((mark) => found.taken[mark]);
    return some ? found.text : text;
  }
}
