// What panels ask the server and wait for: each answer goes to the panel whose newest question it was.
// @ts-check

/** @typedef {import("./pages.js").Post} Post */

/** The server's answers, which go on to the panel as they are. */
const ANSWERS = Object.freeze(["thanks", "colleagues", "proposed", "receipt"]);

export class Asks {
  #send;
  #asked = 0;
  /** @type {Map<string, { type: string, post: Post }>} by request; of each panel and kind the newest alone */
  #waiting = new Map();

  /** @param {(frame: Sidecar.Frame) => boolean} send */
  constructor(send) {
    this.#send = send;
  }

  /**
   * @param {"reel" | "match" | "propose" | "receipt.asked"} type @param {Post} post of the panel that asks
   * @param {object} [fields] of the frame
   */
  ask(type, post, fields = {}) {
    for (const [request, one] of this.#waiting)
      if (one.post === post && one.type === type) this.#waiting.delete(request);
    const request = `${type}-${++this.#asked}`;
    this.#waiting.set(request, { type, post });
    if (!this.#send({ type, request, ...fields })) this.fail(request);
  }

  /** A frame that may answer a question. @param {Sidecar.Frame} frame */
  take({ request, ...answer }) {
    if (ANSWERS.includes(answer.type)) this.answer(String(request), answer);
  }

  /** @param {string} request @param {object} message for the panel */
  answer(request, message) {
    const one = this.#waiting.get(request);
    this.#waiting.delete(request);
    one?.post(message);
  }

  /**
   * There will be no answer to this.
   * @param {string | null | undefined} request @param {unknown} [detail] why, in the server's words
   */
  fail(request, detail) {
    const type = this.#waiting.get(request ?? "")?.type;
    if (type && request) this.answer(request, { type: `${type}.failed`, detail });
  }

  /** The connection is gone, and every answer with it. */
  failAll() {
    for (const request of this.#waiting.keys()) this.fail(request);
  }

  /** @param {Post} post of a panel that was closed */
  forget(post) {
    for (const [request, one] of this.#waiting) if (one.post === post) this.#waiting.delete(request);
  }
}
