// Remembers the heat after each of the customers' messages, for the panel's small curve.
// @ts-check

/** @typedef {import("./chats.js").Chat} Chat */

const MOST = 20;

export class Heats {
  /** @type {Map<string, Map<string, number>>} by chat, then by message, oldest first */
  #read = new Map();

  /** What a `suggestions` frame says of the customer's newest message. @param {Chat[]} chats @param {any} frame */
  take(chats, { conversation, about, cues }) {
    const chat = chats.find(({ id }) => id === conversation);
    const message = chat?.messages.find(({ id }) => id === about?.message);
    if (!chat || message?.role !== "customer" || cues?.heat === undefined) return;
    const heats = this.#read.get(chat.id) ?? new Map();
    this.#read.set(chat.id, heats.set(message.id, cues.heat));
  }

  /** @param {Chat} chat @returns {number[]} */
  of(chat) {
    return [...(this.#read.get(chat.id)?.values() ?? [])].slice(-MOST);
  }
}
