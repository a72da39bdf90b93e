// Lets a newer version in when no agent is disturbed: soon where nothing is open, else after a long rest.
// @ts-check

const SETTLED_MS = 3_000; // by then all that was open has joined a worker that was just started
const REST_MS = 20_000;
const LONG_REST_MS = 30 * 60_000; // nobody is in a chat who has done nothing for half an hour
const KEEP_EVERY_MS = 60_000;

/** What pages, panels and the settings page say by themselves; all else was an agent's deed. */
const UNASKED = new Set([
  ...["reading", "left", "renew", "draft", "conversation.opened"],
  ...["message.removed", "message.renamed"],
  ...["ready", "shown"],
  ...["state", "helpdesks", "settings", "today"],
]);

/** @param {any} message */
const isDeed = (message) =>
  message?.type === "message.seen" ? message.role === "agent" : !UNASKED.has(message?.type);

/**
 * @typedef {object} Around
 * @property {() => Promise<number | undefined>} load the last deed, where a version waits already
 * @property {(deed: number) => unknown} keep outlives the worker, and is gone with this version
 * @property {() => Promise<boolean>} inUse whether a chat, a panel or another page of ours is open
 * @property {() => void} reload brings the version that waits
 */

/**
 * The browser installs an update only while nothing of the extension runs, and its worker runs all
 * day: so that none waits until the browser starts anew, the worker picks the moment.
 */
export class Renewal {
  #around;
  #clock;
  #started;
  #deed;
  #kept = 0;
  #waits = false;

  /** @param {Around} around @param {Pick<Sidecar.Clock, "now" | "setTimeout">} clock */
  constructor(around, clock) {
    this.#around = around;
    this.#clock = clock;
    this.#started = this.#deed = clock.now();
    void around.load().then((deed) => {
      if (deed === undefined) return;
      this.#waits = true;
      this.#deed = deed;
    });
  }

  /** Something was said to the worker. @param {unknown} message */
  heard(message) {
    const now = this.#clock.now();
    // What joins anew says again what was done before.
    if (now - this.#started < SETTLED_MS || !isDeed(message)) return;
    this.#deed = now;
    if (this.#waits && now - this.#kept >= KEEP_EVERY_MS) this.#keep();
  }

  /** A newer version is there. */
  waits() {
    this.#waits = true;
    this.#keep();
  }

  /** Now and then: let it in, if this is a good moment. */
  async look() {
    const settling = this.#started + SETTLED_MS - this.#clock.now();
    if (settling > 0) return void this.#clock.setTimeout(() => void this.look(), settling);
    if (!this.#waits) return;
    const rest = (await this.#around.inUse()) ? LONG_REST_MS : REST_MS;
    if (this.#clock.now() - this.#deed >= rest) this.#around.reload();
  }

  #keep() {
    this.#kept = this.#clock.now();
    void this.#around.keep(this.#deed);
  }
}
