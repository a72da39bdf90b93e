// Keeps what is sent within the server's limits: a burst at once, then one frame after the other.
// @ts-check

// Without it, of more than a hundred chats told anew after a reconnection the last were never taken.
const SHARE = 0.8; // of what the server takes, for what does not go this way
const BURST_S = 4; // the burst, in seconds of the rate: the server's is five
const USUAL_PER_S = 20;
/** @type {{ [type: string]: RegExp }} what a frame makes needless of those that wait for its chat */
const REPLACES = {
  "conversation.opened": /^(conversation\.opened|message\..*)$/,
  "draft.changed": /^draft\.changed$/,
};

export class Pace {
  #clock;
  #send;
  #perMs = 0;
  #most = 0;
  #tokens = 0;
  #at = 0;
  /** @type {any[]} */
  #waiting = [];
  /** @type {unknown} */
  #timer = null;

  /** @param {Sidecar.Clock} clock @param {(frame: object) => void} send */
  constructor(clock, send) {
    this.#clock = clock;
    this.#send = send;
  }

  /** A connection has begun, whose server takes so many frames a second. @param {number} [perSecond] */
  begin(perSecond = USUAL_PER_S) {
    this.end();
    this.#perMs = (perSecond * SHARE) / 1_000;
    this.#most = this.#tokens = Math.max(1, perSecond * BURST_S);
    this.#at = this.#clock.now();
  }

  /** The connection is over, and what waited is void: the page is the truth. */
  end() {
    this.#clock.clearTimeout(this.#timer);
    this.#timer = null;
    this.#waiting = [];
  }

  /** Send a frame in its turn. @param {any} frame */
  push(frame) {
    const replaced = REPLACES[frame.type];
    if (replaced)
      this.#waiting = this.#waiting.filter(
        ({ type, conversation }) =>
          conversation !== frame.conversation || !replaced.test(type),
      );
    this.#waiting.push(frame);
    this.#go();
  }

  /** @param {number} [least] how many may go, whatever the clock was set to meanwhile */
  #go(least = 0) {
    if (this.#timer !== null) return;
    const now = this.#clock.now();
    const earned = this.#tokens + Math.max(0, now - this.#at) * this.#perMs;
    this.#tokens = Math.max(least, Math.min(this.#most, earned));
    this.#at = now;
    while (this.#waiting.length && this.#tokens >= 1) {
      this.#tokens -= 1;
      this.#send(this.#waiting.shift());
    }
    if (this.#waiting.length) this.#timer = this.#clock.setTimeout(() => this.#next(), 1 / this.#perMs);
  }

  #next() {
    this.#timer = null;
    this.#go(1);
  }
}
