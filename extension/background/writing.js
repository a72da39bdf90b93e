// Knows whether the agent is writing, by drafts told a moment ago; then nothing pops up.
// @ts-check

const STILL_MS = 3_000;

export class Writing {
  #onRest;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {() => void} onRest */
  constructor(onRest) {
    this.#onRest = onRest;
  }

  get now() {
    return this.#timer !== undefined;
  }

  /** A draft was told, of whatever chat. */
  told() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#onRest();
    }, STILL_MS);
  }
}
