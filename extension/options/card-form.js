// The form of the introduction card: what stands in it, and what is still missing.
// @ts-check
import { MOST } from "../background/card.js";
import { byId } from "../panel/nodes.js";
import { Facts } from "./facts.js";
import { Languages } from "./languages.js";
import { showPhoto } from "./photo.js";
import { switchRow } from "./switch.js";

/** @typedef {import("../panel/strings.js").Texts} Texts */

/** @type {Sidecar.Card} */
const EMPTY = {
  name: "",
  years: 0,
  expertise: [],
  languages: [],
  facts: [],
  photo: "",
  match: false,
};

/** @param {string} id */
const field = (id) => /** @type {HTMLInputElement} */ (byId(id));

export class CardForm {
  #t;
  #changed;
  #facts;
  #languages;
  #photo = "";
  #filled = "";

  /** @param {Texts} t @param {() => void} changed */
  constructor(t, changed) {
    this.#t = t;
    this.#changed = changed;
    const what = { name: "match", label: t("card_match"), hint: t("card_match_hint"), on: false };
    byId("card-match").replaceChildren(switchRow(what, () => this.#changed()));
    this.#languages = new Languages(t("texts_language"));
    this.#facts = new Facts(t, () => this.#changed());
    byId("card").addEventListener("input", () => this.#changed());
  }

  /** What is kept. @param {Sidecar.Card | null} card */
  fill(card) {
    this.show(card);
    this.#filled = JSON.stringify(this.read());
    this.#changed();
  }

  /** What is not kept yet. @param {Sidecar.Card | null} card */
  show(card) {
    const { name, years, expertise, languages, facts, photo, match } = card ?? EMPTY;
    field("card-name").value = name;
    field("card-years").value = years ? String(years) : "";
    field("card-expertise").value = expertise.join("\n");
    this.#languages.fill(languages);
    field("switch-match").checked = match;
    this.#facts.fill(facts);
    this.setPhoto(photo);
    this.#good();
  }

  /** Whether something was changed by hand since it was filled. */
  get touched() {
    return JSON.stringify(this.read()) !== this.#filled;
  }

  /** @returns {Sidecar.Card} as it stands, with whatever is wrong in it */
  read() {
    return {
      name: field("card-name").value,
      years: Number(field("card-years").value),
      expertise: field("card-expertise").value.split("\n").filter((one) => one.trim()),
      languages: this.#languages.read(),
      facts: this.#facts.read(),
      photo: this.#photo,
      match: field("switch-match").checked,
    };
  }

  /** @param {string} photo "" for none */
  setPhoto(photo) {
    const canvas = /** @type {HTMLCanvasElement} */ (byId("card-photo"));
    this.#photo = photo;
    canvas.hidden = byId("photo-remove").hidden = !photo;
    byId("photo-none").hidden = Boolean(photo);
    byId("photo-choose").textContent = this.#t(photo ? "photo_change" : "photo_choose");
    if (photo) showPhoto(photo, canvas).catch(() => this.setPhoto(""));
    this.#changed();
  }

  /** Mark what has to be mended, and go there; gives the sentence about it, "" where all is well. */
  fault() {
    this.#good();
    const { name, expertise, languages } = this.read();
    const half = this.#facts.half();
    if (!name.trim()) return this.#bad(field("card-name"), "card_no_name");
    if (!field("card-years").validity.valid) return this.#bad(field("card-years"), "card_bad_years");
    if (expertise.length > MOST.list) return this.#bad(field("card-expertise"), "card_too_many");
    if (languages.length > MOST.list)
      return this.#bad(field("card-other-languages"), "card_too_many");
    return half ? this.#bad(half, "card_half_fact") : "";
  }

  #good() {
    for (const id of ["card-name", "card-years", "card-expertise", "card-other-languages"])
      byId(id).removeAttribute("aria-invalid");
  }

  /** @param {HTMLElement} place @param {string} key */
  #bad(place, key) {
    place.setAttribute("aria-invalid", "true");
    place.focus();
    return this.#t(key);
  }
}
