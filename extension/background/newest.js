// The newest suggestions of each conversation, and what became of them; bounded, memory only.
// @ts-check

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

export function newestSuggestions() {
  /** @type {Map<string, Kept>} the least recently changed comes first */
  const kept = new Map();

  /** @param {string} id @param {Kept} value */
  const keep = (id, value) => {
    kept.delete(id);
    kept.set(id, value);
    const oldest = kept.keys().next();
    if (kept.size > MOST && !oldest.done) kept.delete(oldest.value);
  };

  /** @param {string} id */
  const items = (id) => {
    const one = kept.get(id);
    return one ? [...one.suggestions.items, ...one.before] : [];
  };

  return {
    /**
     * Take a `suggestions` frame; false where a newer one is here already.
     * @param {number} epoch @param {Sidecar.Frame} frame
     */
    take(epoch, frame) {
      const id = String(frame.conversation);
      const old = kept.get(id);
      const suggestions = /** @type {Sidecar.Suggestions} */ (/** @type {unknown} */ (frame));
      const { offset, about = null, cues = null, items: fresh = [] } = suggestions;
      if (old && (old.epoch > epoch || (old.epoch === epoch && old.offset >= offset))) return false;
      keep(id, {
        epoch,
        offset,
        suggestions: { about, offset, cues, items: fresh },
        before: old?.suggestions.items ?? [],
        dismissed: old?.dismissed ?? new Set(),
        reported: old?.reported ?? new Set(),
      });
      return true;
    },
    /** What a panel should show, or null before the first answer. @param {string} id */
    of(id) {
      const one = kept.get(id);
      if (!one) return null;
      const left = one.suggestions.items.filter((item) => !one.dismissed.has(item.id));
      return { ...one.suggestions, items: left };
    },
    /** An item that was offered in this conversation. @param {string} id @param {string} item */
    item: (id, item) => items(id).find((one) => one.id === item),
    /** @param {string} id @param {string} item */
    dismiss: (id, item) => void kept.get(id)?.dismissed.add(item),
    /** Those of these ids that were not said to be shown before. @param {string} id @param {string[]} ids */
    report(id, ids) {
      const reported = kept.get(id)?.reported;
      const fresh = ids.filter((one) => reported && !reported.has(one));
      fresh.forEach((one) => reported?.add(one));
      return fresh;
    },
    /** @param {string} id */
    forget: (id) => void kept.delete(id),
  };
}
