// Tells the eye and the ear, for a moment, what became of a deed.
// @ts-check

const MOMENT_MS = 4_000;

export class Said {
  #place;
  /** Whether what is said tells of the switch to another chat, and so outlives it. */
  #ofSwitch = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {HTMLElement} place */
  constructor(place) {
    this.#place = place;
  }

  /**
   * @param {string} text
   * @param {boolean} [ofSwitch] whether another chat than the one meant was open by then
   */
  say(text, ofSwitch = false) {
    this.#place.textContent = text;
    this.#ofSwitch = ofSwitch;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.#place.textContent = ""), MOMENT_MS);
  }

  /** Another chat is shown: what was said of the one before would mislead. */
  otherChat() {
    if (!this.#ofSwitch) this.#place.textContent = "";
  }
}
