// The newest suggestions of each conversation, and what became of them; bounded, memory only.
// @ts-check
import { filled } from "../panel/marks.js";

const MOST = 50;

/**
 * @typedef {object} Kept
 * @property {number} epoch which connection the frame came over
 * @property {number} offset rises per connection
 * @property {Sidecar.Suggestions} suggestions
 * @property {Sidecar.Item[]} before the items just replaced, which a panel may still show
 * @property {Set<string>} dismissed
 * @property {Set<string>} reported ids of which `shown` was said
 */

export class NewestSuggestions {
  /** @type {Map<string, Kept>} the least recently changed comes first */
  #kept = new Map();

  /**
   * Take a `suggestions` frame; false where a newer one is here already.
   * @param {number} epoch @param {Sidecar.Frame} frame
   */
  take(epoch, frame) {
    const id = String(frame.conversation);
    const old = this.#kept.get(id);
    const suggestions = /** @type {Sidecar.Suggestions} */ (/** @type {unknown} */ (frame));
    const { offset, about = null, cues = null, items = [] } = suggestions;
    if (old && (old.epoch > epoch || (old.epoch === epoch && old.offset >= offset))) return false;
    this.#keep(id, {
      epoch,
      offset,
      suggestions: { about, offset, cues, items: items.map(filled) },
      before: old?.suggestions.items ?? [],
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
    const left = one.suggestions.items.filter((item) => !one.dismissed.has(item.id));
    return { ...one.suggestions, items: left };
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

export const newestSuggestions = () => new NewestSuggestions();
