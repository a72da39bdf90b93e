// The helpdesk pages that are open, and of each its chats; the page is the truth, no text is kept.
// @ts-check

/** @typedef {(message: object) => void} Post */

/**
 * @typedef {object} Chat
 * @property {string} id
 * @property {Sidecar.Customer} customer
 * @property {Set<string>} messages the ids that were told
 * @property {string} lastCustomer the id of the customer's newest message
 * @property {number | null} waitingSince ms since 1970
 */

/**
 * @typedef {object} Page
 * @property {number} tab
 * @property {number} frame
 * @property {string} origin
 * @property {string} site the id of its profile, "" where none fits
 * @property {boolean} paused
 * @property {Post} post
 * @property {Map<string, Chat>} chats
 * @property {string} active the chat in front of the agent
 * @property {number} badge how many lines its badge says
 * @property {number} turn when it was last the one in front, counted
 */

const LONGEST_WAIT_MS = 12 * 3_600_000;

/** @param {Sidecar.Message} message @param {number} now */
function sentAt({ sent_at }, now) {
  const at = sent_at ? Date.parse(sent_at) : NaN;
  return at <= now && at > now - LONGEST_WAIT_MS ? at : now;
}

/** @type {{ [type: string]: (chat: Chat, frame: any, now: number) => void }} */
const TAKEN = {
  "message.seen": (chat, message, now) => add(chat, message, now),
  "message.removed": (chat, { message }) => void chat.messages.delete(message),
  "message.renamed": (chat, { message, to }) => {
    chat.messages.delete(message);
    chat.messages.add(to);
    if (chat.lastCustomer === message) chat.lastCustomer = to;
  },
};

/**
 * Take in what happened to a message; whether it is of that kind.
 * @param {Chat} chat @param {Sidecar.Frame} frame @param {number} now
 */
export function take(chat, frame, now) {
  TAKEN[frame.type]?.(chat, frame, now);
  return Object.hasOwn(TAKEN, frame.type);
}

/**
 * The customer waits from their first unanswered message.
 * @param {Chat} chat @param {Sidecar.Message} message @param {number} now
 */
function add(chat, message, now) {
  chat.messages.add(message.message);
  if (message.role === "agent") chat.waitingSince = null;
  if (message.role !== "customer") return;
  chat.lastCustomer = message.message;
  chat.waitingSince ??= sentAt(message, now);
}

/**
 * @param {string} id @param {Sidecar.Customer} customer @param {Sidecar.Message[]} messages
 * @param {number} now
 * @returns {Chat}
 */
export function open(id, customer, messages, now) {
  /** @type {Chat} */
  const chat = { id, customer, messages: new Set(), lastCustomer: "", waitingSince: null };
  for (const message of messages) add(chat, message, now);
  return chat;
}

export class Pages {
  /** @type {Map<string, Page>} by tab and frame */
  #pages = new Map();
  #turns = 0;

  /** @param {Omit<Page, "chats" | "active" | "turn" | "site" | "badge">} page it takes its former one's place */
  add(page) {
    /** @type {Page} */
    const added = { ...page, site: "", chats: new Map(), active: "", turn: 0, badge: 0 };
    this.#pages.set(`${page.tab}:${page.frame}`, added);
    return added;
  }

  all = () => [...this.#pages.values()];

  /** Whether it is still the page of its frame. @param {Page} page */
  has = (page) => this.#pages.get(`${page.tab}:${page.frame}`) === page;

  /** @param {Page} page */
  remove(page) {
    if (this.has(page)) this.#pages.delete(`${page.tab}:${page.frame}`);
  }

  /** @param {number} tab */
  removeTab(tab) {
    for (const page of this.all()) if (page.tab === tab) this.remove(page);
  }

  /** This page's chat is in front now. @param {Page} page @param {string} conversation */
  front(page, conversation) {
    page.active = conversation;
    page.turn = ++this.#turns;
  }

  /** The page of a tab that shows the chat in front, else any of it. @param {number | null} tab */
  of(tab) {
    const here = this.all().filter((page) => page.tab === tab);
    here.sort((a, b) => Number(b.chats.size > 0) - Number(a.chats.size > 0) || b.turn - a.turn);
    return here[0];
  }

  /** The chat that a tab shows. @param {number | null} tab @returns {Chat | undefined} */
  chatOf(tab) {
    const page = this.of(tab);
    return page?.chats.get(page.active);
  }

  /** @param {string} id */
  chat = (id) => this.chats().find(({ chat }) => chat.id === id)?.chat;

  /** Each chat once, with the page that shows it. */
  chats() {
    /** @type {Map<string, { chat: Chat, page: Page }>} */
    const found = new Map();
    for (const page of this.all())
      for (const chat of page.chats.values()) found.set(chat.id, { chat, page });
    return [...found.values()];
  }
}
