// The introduction card: saved, refused with a reason, handed out, taken in, deleted, brought back.
// @ts-check
import { cleanCard } from "../background/card.js";
import { byId } from "../panel/nodes.js";
import { ask, say } from "./ask.js";
import { CardForm } from "./card-form.js";
import { askForFile, handOut, takeIn } from "./files.js";
import { smallPhoto } from "./photo.js";
import { drawPreview } from "./preview.js";

/** @typedef {import("../panel/strings.js").Texts} Texts */

const PLACE = "card-outcome";
const UNDO_MS = 20_000;
const button = /** @type {HTMLButtonElement} */ (byId("card-save"));
const undo = byId("card-undo");

export class Card {
  #t;
  #form;
  #changed;
  /** What is kept. @type {Sidecar.Card | null} */
  #kept = null;
  #drawn = "";
  /** @type {Sidecar.Card | null} */
  #deleted = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {Texts} t @param {(answer: any) => void} changed takes the worker's answer to a change */
  constructor(t, changed) {
    this.#t = t;
    this.#changed = changed;
    this.#form = new CardForm(t, () => this.#draw());
    byId("card").addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#save();
    });
    askForFile("photo-choose", "photo-file", (file) => this.#picture(file));
    byId("photo-remove").addEventListener("click", () => {
      this.#form.setPhoto("");
      byId("photo-choose").focus();
    });
    byId("card-export").addEventListener("click", () => {
      if (this.#kept) handOut("introduction-card.json", this.#kept);
    });
    takeIn("card-import", "card-file", (text) => this.#import(text));
    byId("card-delete").addEventListener("click", () => void this.#delete());
    undo.addEventListener("click", () => void this.#undo());
    this.#form.fill(null);
  }

  /**
   * What is kept now; a form in which somebody writes stays as it is.
   * @param {any} answer the worker's, to `settings` @param {string} [refused] why the server does not use it
   */
  take({ settings }, refused) {
    if (refused !== undefined) this.#drawRefused(refused);
    if (!settings) return;
    const now = JSON.stringify(settings.card ?? null);
    if (now === this.#drawn) return;
    this.#drawn = now;
    this.#kept = settings.card ?? null;
    if (this.#form.touched) this.#draw();
    else this.#form.fill(this.#kept);
  }

  /** @param {string} why an alert speaks whenever it is written */
  #drawRefused(why) {
    const place = byId("card-refused");
    if (place.dataset.drawn === why) return;
    place.dataset.drawn = why;
    say("card-refused", false, why && this.#t("card_unused", why));
  }

  #draw() {
    if (!this.#form) return; // while the form is being made
    drawPreview(this.#form.read(), this.#t);
    byId("card-export").hidden = byId("card-delete").hidden = !this.#kept;
    byId("card-unsaved").textContent = this.#form.touched ? this.#t("card_unsaved") : "";
  }

  async #save() {
    const fault = this.#form.fault();
    if (fault) return say(PLACE, false, fault);
    button.disabled = true;
    button.textContent = this.#t("card_checking");
    const sent = JSON.stringify(this.#form.read());
    const answer = await this.#ask(cleanCard(this.#form.read()));
    button.disabled = false;
    button.textContent = this.#t("card_save");
    button.focus();
    // What was written meanwhile is not thrown away.
    const same = JSON.stringify(this.#form.read()) === sent;
    if (answer.settings && same) this.#form.fill(this.#kept);
    return this.#tell(answer, "card_saved");
  }

  /** @param {Sidecar.Card | null} card */
  async #ask(card) {
    const answer = await ask({ type: "card.save", card });
    if (!answer.settings) return answer;
    this.#hideUndo();
    this.take(answer, "");
    this.#changed(answer);
    return answer;
  }

  /** @param {{ how?: string, detail?: string, settings?: object }} answer @param {string} done key of the words */
  #tell({ how, detail = "", settings }, done) {
    const t = this.#t;
    if (how === "refused") return say(PLACE, false, t("card_not_saved", detail));
    if (!settings) return say(PLACE, false, t("site_failed"));
    return say(PLACE, true, t(how === "taken" ? done : `${done}_later`));
  }

  /** @param {File} file */
  async #picture(file) {
    const photo = await smallPhoto(file);
    if (!photo) return say(PLACE, false, this.#t("photo_unread"));
    say(PLACE, true, "");
    return this.#form.setPhoto(photo);
  }

  /** @param {string} text */
  #import(text) {
    const card = parsed(text);
    if (!card) return say(PLACE, false, this.#t("card_no_file"));
    this.#form.show(card);
    return say(PLACE, true, this.#t("card_read"));
  }

  async #delete() {
    const deleted = this.#kept;
    const answer = await this.#ask(null);
    if (answer.settings) {
      this.#form.fill(null);
      this.#showUndo(deleted);
    }
    this.#tell(answer, "card_deleted");
  }

  /** @param {Sidecar.Card | null} deleted */
  #showUndo(deleted) {
    this.#deleted = deleted;
    undo.hidden = false;
    undo.focus(); // the button that was pressed is gone
    const over = () => {
      if (document.activeElement === undo) this.#timer = setTimeout(over, UNDO_MS);
      else this.#hideUndo();
    };
    this.#timer = setTimeout(over, UNDO_MS);
  }

  #hideUndo() {
    clearTimeout(this.#timer);
    undo.hidden = true;
    this.#deleted = null;
  }

  async #undo() {
    const answer = await this.#ask(this.#deleted);
    if (answer.settings) this.#form.fill(this.#kept);
    this.#tell(answer, "card_saved");
    button.focus();
  }
}

/** @param {string} text */
function parsed(text) {
  try {
    return cleanCard(JSON.parse(text));
  } catch {
    return null;
  }
}
