// Puts the open chats into the order in which they need their agent.
// @ts-check

/** @typedef {{conversation: string, why: string, waiting_s?: number}} Waiting */

/**
 * The chats in which somebody waits come first, as the server ordered them; the rest as they were.
 * @template {{id: string}} Chat
 * @param {Chat[]} chats
 * @param {Waiting[]} order
 * @returns {(Chat & {why: string})[]} `why`: words for a person, "" where nobody waits
 */
export function attended(chats, order) {
  const waiting = order.flatMap(({ conversation, why }) => {
    const chat = chats.find(({ id }) => id === conversation);
    return chat ? [{ ...chat, why }] : [];
  });
  const rest = chats.filter(({ id }) => !waiting.some((one) => one.id === id));
  return [...waiting, ...rest.map((chat) => ({ ...chat, why: "" }))];
}
