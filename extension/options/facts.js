// The facts of the card, one row each: what a customer might mention, and the agent's own sentence.
// @ts-check
import { MOST } from "../background/card.js";
import { byId, node } from "../panel/nodes.js";

/** @typedef {import("../panel/strings.js").Texts} Texts */
/** @typedef {HTMLInputElement | HTMLTextAreaElement} Field */
/** @typedef {{ about: Field, says: Field, row: HTMLElement }} Row */

export class Facts {
  #t;
  #changed;
  /** @type {Row[]} */
  #rows = [];
  #made = 0;
  #add = byId("fact-add");

  /** @param {Texts} t @param {() => void} changed */
  constructor(t, changed) {
    this.#t = t;
    this.#changed = changed;
    this.#add.addEventListener("click", () => {
      this.#append({ about: "", says: "" }).about.focus();
      this.#drawn();
    });
  }

  /** @param {Sidecar.Card["facts"]} facts */
  fill(facts) {
    this.#rows = [];
    byId("facts").replaceChildren();
    for (const fact of facts.length ? facts : [{ about: "", says: "" }]) this.#append(fact);
    this.#drawn();
  }

  /** @returns {Sidecar.Card["facts"]} those with a word in them */
  read() {
    const all = this.#rows.map(({ about, says }) => ({ about: about.value, says: says.value }));
    return all.filter(({ about, says }) => about.trim() || says.trim());
  }

  /** The empty field of the first fact that is only half there; all others are marked as good. */
  half() {
    const fields = this.#rows.flatMap(({ about, says }) => [about, says]);
    for (const one of fields) one.removeAttribute("aria-invalid");
    const { about, says } = this.#rows.find((row) => isHalf(row)) ?? {};
    const empty = about?.value.trim() ? says : about;
    empty?.setAttribute("aria-invalid", "true");
    return empty ?? null;
  }

  /** @param {{ about: string, says: string }} fact */
  #append(fact) {
    const number = (this.#made += 1);
    const about = this.#field("input", `fact-about-${number}`, fact.about);
    const says = this.#field("textarea", `fact-says-${number}`, fact.says);
    about.placeholder = this.#t("fact_about_example");
    says.placeholder = this.#t("fact_says_example");
    const remove = node("button", { type: "button" }, this.#t("fact_remove"));
    const row = node(
      "li",
      {},
      node("div", { class: "field" }, this.#label(about, "fact_about"), about),
      node("div", { class: "field" }, this.#label(says, "fact_says"), says),
      remove,
    );
    const made = { about, says, row };
    remove.addEventListener("click", () => this.#remove(made));
    this.#rows.push(made);
    byId("facts").append(row);
    return made;
  }

  /** @param {"input" | "textarea"} tag @param {string} id @param {string} value */
  #field(tag, id, value) {
    const field = node(tag, { id, rows: "1", maxlength: String(MOST.text), autocomplete: "off" });
    field.value = value;
    return field;
  }

  /** @param {HTMLElement} field @param {string} key */
  #label = (field, key) => node("label", { for: field.id }, this.#t(key));

  /** @param {Row} gone */
  #remove(gone) {
    const at = this.#rows.indexOf(gone);
    this.#rows.splice(at, 1);
    gone.row.remove();
    if (!this.#rows.length) this.#append({ about: "", says: "" });
    this.#drawn();
    this.#rows[Math.min(at, this.#rows.length - 1)]?.about.focus();
  }

  #drawn() {
    this.#add.hidden = this.#rows.length >= MOST.facts;
    for (const [i, { row }] of this.#rows.entries()) {
      row.querySelector("button")?.setAttribute("aria-label", this.#t("fact_remove_which", i + 1));
      row.setAttribute("aria-label", this.#t("fact_which", i + 1));
    }
    this.#changed();
  }
}

/** @param {Row} row */
const isHalf = ({ about, says }) => Boolean(about.value.trim()) !== Boolean(says.value.trim());
