// Plays one scripted chat: says which line is due when, and knows nothing of the page.
// @ts-check

/** @typedef {{role: string, text: string, when: "opening"|"reply"|"silence", after: number}} Line */
/** @typedef {{typing: boolean, said: Line | null}} Step */

const TYPING_MS = { least: 900, most: 3200, perLetter: 26, base: 500 };

/**
 * Starts a script. Times are milliseconds of one clock; `after` in a line is seconds.
 * @param {Line[]} lines
 * @param {number} now
 */
export function createScript(lines, now) {
  const queues = {
    opening: lines.filter((line) => line.when === "opening"),
    reply: lines.filter((line) => line.when === "reply"),
    silence: lines.filter((line) => line.when === "silence"),
  };
  let lastAt = now;
  let resumedAt = now;
  /** @type {number | null} */
  let answeredAt = null;

  /** @returns {{queue: Line[], at: number} | null} */
  function next() {
    const rest = Math.max(lastAt, resumedAt);
    if (queues.opening.length) return due(queues.opening, rest);
    if (answeredAt !== null) return due(queues.reply, Math.max(answeredAt, rest));
    return due(queues.silence, rest);
  }

  return {
    /** Takes the lines that had been said before the desk was opened, up to the customer's first.
     * @param {boolean} withCustomer  false leaves the customer's first line to be seen live
     * @returns {Line[]} */
    history(withCustomer) {
      const first = queues.opening.findIndex((line) => line.role === "customer");
      return queues.opening.splice(0, first < 0 ? 0 : first + (withCustomer ? 1 : 0));
    },
    /** Moves the script on; at most one line a step.
     * @param {number} at
     * @returns {Step} */
    step(at) {
      const coming = next();
      if (!coming) return { typing: false, said: null };
      const line = coming.queue[0];
      if (at < coming.at) {
        return { typing: isTyped(line) && at >= coming.at - typingTime(line), said: null };
      }
      coming.queue.shift();
      lastAt = at;
      if (line.when === "reply") answeredAt = null;
      return { typing: false, said: line };
    },
    /** The agent answered. A second answer before the customer's next line changes nothing.
     * @param {number} at */
    answered(at) {
      answeredAt ??= at;
    },
    /** The chat ticks again after a pause: waiting counts from here, so nothing floods in.
     * @param {number} at */
    resumed(at) {
      resumedAt = at;
    },
  };
}

/** @param {Line[]} queue @param {number} from */
function due(queue, from) {
  return queue.length ? { queue, at: from + queue[0].after * 1000 } : null;
}

/** @param {Line} line */
function isTyped(line) {
  return line.role === "customer";
}

/** @param {Line} line */
function typingTime(line) {
  const { least, most, perLetter, base } = TYPING_MS;
  return Math.min(most, Math.max(least, base + line.text.length * perLetter));
}
