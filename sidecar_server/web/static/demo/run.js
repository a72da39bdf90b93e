// A practice customer: asks the server what they say, and plays it at a person's pace.
// @ts-check
import { typingTime } from "./engine.js";

/** @typedef {import("./engine.js").Line} Line */
/** @typedef {{token: string, scenario: string, onEnd: (run: Run) => void, onProblem: (text: string) => void}} Options */

const THINKS_MS = 900;
const ASKS_MS = 4_000; // how often the customer is asked whether they have waited enough

/** In the place of a scripted chat's `Script`. */
export class Run {
  #options;
  #id = "";
  /** @type {{line: Line, due: number}[]} */
  #queue = [];
  #over = false;
  #ended = false;
  #busy = 0;
  #askedAt = 0;

  /** @param {Options} options */
  constructor(options) {
    this.#options = options;
  }

  /** Where the review is, "" before a reply was sent. */
  get review() {
    return this.#id && this.#wrote ? `/practice/review/${this.#id}` : "";
  }

  #wrote = false;

  async begin() {
    const found = await this.#post("", { scenario: this.#options.scenario });
    if (!found) return;
    this.#id = found.run;
    this.#take(found, 0);
  }

  /** Nothing was said before the desk was opened. @returns {Line[]} */
  history() {
    return [];
  }

  /** Plays what is due; at most one line a step. @param {number} at */
  step(at) {
    const next = this.#queue[0];
    if (!next) {
      this.#rest(at);
      return { typing: false, said: null };
    }
    if (at < next.due) return { typing: at >= next.due - typingTime(next.line), said: null };
    this.#queue.shift();
    return { typing: false, said: next.line };
  }

  /** @param {number} _at @param {string} text what the agent sent */
  async answered(_at, text) {
    if (this.#over) return;
    this.#wrote = true;
    const found = await this.#post(`/${this.#id}/say`, { text });
    if (found) this.#take(found, THINKS_MS);
  }

  /** The customer's clock is the server's. */
  resumed() {}

  /** The agent ends the chat. */
  end() {
    this.#over = true;
    this.#queue = [];
    this.#finish();
  }

  /** @param {number} at */
  #rest(at) {
    if (this.#over) this.#finish();
    else if (this.#id && !this.#busy && at - this.#askedAt > ASKS_MS) this.#wait(at);
  }

  /** @param {number} at */
  async #wait(at) {
    this.#askedAt = at;
    const found = await this.#post(`/${this.#id}/wait`, {});
    if (found) this.#take(found, 0);
  }

  /** @param {{messages: string[], over: boolean}} found @param {number} thinks in milliseconds */
  #take({ messages, over }, thinks) {
    this.#over ||= over;
    let due = Math.max(Date.now() + thinks, this.#queue.at(-1)?.due ?? 0);
    for (const text of messages) {
      const line = /** @type {Line} */ ({ role: "customer", text, when: "reply", after: 0 });
      due += typingTime(line);
      this.#queue.push({ line, due });
    }
  }

  #finish() {
    if (this.#ended) return;
    this.#ended = true;
    this.#options.onEnd(this);
  }

  /** @param {string} path @param {object} body @returns {Promise<any>} null where it failed */
  async #post(path, body) {
    this.#busy += 1;
    const authorization = `Bearer ${this.#options.token}`;
    const headers = { authorization, "content-type": "application/json" };
    try {
      const answer = await fetch(`/practice/runs${path}`, { method: "POST", headers, body: JSON.stringify(body) });
      const found = answer.status === 403 ? {} : await answer.json();
      if (answer.ok) return found;
      this.#fail(found.detail ?? "The server was restarted, so this chat is gone: start over.");
    } catch {
      if (path.endsWith("/wait")) return null; // asked again in a moment
      this.#fail("The server does not answer: see whether it runs, then start over.");
    } finally {
      this.#busy -= 1;
    }
    return null;
  }

  /** @param {string} text */
  #fail(text) {
    this.#over = true;
    this.#ended = true;
    this.#options.onProblem(text);
  }
}
