// What a panel shows of a tab: the connection, how the page is read, the chat in front, the others.
// @ts-check

/** @typedef {import("./pages.js").Pages} Pages */
/** @typedef {import("./newest.js").NewestSuggestions} Newest */

/**
 * What a view is made from.
 * @typedef {object} Known
 * @property {Pages} pages
 * @property {Newest} newest
 * @property {import("./findings.js").Findings} findings
 * @property {import("./attention.js").Attention} attention
 * @property {Sidecar.View["connection"]} connection
 * @property {Sidecar.Settings} settings
 * @property {Sidecar.Today | null} today
 * @property {boolean} proposes whether the server takes lines for the lead
 * @property {boolean} receipts whether the server tells what it read, keeps and sent
 */

/** @param {import("./pages.js").Page | undefined} page @returns {Sidecar.Reading} */
export function readingOf(page) {
  const messages = page?.chats.get(page.active)?.messages.size ?? 0;
  const site = page?.site ?? "";
  if (!page) return { state: "off", site, messages };
  if (page.paused) return { state: "paused", site, messages };
  return { state: site ? "reading" : "unknown", site, messages };
}

/** The counts of a `today`; what is none is 0. @param {any} frame @returns {Sidecar.Today} */
export function todayOf({ shown, used, hostile, thanks, off, locked }) {
  const names = (/** @type {unknown} */ value) => (Array.isArray(value) ? value.map(String) : []);
  const counts = { shown: Number(shown) || 0, used: Number(used) || 0 };
  const rest = { hostile: Number(hostile) || 0, thanks: Number(thanks) || 0 };
  return { ...counts, ...rest, off: names(off), locked: names(locked) };
}

/** @param {Known} known @param {string | undefined} shown @returns {Sidecar.Chat[]} */
const chats = ({ pages, newest, attention }, shown) =>
  attention.ordered(
    pages.chats().map(({ chat, page }) => ({
      id: chat.id,
      name: chat.customer.name ?? "",
      tab: page.tab,
      here: chat.id === shown,
      waitingSince: chat.waitingSince,
      heat: newest.of(chat.id)?.cues?.heat ?? 0,
      fresh: newest.isFresh(chat.id),
    })),
  );

/** The card is the agent's and the server's business, no panel's. @param {Sidecar.Settings} settings */
const withoutCard = ({ card: _, ...others }) => others;

/**
 * @param {number | null} tab @param {Known} known
 * @returns {Sidecar.View}
 */
export function viewOf(tab, known) {
  const { pages, newest, findings, connection, settings, today, proposes, receipts } = known;
  const chat = pages.chatOf(tab);
  return {
    connection,
    reading: readingOf(pages.of(tab)),
    conversation: chat
      ? {
          id: chat.id,
          customer: chat.customer,
          waitingSince: chat.waitingSince,
          heats: newest.heats(chat.id),
        }
      : null,
    suggestions: chat ? newest.of(chat.id) : null,
    findings: chat ? findings.of(chat.id) : [],
    chats: chats(known, chat?.id),
    settings: withoutCard(settings),
    today,
    proposes,
    receipts,
  };
}
