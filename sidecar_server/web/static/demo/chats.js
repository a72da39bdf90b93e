// The open chats as the desk knows them: messages, drafts, who waits since when.
// @ts-check
import { Script } from "./engine.js";

/** @typedef {"customer"|"agent"|"bot"|"system"|"note"} Role */
/** @typedef {{id: string, role: Role, text: string, at: number, author: string}} Message */
/** @typedef {{mode: "reply" | "note", reply: string, note: string}} Draft */
/** @typedef {{name: string, locale: string, country: string, timezone: string}} Customer */
/** @typedef {{id: string, title: string, customer: Customer, lines: import("./engine.js").Line[], try: import("./tries.js").Try[]}} Scripted */
/** @typedef {ReturnType<typeof createChat>} Chat */

// How long ago the other customers wrote when the desk opens: a desk is never all fresh.
const WAITED_S = [0, 48, 205, 35, 96, 140, 12, 330, 25, 21, 64];

/** @typedef {Pick<Script, "history" | "step" | "resumed"> & {answered: (at: number, text: string) => void}} Player */

/** @param {Scripted} scripted @param {number} index  its place in the list @param {number} now
 * @param {Player} [player] who plays the customer, in the script's place */
export function createChat(scripted, index, now, player) {
  const { id, title, customer, lines } = scripted;
  const startedAt = now - (WAITED_S[index % WAITED_S.length] ?? 0) * 1000;
  const chat = {
    id,
    title,
    customer,
    tries: scripted.try,
    startedAt,
    script: player ?? new Script(lines, now),
    /** @type {Message[]} */
    messages: [],
    /** @type {number | null} when the customer's first unanswered line came */
    waitingSince: null,
    unread: false,
    typing: false,
    resolved: false,
    draft: /** @type {Draft} */ ({ mode: "reply", reply: "", note: "" }),
  };
  for (const line of chat.script.history(index > 0)) {
    addMessage(chat, line.role, line.text, startedAt);
    chat.unread = true;
  }
  return chat;
}

/** Adds one message and keeps the waiting clock.
 * @param {Chat} chat @param {Role} role @param {string} text @param {number} at
 * @returns {Message} */
export function addMessage(chat, role, text, at) {
  const id = `m${chat.messages.length + 1}`;
  const message = { id, role, text, at, author: authorOf(chat, role) };
  chat.messages.push(message);
  if (role === "customer") chat.waitingSince ??= at;
  if (role === "agent") chat.waitingSince = null;
  return message;
}

/** The newest message people would see in a list. @param {Chat} chat */
export function lastLine(chat) {
  const said = chat.messages.filter(({ role }) => role !== "system" && role !== "note");
  return said.at(-1) ?? null;
}

/** @param {Chat} chat @param {Role} role */
function authorOf(chat, role) {
  const names = { customer: chat.customer.name, agent: "You", bot: "Bot", system: "Desk", note: "You" };
  return names[role] ?? "";
}
