// Sends every message between pages, panels and server to its handler: one table for each side.
// @ts-check
import { filled, openSlots } from "../panel/marks.js";
import { fit } from "./fit.js";
import { NewestSuggestions } from "./newest.js";

const CALM_MS = 5_000; // after `slow_down`: the server takes a hundred frames again by then

/** @typedef {(message: object) => void} Post */

/**
 * A helpdesk page; the page is the truth, so only pointers to it are kept.
 * @typedef {{ tab: number, site: string, post: Post, shown: Sidecar.View["conversation"] }} Page
 */

/**
 * @typedef {{ wire: string, request: string, conversation: string, items: Sidecar.Item[] }} Search
 */

/** @typedef {{ tab: number | null, post: Post, drawn: string[], search: Search | null }} Panel */

/** @param {unknown} value @returns {Sidecar.Item[]} */
const asItems = (value) => (Array.isArray(value) ? value.map(filled) : []);

export class Router {
  /** @type {Map<number, Page>} by tab */
  #pages = new Map();
  /** @type {Set<Panel>} */
  #panels = new Set();
  /** @type {Map<number, Set<string>>} conversations that a tab has shown */
  #opened = new Map();
  #newest = new NewestSuggestions();
  #send;
  #address = "";
  /** @type {Sidecar.Status} */
  #status = { status: "connecting" };
  #epoch = 0;
  #searches = 0;

  /** @param {(frame: Sidecar.Frame) => boolean} send to the server; false where there is none */
  constructor(send) {
    this.#send = send;
  }

  // ---- the server's side

  /** @param {Sidecar.Status} status @param {string} address host:port */
  onStatus(status, address) {
    this.#address = address;
    this.#status = status;
    if (status.status === "connected") this.#replay();
    this.#drawAll();
  }

  /** After a (re)connection the server knows nothing: ask every page for what it shows. */
  #replay() {
    this.#epoch += 1;
    for (const page of this.#pages.values()) page.post({ type: "report" });
  }

