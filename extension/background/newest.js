// The newest suggestions of each conversation, and what became of them; bounded, memory only.
// @ts-check
import { comesUnasked } from "../panel/kinds.js";
import { filled } from "../panel/marks.js";

const MOST = 500; // chats: more than a page shows, so that each has its answer when it is turned to
const MOST_HEATS = 20;

/**
 * @typedef {object} Kept
 * @property {number} epoch which connection the frame came over
 * @property {number} offset rises per connection
 * @property {Sidecar.Suggestions} suggestions
 * @property {Sidecar.Item[]} before the items just replaced, which a panel may still show
 * @property {Set<string>} held ids of what came unasked while the agent was writing
 * @property {Set<string>} dismissed
 * @property {Set<string>} reported ids of which `shown` was said
 * @property {Map<string, number>} heats after each of the customer's messages, by its id
 */

/** Whether it comes unasked and is not shown yet. @param {Sidecar.Item} item @param {Kept | undefined} old */
const isNew = (item, old) =>
  comesUnasked(item) &&
  (old?.held.has(item.id) || !old?.suggestions.items.some(({ id }) => id === item.id));

export class NewestSuggestions {
  /** @type {Map<string, Kept>} the least recently changed comes first */
  #kept = new Map();

  /**
   * Take a `suggestions` frame; false where a newer one is here already.
   * @param {number} epoch @param {Sidecar.Frame} frame
   * @param {string} [heard] the customer's message that it answers, where it answers one
   * @param {boolean} [writing] whether the agent is writing, so that nothing may pop up
   */
  take(epoch, frame, heard, writing = false) {
    const id = String(frame.conversation);
    const old = this.#kept.get(id);
    const suggestions = /** @type {Sidecar.Suggestions} */ (/** @type {unknown} */ (frame));
    const { offset, about = null, cues = null, items = [] } = suggestions;
    if (old && (old.epoch > epoch || (old.epoch === epoch && old.offset >= offset))) return false;
    const heats = old?.heats ?? new Map();
    if (heard && cues?.heat !== undefined) heats.set(heard, cues.heat);
    this.#keep(id, {
      epoch,
      heats,
      offset,
      suggestions: { about, offset, cues, items: items.map(filled) },
      before: old?.suggestions.items ?? [],
      held: new Set(writing ? items.filter((one) => isNew(one, old)).map(({ id: one }) => one) : []),
      dismissed: old?.dismissed ?? new Set(),
      reported: old?.reported ?? new Set(),
    });
    return true;
  }

  /** @param {string} id @param {Kept} value */
  #keep(id, value) {
    this.#kept.delete(id);
    this.#kept.set(id, value);
    const oldest = this.#kept.keys().next();
    if (this.#kept.size > MOST && !oldest.done) this.#kept.delete(oldest.value);
  }

  /** What a panel should show, or null before the first answer. @param {string} id */
  of(id) {
    const one = this.#kept.get(id);
    if (!one) return null;
    const left = one.suggestions.items.filter(
      (item) => !one.dismissed.has(item.id) && !one.held.has(item.id),
    );
    return { ...one.suggestions, items: left };
  }

  /** The agent has stopped writing: what was held back is shown. */
  release() {
    for (const one of this.#kept.values()) one.held.clear();
  }

  /** The heat after each of the customer's newest messages. @param {string} id */
  heats = (id) => [...(this.#kept.get(id)?.heats.values() ?? [])].slice(-MOST_HEATS);

  /** Whether there are lines that no panel has shown. @param {string} id */
  isFresh(id) {
    const reported = this.#kept.get(id)?.reported;
    return Boolean(this.of(id)?.items.some((item) => !reported?.has(item.id)));
  }

  /** An item that was offered in this conversation. @param {string} id @param {string} item */
  item(id, item) {
    const one = this.#kept.get(id);
    return one && [...one.suggestions.items, ...one.before].find((offered) => offered.id === item);
  }

  /** @param {string} id @param {string} item */
  dismiss(id, item) {
    this.#kept.get(id)?.dismissed.add(item);
  }

  /**
   * Those of these ids that were not said to be shown before.
   * @param {string} id
   * @param {string[]} ids
   */
  report(id, ids) {
    const reported = this.#kept.get(id)?.reported;
    const fresh = ids.filter((one) => reported && !reported.has(one));
    fresh.forEach((one) => reported?.add(one));
    return fresh;
  }

  /** @param {string} id */
  forget(id) {
    this.#kept.delete(id);
  }
}
