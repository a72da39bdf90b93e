// The languages of the card: common ones to tick, others to write, kept by their codes.
// @ts-check
import { byId, node } from "../panel/nodes.js";

const COMMON = "ar cs da de en es fr hi it ja ko nl pl pt ro ru sv tr uk zh".split(" ");
/** Known by their names when somebody writes them. */
const MORE =
  "af bg bn ca el et fa fi ga gu he hr hu id is ka kk lt lv mk ml mr ms no pa sk sl sq sr sw ta te th tl ur vi".split(
    " ",
  );

/** @param {string} text */
const folded = (text) => text.trim().toLowerCase();

export class Languages {
  #names;
  #codes;
  #other = /** @type {HTMLInputElement} */ (byId("card-other-languages"));

  /** @param {string} locale of the page's texts */
  constructor(locale) {
    this.#names = new Intl.DisplayNames([locale], { type: "language" });
    const english = new Intl.DisplayNames(["en"], { type: "language" });
    const all = [...COMMON, ...MORE];
    this.#codes = new Map([
      ...all.map((code) => /** @type {const} */ ([folded(english.of(code) ?? code), code])),
      ...all.map((code) => /** @type {const} */ ([folded(this.#name(code)), code])),
      ...all.map((code) => /** @type {const} */ ([code, code])),
    ]);
    const order = new Intl.Collator(locale).compare;
    const sorted = COMMON.toSorted((a, b) => order(this.#name(a), this.#name(b)));
    byId("card-languages").replaceChildren(...sorted.map((code) => this.#chip(code)));
  }

  /** @param {string} code or whatever was written */
  #name(code) {
    try {
      const name = this.#names.of(code) ?? code;
      return name.charAt(0).toLocaleUpperCase() + name.slice(1);
    } catch {
      return code; // no code at all
    }
  }

  /** @param {string} code */
  #chip(code) {
    const box = node("input", { type: "checkbox", id: `language-${code}`, value: code });
    return node("label", { class: "pick" }, box, this.#name(code));
  }

  /** @param {string} code */
  #box = (code) => /** @type {HTMLInputElement | null} */ (document.getElementById(`language-${code}`));

  /** @param {string[]} languages */
  fill(languages) {
    for (const code of COMMON) {
      const box = this.#box(code);
      if (box) box.checked = languages.includes(code);
    }
    const others = languages.filter((one) => !COMMON.includes(one));
    this.#other.value = others.map((one) => this.#name(one)).join(", ");
  }

  /** @returns {string[]} codes, and as they were written those that no code is known for */
  read() {
    const written = this.#other.value.split(/[,;、，\n]/).map((one) => one.trim()).filter(Boolean);
    const others = written.map((one) => this.#codes.get(folded(one)) ?? one);
    const ticked = COMMON.filter((code) => this.#box(code)?.checked);
    return [...new Set([...ticked, ...others])];
  }
}