  /** @param {Sidecar.Frame} frame */
  onFrame(frame) {
    if (Object.hasOwn(this.#fromServer, frame.type)) this.#fromServer[frame.type]?.(frame);
  }

  /** @type {{ [type: string]: (frame: any) => void }} */
  #fromServer = {
    suggestions: (frame) => {
      if (this.#newest.take(this.#epoch, frame)) this.#drawAll();
    },
    results: ({ request, items }) => {
      for (const panel of this.#panels) {
        const { search } = panel;
        if (search?.wire !== request || !search) continue;
        search.items = asItems(items);
        panel.post({ type: "results", request: search.request, items: search.items });
      }
    },
    problem: ({ code, about }) => {
      const forgotten = (/** @type {Page} */ page) => page.shown?.id === about?.conversation;
      if (code === "unknown_conversation") this.#ask(forgotten);
      // Frames were dropped: once the server takes them again, the pages say what they show.
      if (code === "slow_down") setTimeout(() => this.#ask(() => true), CALM_MS);
    },
  };

  // ---- a page's side

  /**
   * A page that reads by a site profile; it takes the place of the tab's former page.
   * @param {number} tab @param {string} site @param {Post} post
   */
  addPage(tab, site, post) {
    /** @type {Page} */
    const page = { tab, site, post, shown: null };
    this.#pages.set(tab, page);
    return {
      /** @param {any} message */
      receive: (message) => {
        if (this.#pages.get(tab) !== page || !Object.hasOwn(this.#fromPage, message?.type)) return;
        this.#fromPage[message.type]?.(page, message);
      },
      gone: () => {
        if (this.#pages.get(tab) !== page) return;
        this.#pages.delete(tab);
        this.#draw(tab);
      },
    };
  }

  /** @type {{ [type: string]: (page: Page, message: any) => void }} */
  #fromPage = {
    "conversation.opened": (page, frame) => this.#opening(page, frame),
    "message.seen": (page, frame) => this.#forward(page, frame),
    "message.removed": (page, frame) => this.#forward(page, frame),
    "message.renamed": (page, frame) => this.#forward(page, frame),
    "draft.changed": (page, frame) => this.#forward(page, frame),
    left: (page) => {
      page.shown = null;
      this.#draw(page.tab);
    },
    inserted: (page, { id, ok, reason }) => {
      this.#tell(page.tab, { type: "inserted", id, ok, reason });
      if (ok && page.shown) this.#feedback(page.shown.id, id, "inserted");
    },
  };

  /** @param {Page} page @param {any} frame */
  #opening(page, frame) {
    const id = String(frame.conversation);
    if (!id.startsWith(`${page.site}:`)) return;
    page.shown = { id, customer: frame.customer ?? {} };
    this.#opened.set(page.tab, (this.#opened.get(page.tab) ?? new Set()).add(id));
    this.#send(fit(frame, this.#status.welcome?.limits));
    this.#draw(page.tab);
  }

  /** @param {Page} page @param {any} frame */
  #forward(page, frame) {
    if (page.shown && frame.conversation === page.shown.id) this.#send(frame);
  }

  /** The tab is closed: the server may forget what no other tab shows. @param {number} tab */
  tabClosed(tab) {
    this.#pages.delete(tab);
    const elsewhere = new Set([...this.#pages.values()].map(({ shown }) => shown?.id));
    for (const id of this.#opened.get(tab) ?? []) {
      if (elsewhere.has(id)) continue;
      this.#newest.forget(id);
      this.#send({ type: "conversation.closed", conversation: id });
    }
    this.#opened.delete(tab);
  }

  // ---- a panel's side

  /** @param {number | null} tab @param {Post} post */
  addPanel(tab, post) {
    /** @type {Panel} */
    const panel = { tab, post, drawn: [], search: null };
    this.#panels.add(panel);
    return {
      /** @param {any} message */
      receive: (message) => {
        if (Object.hasOwn(this.#fromPanel, message?.type))
          this.#fromPanel[message.type]?.(panel, message);
      },
      /** The window shows another tab now. @param {number | null} to */
      follow: (to) => {
        panel.tab = to;
        panel.drawn = [];
        panel.post({ type: "view", view: this.#view(to) });
      },
      gone: () => void this.#panels.delete(panel),
    };
  }

  /** @type {{ [type: string]: (panel: Panel, message: any) => void }} */
  #fromPanel = {
    ready: (panel) => panel.post({ type: "view", view: this.#view(panel.tab) }),
    insert: (panel, { id }) => this.#insert(panel.tab, String(id)),
    copied: (panel, { id }) => this.#feedback(this.#shownIn(panel.tab), id, "copied"),
    dismiss: (panel, { id }) => {
      const conversation = this.#shownIn(panel.tab);
      if (!conversation) return;
      this.#newest.dismiss(conversation, id);
      this.#feedback(conversation, id, "dismissed");
      this.#drawAll();
    },
    shown: (panel, { ids }) => {
      panel.drawn = Array.isArray(ids) ? ids.map(String) : [];
      const conversation = this.#shownIn(panel.tab);
      if (!conversation) return;
      for (const id of this.#newest.report(conversation, panel.drawn))
        this.#feedback(conversation, id, "shown");
    },
    search: (panel, { request, query }) => {
      const conversation = this.#shownIn(panel.tab);
      if (!conversation) return;
      const wire = `search-${++this.#searches}`;
      panel.search = { wire, request, conversation, items: panel.search?.items ?? [] };
      this.#send({ type: "search", request: wire, query: String(query), conversation });
    },
  };

  /**
   * Insert a line by its number, for a key pressed in the page: the numbers are those that a panel
   * of this tab has drawn, where there is one.
   * @param {number} tab @param {number} number 1 for the first
   */
  insertLine(tab, number) {
    const panel = [...this.#panels].find((one) => one.tab === tab && one.drawn.length);
    const newest = this.#newest.of(this.#shownIn(tab) ?? "")?.items ?? [];
    const ids = panel ? panel.drawn : newest.map(({ id }) => id);
    const lines = ids.filter((id) => this.#find(tab, id)?.insertable);
    const id = lines[number - 1];
    if (id !== undefined) this.#insert(tab, id);
  }

  /** @param {number | null} tab @param {string} id */
  #insert(tab, id) {
    const page = tab === null ? undefined : this.#pages.get(tab);
    const item = this.#find(tab, id);
    const reason = !page ? "no_page" : !item?.insertable ? "moved" : "";
    if (!page || !item || reason)
      return this.#tell(tab, { type: "inserted", id, ok: false, reason });
    const gap = openSlots(item)[0]?.span ?? null;
    return page.post({ type: "insert", id, text: item.text, gap, conversation: page.shown?.id });
  }

  /**
   * An item offered for the chat that this tab shows now.
   * @param {number | null} tab
   * @param {string} id
   */
  #find(tab, id) {
    const conversation = this.#shownIn(tab);
    if (!conversation) return undefined;
    const searched = [...this.#panels]
      .filter(({ search }) => search?.conversation === conversation)
      .flatMap(({ search }) => search?.items ?? []);
    return this.#newest.item(conversation, id) ?? searched.find((item) => item.id === id);
  }

  // ---- both

  /** @param {number | null} tab */
  #shownIn = (tab) => (tab === null ? undefined : this.#pages.get(tab)?.shown?.id);

  /** @param {string | undefined} conversation @param {string} suggestion @param {string} event */
  #feedback(conversation, suggestion, event) {
    if (conversation) this.#send({ type: "feedback", conversation, suggestion, event });
  }

  /** @param {(page: Page) => boolean} which the pages that are to report what they show */
  #ask(which) {
    for (const page of this.#pages.values())
      if (page.shown && which(page)) page.post({ type: "report" });
  }

  /** @param {number | null} tab @returns {Sidecar.View} */
  #view(tab) {
    const { status, problem } = this.#status;
    const conversation = (tab === null ? null : this.#pages.get(tab)?.shown) ?? null;
    const suggestions = conversation && this.#newest.of(conversation.id);
    return { connection: { status, problem, address: this.#address }, conversation, suggestions };
  }

  /** @param {number | null} tab @param {object} message */
  #tell(tab, message) {
    for (const panel of this.#panels) if (panel.tab === tab) panel.post(message);
  }

  /** @param {number} tab */
  #draw = (tab) => this.#tell(tab, { type: "view", view: this.#view(tab) });

  #drawAll() {
    for (const panel of this.#panels) panel.post({ type: "view", view: this.#view(panel.tab) });
  }
}
