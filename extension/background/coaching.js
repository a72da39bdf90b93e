// What the worker knows of the server's memory for this agent: a card's answer, the day, its end.
// @ts-check

const PATIENCE_MS = 3_000;
/** Problems with what was sent; others are the server's, which may take it another time. */
const REFUSALS = ["not_allowed", "bad_frame", "too_long"];

/**
 * What came of a card: taken, refused with the server's sentence, or not checked yet.
 * @typedef {{ how: "taken" | "later" } | { how: "refused", detail: string }} Answer
 */

/** Called on their own: as methods of another object the browser's refuse. */
const systemClock = {
  setTimeout: (/** @type {() => void} */ run, /** @type {number} */ ms) => setTimeout(run, ms),
  clearTimeout: (/** @type {any} */ timer) => clearTimeout(timer),
};

export class Coaching {
  #send;
  #clock;
  /** @type {Sidecar.Today | null} */
  #today = null;
  #refused = "";
  #signedOff = false;
  /** @type {Sidecar.Settings | null} */
  #settings = null;
  /** @type {((answer: Answer) => void) | null} */
  #waiting = null;

  /**
   * @param {(frame: Sidecar.Frame) => boolean} send to the server; false where there is none
   * @param {Pick<Sidecar.Clock, "setTimeout" | "clearTimeout">} [clock] for tests
   */
  constructor(send, clock = systemClock) {
    this.#send = send;
    this.#clock = clock;
  }

  /** @param {Sidecar.Settings} settings what is kept now */
  set(settings) {
    this.#settings = settings;
  }

  /** `refused` is why the server does not use the card that is kept, "" where it does. */
  get state() {
    return { today: this.#today, refused: this.#refused, signedOff: this.#signedOff };
  }

  /** @param {Sidecar.Status} status */
  onStatus({ status }) {
    if (status !== "connected") return void this.#settle({ how: "later" });
    // A new connection begins with everything that is kept, and is answered by `today`.
    this.#today = null;
    this.#refused = "";
    this.#signedOff = false;
  }

  /** @param {any} frame */
  onFrame(frame) {
    if (frame.type === "today") {
      const { shown = 0, used = 0, hostile = 0, thanks = 0, off = [], locked = [] } = frame;
      this.#today = { shown, used, hostile, thanks, off, locked };
      this.#settle({ how: "taken" });
    }
    if (frame.type === "problem" && frame.about?.type === "settings") this.#declined(frame);
  }

  /** @param {{ code?: string, detail?: unknown }} problem */
  #declined({ code = "", detail }) {
    if (!REFUSALS.includes(code)) return void this.#settle({ how: "later" });
    const why = String(detail);
    if (this.#settle({ how: "refused", detail: why }) || this.#refused) return;
    // Nobody asked just now: it was the card that is kept, and what came with it was not taken.
    this.#refused = why;
    this.#sendSwitches();
  }

  /**
   * Ask the server whether it takes a card, null for none. An answer has no number: the next
   * `today` is it. One that was on its way for another reason is outdone by the problem after it.
   * @param {Sidecar.Card | null} card @returns {Promise<Answer>}
   */
  check(card) {
    this.#settle({ how: "later" });
    if (!this.#send({ type: "settings", card: card ?? {} }))
      return Promise.resolve({ how: "later" });
    this.#refused = "";
    this.#signedOff = false;
    return new Promise((resolve) => {
      const timer = this.#clock.setTimeout(() => this.#settle({ how: "later" }), PATIENCE_MS);
      this.#waiting = (answer) => {
        this.#clock.clearTimeout(timer);
        resolve(answer);
      };
    });
  }

  /** @param {Answer} answer @returns {boolean} whether somebody waited for it */
  #settle(answer) {
    const waiting = this.#waiting;
    this.#waiting = null;
    waiting?.(answer);
    return Boolean(waiting);
  }

  /** The shift is over; what is switched goes on to hold, the card stays here. */
  signOff() {
    if (!this.#send({ type: "signed_off" })) return false;
    this.#today = null;
    this.#signedOff = true;
    this.#sendSwitches();
    return true;
  }

  /** A frame as it may go out: until the next shift no change of a switch takes the card along. */
  outgoing = (/** @type {Sidecar.Frame} */ frame) =>
    this.#signedOff && frame.type === "settings" ? { ...frame, card: undefined } : frame;

  /** Back at work after `signOff`: the card may be used again. */
  signOn() {
    const { card = null } = this.#settings ?? {};
    this.#signedOff = !this.#send({ type: "settings", card: card ?? {} });
    return !this.#signedOff;
  }

  #sendSwitches() {
    const { rules = {}, quiet = false } = this.#settings ?? {};
    this.#send({ type: "settings", rules, quiet });
  }
}
