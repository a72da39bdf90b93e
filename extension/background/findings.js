// What the newest draft of each conversation shows; of the draft itself nothing is kept.
// @ts-check

const MOST = 50; // conversations
const MOST_SHOWN = 3;

/**
 * @typedef {object} Kept
 * @property {number} revision of the newest draft that the page told
 * @property {Sidecar.Finding[]} findings
 * @property {Sidecar.Finding[]} before those just replaced, which a panel may still show
 * @property {Set<string>} quiet rules that were waved away in this chat
 */

/** What is left out of a line that was heard stands in no draft. @param {Sidecar.Finding} finding */
const isOfDraft = ({ rule, replacements }) => rule !== "heard" || replacements.length > 0;

/** @param {any} value @returns {value is Sidecar.Finding} */
const isFinding = (value) =>
  typeof value?.rule === "string" &&
  typeof value.text === "string" &&
  Array.isArray(value.span) &&
  Array.isArray(value.replacements);

export class Findings {
  /** @type {Map<string, Kept>} the least recently changed comes first */
  #kept = new Map();

  /** A chat's page was opened anew: its draft will be told, if there is one. @param {string} id */
  opened(id) {
    const one = this.#kept.get(id);
    if (one) this.#keep(id, { ...one, findings: [], before: [] });
  }

  /**
   * The page told a draft: what was said of words that are gone is gone with them.
   * @param {{ conversation: string, revision: number, text: string }} draft
   * @returns {boolean} whether fewer findings stand now
   */
  told({ conversation, revision, text }) {
    const one = this.#of(conversation);
    const left = text
      ? one.findings.filter((finding) => !isOfDraft(finding) || text.includes(finding.text))
      : [];
    this.#keep(conversation, { ...one, revision, findings: left });
    return left.length < one.findings.length;
  }

  /** Take a `draft.checked`; false where a newer draft was told since. @param {any} frame */
  take({ conversation, revision, findings }) {
    const one = this.#kept.get(conversation);
    if (!one || one.revision !== revision || !Array.isArray(findings)) return false;
    const shown = findings.filter(isFinding).slice(0, MOST_SHOWN);
    this.#keep(conversation, { ...one, findings: shown, before: one.findings });
    return true;
  }

  /** @param {string} id @returns {Sidecar.Finding[]} what a panel should show */
  of(id) {
    const { findings, quiet } = this.#of(id);
    return findings.filter(({ rule }) => !quiet.has(rule));
  }

  /** @param {string} id @param {string} rule */
  dismiss(id, rule) {
    const one = this.#of(id);
    this.#keep(id, { ...one, quiet: new Set(one.quiet).add(rule) });
  }

  /** Whether these words were offered in the place of those. @param {string} id @param {Sidecar.Replacing} wanted */
  offers(id, { text, with: words }) {
    const { findings, before } = this.#of(id);
    return [...findings, ...before].some(
      (one) => one.text === text && one.replacements.includes(words),
    );
  }

  /** The words were replaced: nothing is left to say of them. @param {string} id @param {Sidecar.Replacing} done */
  replaced(id, { span, text }) {
    const one = this.#of(id);
    const other = (/** @type {Sidecar.Finding} */ finding) =>
      finding.text !== text || finding.span[0] !== span[0];
    this.#keep(id, { ...one, findings: one.findings.filter(other) });
  }

  /** @param {string} id */
  forget(id) {
    this.#kept.delete(id);
  }

  /** @param {string} id @returns {Kept} */
  #of = (id) =>
    this.#kept.get(id) ?? { revision: -1, findings: [], before: [], quiet: new Set() };

  /** @param {string} id @param {Kept} value */
  #keep(id, value) {
    this.#kept.delete(id);
    this.#kept.set(id, value);
    const oldest = this.#kept.keys().next();
    if (this.#kept.size > MOST && !oldest.done) this.#kept.delete(oldest.value);
  }
}
