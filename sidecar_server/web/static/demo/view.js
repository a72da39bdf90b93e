// Puts the desk's state into the shape that the panel draws: what the worker does beside a helpdesk.
// @ts-check
import { attended } from "./attention.js";

/** @typedef {import("./chats.js").Chat} Chat */
/** @typedef {import("./held.js").Held} Held */
/** @typedef {import("./live.js").Live} Live */
/**
 * @typedef {object} Coaching
 * @property {import("./drafts.js").Finding[]} findings of the open chat's reply
 * @property {(Sidecar.Chat & {why: string})[]} chats
 * @property {import("./live.js").Today | null} today
 */

const TAB = 0; // the desk is one page
const SITE = "demo-desk";

/** @param {Chat} chat @param {Chat} open @param {Live} live @returns {Sidecar.Chat} */
const listed = (chat, open, live) => ({
  id: chat.id,
  name: chat.customer.name,
  tab: TAB,
  here: chat === open,
  waitingSince: chat.waitingSince,
  heat: live.heats(chat).at(-1) ?? 0,
  fresh: chat.unread,
});

/** @param {Chat} open @param {Live} live @returns {Sidecar.View["conversation"]} */
const shown = (open, live) => ({
  id: open.id,
  customer: open.customer,
  waitingSince: open.resolved ? null : open.waitingSince,
  heats: live.heats(open),
});

/** @param {Chat} open @param {Live} live @param {Held} held @returns {Sidecar.Suggestions | null} */
function suggested(open, live, held) {
  const now = live.suggestions(open);
  return now && { ...now, items: held.pass(open.id, now.items) };
}

/**
 * @param {Chat[]} chats @param {Chat} open @param {Live} live @param {Held} held
 * @returns {Sidecar.View & Coaching}
 */
export function viewOf(chats, open, live, held) {
  const { paused, connection, order, today } = live;
  const going = chats.filter((chat) => chat.messages.length && !chat.resolved);
  const listedAll = going.map((chat) => listed(chat, open, live));
  const rests = paused || open.resolved;
  return {
    connection: { address: location.host, ...connection },
    reading: { state: paused ? "paused" : "reading", site: SITE, messages: paused ? 0 : open.messages.length },
    conversation: paused ? null : shown(open, live),
    suggestions: rests ? null : suggested(open, live, held),
    findings: rests ? [] : live.findings(open),
    chats: paused ? [] : attended(listedAll, order),
    today,
    proposes: connection.status === "connected",
    receipts: connection.status === "connected",
    settings: { keysOn: true, keys: {}, badge: false, warnSlots: true },
  };
}
