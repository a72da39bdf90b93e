// The reply box and the private note: what is written, sent, and put in from the panel.
// @ts-check
import { GapWarning, selectGap } from "./gaps.js";
import { caretAfter, placeOf, selectIn, typeOver } from "./typing.js";

/** @typedef {import("./chats.js").Chat} Chat */
/** @typedef {"reply" | "note"} Mode */
/** @type {Mode[]} */
const MODES = ["reply", "note"];

/**
 * `onDraft` hears of the reply alone: a private note is nobody else's business.
 * @typedef {{onSend: (mode: Mode, text: string) => void, onDraft: (text: string) => void}} Listener
 */

export class Composer {
  #form;
  #listener;
  #boxes;
  #tabs;
  #warning;
  /** @type {Mode} */
  #mode = "reply";

  /** @param {HTMLFormElement} form @param {Listener} listener */
  constructor(form, listener) {
    const find = (/** @type {string} */ selector) => form.querySelector(selector);
    this.#form = form;
    this.#listener = listener;
    this.#boxes = {
      reply: /** @type {HTMLTextAreaElement} */ (find("[data-desk-reply]")),
      note: /** @type {HTMLTextAreaElement} */ (find("[data-desk-note]")),
    };
    this.#tabs = {
      reply: /** @type {HTMLElement} */ (find("#tab-reply")),
      note: /** @type {HTMLElement} */ (find("#tab-note")),
    };
    this.#warning = new GapWarning(/** @type {HTMLElement} */ (find("[data-gap-warning]")));
    MODES.forEach((mode) => this.#listen(mode));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
  }

  /** Shows a chat's own half-written texts. @param {Chat} chat */
  show({ draft, customer }) {
    this.#boxes.reply.value = draft.reply;
    this.#boxes.note.value = draft.note;
    this.#boxes.reply.placeholder = `Write to ${customer.name}`;
    this.#warning.clear();
    this.#turn(draft.mode);
  }

  /** Keeps what is half written, so that no switch of chats loses it. @param {Chat} chat */
  keep(chat) {
    const { reply, note } = this.#boxes;
    chat.draft = { mode: this.#mode, reply: reply.value, note: note.value };
  }

  focus() {
    this.#boxes[this.#mode].focus();
  }

  /** Puts a line at the caret of the reply, never into the note; the caret ends after it, or on
   * the gap that it leaves to the agent.
   * @param {string} text
   * @param {[number, number] | null} gap [start, end) in characters of the text
   * @returns {boolean} whether the reply holds it */
  insert(text, gap) {
    this.#turn("reply");
    const box = this.#boxes.reply;
    const at = box.selectionEnd; // after a selection, so that nothing written is replaced
    const ok = typeOver(box, at, at, text);
    if (ok && gap) selectIn(box, at, text, gap);
    return ok;
  }

  /** Puts other words in the place of some; the caret stays with the words it was at.
   * @param {[number, number]} span where they stood when they were read, in characters
   * @param {string} words
   * @param {string} text
   * @returns {boolean} false where they stand there no more */
  replace(span, words, text) {
    const box = this.#boxes.reply;
    const place = placeOf(box.value, words, span);
    if (!place) return false;
    this.#turn("reply");
    const caret = caretAfter(box.selectionEnd, place, text.length);
    const ok = typeOver(box, ...place, text);
    if (ok) box.setSelectionRange(caret, caret);
    return ok;
  }

  /** A draft in the place of the whole reply; undo brings back what stood there. @param {string} text */
  fill(text) {
    this.#turn("reply");
    const box = this.#boxes.reply;
    typeOver(box, 0, box.value.length, text);
  }

  /** @param {Mode} mode */
  #listen(mode) {
    const box = this.#boxes[mode];
    this.#tabs[mode].addEventListener("click", () => {
      this.#turn(mode);
      box.focus();
    });
    this.#tabs[mode].addEventListener("keydown", ({ key }) => {
      if (key === "ArrowLeft" || key === "ArrowRight") this.#turnTab();
    });
    box.addEventListener("input", () => {
      this.#refresh();
      if (mode === "reply") this.#listener.onDraft(box.value);
    });
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      if (!event.repeat) this.#submit();
    });
  }

  /** @param {Mode} to */
  #turn(to) {
    this.#mode = to;
    this.#form.dataset.mode = to;
    for (const mode of MODES) {
      this.#tabs[mode].setAttribute("aria-selected", String(mode === to));
      this.#tabs[mode].tabIndex = mode === to ? 0 : -1;
      /** @type {HTMLElement} */ (this.#boxes[mode].parentElement).hidden = mode !== to;
    }
    this.#refresh();
  }

  #turnTab() {
    this.#turn(this.#mode === "reply" ? "note" : "reply");
    this.#tabs[this.#mode].focus();
  }

  #refresh() {
    const send = /** @type {HTMLButtonElement} */ (this.#form.querySelector("[data-send]"));
    send.textContent = this.#mode === "reply" ? "Send" : "Add note";
    send.disabled = !this.#boxes[this.#mode].value.trim();
    this.#warning.refresh(this.#mode === "reply" ? this.#boxes.reply.value : "");
  }

  #submit() {
    const box = this.#boxes[this.#mode];
    const text = box.value.trim();
    if (!text) return;
    if (this.#mode === "reply" && this.#warning.stops(text)) return selectGap(box);
    box.value = "";
    this.#refresh();
    if (this.#mode === "reply") this.#listener.onDraft("");
    this.#listener.onSend(this.#mode, text);
    box.focus();
  }
}
