// Holds back what comes unasked while somebody writes; it is shown once they have paused.
// @ts-check

const KINDS = new Set(["nudge", "hint", "care"]);
const PAUSED_MS = 3_000;

export class Held {
  #onRelease;
  #writing = false;
  #holds = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  /** @type {Map<string, Set<string>>} by chat, what is shown there now */
  #shown = new Map();

  /** @param {() => void} onRelease something that was held back may be shown */
  constructor(onRelease) {
    this.#onRelease = onRelease;
  }

  /** A key was pressed in the reply or the note. */
  typed() {
    this.#writing = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.rest(), PAUSED_MS);
  }

  /** Nobody writes now: three seconds without a key, or another chat. */
  rest() {
    clearTimeout(this.#timer);
    this.#writing = false;
    if (this.#holds) this.#onRelease();
  }

  /** What may be shown now; what stood there already stays.
   * @param {string} chat @param {Sidecar.Item[]} items */
  pass(chat, items) {
    const before = this.#shown.get(chat);
    const may = (/** @type {Sidecar.Item} */ { id, kind }) =>
      !this.#writing || !KINDS.has(kind) || Boolean(before?.has(id));
    const passed = items.filter(may);
    this.#holds = passed.length < items.length;
    this.#shown.set(chat, new Set(passed.map(({ id }) => id)));
    return passed;
  }
}
