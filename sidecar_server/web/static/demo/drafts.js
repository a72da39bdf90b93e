// Tells the server of each chat's unsent reply and keeps what it found in the newest one.
// @ts-check

/** @typedef {{rule: string, span: [number, number], text: string, advice: string, replacements: string[]}} Finding */
/**
 * @typedef {object} Kept
 * @property {string} text the reply as it stands
 * @property {number} revision the newest that was told
 * @property {Finding[]} findings
 * @property {Set<string>} quiet rules that the visitor waved away in this chat
 * @property {ReturnType<typeof setTimeout>} [timer]
 */

const TELL_AFTER_MS = 400;

export class Drafts {
  #tell;
  #revision = 0;
  /** @type {Map<string, Kept>} by chat */
  #kept = new Map();

  /** @param {(chat: string, revision: number, text: string) => void} tell sends one draft */
  constructor(tell) {
    this.#tell = tell;
  }

  /** The reply is another; true where findings went with it, for it is empty.
   * @param {string} chat @param {string} text */
  changed(chat, text) {
    const one = this.#of(chat);
    const cleared = !text.trim() && one.findings.length > 0;
    one.text = text;
    if (cleared) one.findings = [];
    clearTimeout(one.timer);
    one.timer = setTimeout(() => this.#send(chat, one), TELL_AFTER_MS);
    return cleared;
  }

  /** What the server found; false where the draft it read is not the newest one.
   * @param {{conversation: string, revision: number, findings?: Finding[]}} frame */
  take({ conversation, revision, findings = [] }) {
    const one = this.#kept.get(conversation);
    if (!one || one.revision !== revision || !one.text.trim()) return false;
    one.findings = findings;
    return true;
  }

  /** @param {string} chat @returns {Finding[]} */
  findings(chat) {
    const one = this.#kept.get(chat);
    return one?.findings.filter(({ rule }) => !one.quiet.has(rule)) ?? [];
  }

  /** The reply as it stands. @param {string} chat */
  text(chat) {
    return this.#kept.get(chat)?.text ?? "";
  }

  /** The rule keeps quiet in this chat. @param {string} chat @param {string} rule */
  dismiss(chat, rule) {
    this.#of(chat).quiet.add(rule);
  }

  /** These words were replaced: what was said of them is over, whatever the next check says.
   * @param {string} chat @param {string} words @param {[number, number]} span */
  mended(chat, words, [start]) {
    const one = this.#of(chat);
    one.findings = one.findings.filter(({ text, span }) => text !== words || span[0] !== start);
  }

  /** The server has just heard of the chat: it is told what stands in the reply. @param {string} chat */
  again(chat) {
    const one = this.#kept.get(chat);
    if (one?.text.trim()) this.#send(chat, one);
  }

  /** The server forgets the chat; what is written stays in the reply. @param {string} chat */
  rest(chat) {
    const one = this.#kept.get(chat);
    if (!one) return;
    clearTimeout(one.timer);
    one.findings = [];
    one.revision = -1; // an answer on its way is too late
  }

  /** @param {string} chat @param {Kept} one */
  #send(chat, one) {
    clearTimeout(one.timer);
    one.revision = ++this.#revision;
    this.#tell(chat, one.revision, one.text);
  }

  /** @param {string} chat */
  #of(chat) {
    /** @type {Kept} */
    const fresh = { text: "", revision: -1, findings: [], quiet: new Set() };
    const one = this.#kept.get(chat) ?? fresh;
    this.#kept.set(chat, one);
    return one;
  }
}
