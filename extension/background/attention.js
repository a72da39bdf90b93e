// Which chats need the agent, in order and with the reason: the newest word of the server.
// @ts-check

export class Attention {
  /** @type {Map<string, string>} why, by conversation, the one in most need first */
  #order = new Map();

  /** @param {any} frame `attention` */
  take({ order }) {
    const waiting = Array.isArray(order) ? order : [];
    this.#order = new Map(
      waiting.map(({ conversation, why }) => [String(conversation), String(why ?? "")]),
    );
  }

  /** Another connection: the server says anew who waits. */
  clear() {
    this.#order.clear();
  }

  /**
   * Those that the server named first, in its order; the others after them, as they are.
   * @template {{ id: string }} Chat
   * @param {Chat[]} chats
   * @returns {(Chat & { why: string })[]}
   */
  ordered(chats) {
    const ids = [...this.#order.keys()];
    const place = (/** @type {Chat} */ { id }) => (this.#order.has(id) ? ids.indexOf(id) : Infinity);
    return chats
      .map((chat) => ({ ...chat, why: this.#order.get(chat.id) ?? "" }))
      .sort((a, b) => place(a) - place(b) || 0);
  }
}
