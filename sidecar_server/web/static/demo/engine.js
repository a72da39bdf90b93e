// Plays one scripted chat: says which line is due when, and knows nothing of the page.
// @ts-check

/** @typedef {"opening" | "reply" | "silence"} When */
/** @typedef {{role: import("./chats.js").Role, text: string, when: When, after: number}} Line */
/** @typedef {{typing: boolean, said: Line | null}} Step */

const TYPING_MS = { least: 900, most: 3200, perLetter: 26, base: 500 };

/** One chat's script. Times are milliseconds of one clock; `after` in a line is seconds. */
export class Script {
  /** @type {Record<When, Line[]>} */
  #queues;
  #lastAt;
  #resumedAt;
  /** @type {number | null} when the agent answered what the customer said last */
  #answeredAt = null;

  /** @param {Line[]} lines @param {number} now */
  constructor(lines, now) {
    const of = (/** @type {When} */ when) => lines.filter((line) => line.when === when);
    this.#queues = { opening: of("opening"), reply: of("reply"), silence: of("silence") };
    this.#lastAt = this.#resumedAt = now;
  }

  /**
   * Takes the lines that had been said before the desk was opened, up to the customer's first.
   * @param {boolean} withCustomer false leaves the customer's first line to be seen live
   */
  history(withCustomer) {
    const { opening } = this.#queues;
    const first = opening.findIndex((line) => line.role === "customer");
    return opening.splice(0, first < 0 ? 0 : first + (withCustomer ? 1 : 0));
  }

  /** Moves the script on; at most one line a step. @param {number} at @returns {Step} */
  step(at) {
    const { queue, from } = this.#next();
    const line = queue[0];
    if (!line) return { typing: false, said: null };
    const due = from + line.after * 1000;
    if (at < due) return { typing: at >= due - typingTime(line), said: null };
    queue.shift();
    this.#lastAt = at;
    if (line.when === "reply") this.#answeredAt = null;
    return { typing: false, said: line };
  }

  /** A second answer before the customer's next line changes nothing. @param {number} at */
  answered(at) {
    this.#answeredAt ??= at;
  }

  /** Goes on after a pause; waiting counts from here, so nothing floods in. @param {number} at */
  resumed(at) {
    this.#resumedAt = at;
  }

  #next() {
    const { opening, reply, silence } = this.#queues;
    const from = Math.max(this.#lastAt, this.#resumedAt, this.#answeredAt ?? 0);
    if (opening.length) return { queue: opening, from };
    return { queue: this.#answeredAt === null ? silence : reply, from };
  }
}

/** How long the customer is seen typing before a line. @param {Line} line */
export function typingTime(line) {
  if (line.role !== "customer") return 0;
  const { least, most, perLetter, base } = TYPING_MS;
  return Math.min(most, Math.max(least, base + line.text.length * perLetter));
}
