// The open panels: what each asks is done, and each is told what its tab shows.
// @ts-check
import { isLine } from "../panel/kinds.js";
import { filled, openSlots } from "../panel/marks.js";

/** @typedef {import("./pages.js").Pages} Pages */
/** @typedef {import("./pages.js").Post} Post */
/** @typedef {import("./newest.js").NewestSuggestions} Newest */

/**
 * @typedef {{ wire: string, request: string, conversation: string | undefined, items: Sidecar.Item[] }} Search
 */

/** @typedef {{ tab: number | null, post: Post, drawn: string[], search: Search | null }} Panel */

/**
 * @typedef {object} Around what the panels stand on
 * @property {Pages} pages
 * @property {Newest} newest
 * @property {import("./findings.js").Findings} findings
 * @property {import("./asks.js").Asks} asks
 * @property {import("./router.js").Deeds} deeds
 * @property {(tab: number | null) => Sidecar.View} view
 * @property {() => void} changed what every panel shows may have changed
 * @property {() => string} agent the name on the agent's card, "" where there is none
 * @property {(tab: number) => void} sign a tab's panel was opened or closed
 */

/** @param {unknown} value @returns {Sidecar.Item[]} */
const asItems = (value) => (Array.isArray(value) ? value.map(filled) : []);

/** @param {Sidecar.Item} item what is to be typed, and what of it is open */
function line({ ...item }) {
  const spans = openSlots(item).map(({ span }) => span);
  const slots = spans.map((span) => [...item.text].slice(...span).join(""));
  return { id: item.id, text: item.text, gap: spans[0] ?? null, slots };
}

export class Panels {
  /** @type {Set<Panel>} */
  #panels = new Set();
  #around;
  #searches = 0;

  /** @param {Around} around */
  constructor(around) {
    this.#around = around;
  }

  /** @param {number | null} tab @param {Post} post */
  add(tab, post) {
    const { view, sign } = this.#around;
    /** @type {Panel} */
    const panel = { tab, post, drawn: [], search: null };
    this.#panels.add(panel);
    if (tab !== null) sign(tab);
    return {
      /** @param {any} message */
      receive: (message) => {
        if (Object.hasOwn(this.#fromPanel, message?.type))
          this.#fromPanel[message.type]?.(panel, message);
      },
      /** The window shows another tab now. @param {number | null} to */
      follow: (to) => {
        const from = panel.tab;
        panel.tab = to;
        panel.drawn = [];
        panel.post({ type: "view", view: view(to) });
        for (const one of [from, to]) if (one !== null) sign(one);
      },
      gone: () => {
        this.#panels.delete(panel);
        this.#around.asks.forget(post);
        if (panel.tab !== null) sign(panel.tab);
      },
    };
  }

  /** Whether a tab's panel is open. @param {number} tab */
  has = (tab) => [...this.#panels].some((panel) => panel.tab === tab);

  /** @param {number | null} tab @param {object} message */
  tell(tab, message) {
    for (const panel of this.#panels) if (panel.tab === tab) panel.post(message);
  }

  drawAll() {
    const { view } = this.#around;
    for (const panel of this.#panels) panel.post({ type: "view", view: view(panel.tab) });
  }

  /** What a search found. @param {{ request: string, items: unknown }} results */
  found({ request, items }) {
    for (const panel of this.#panels) {
      const { search } = panel;
      if (search?.wire !== request || !search) continue;
      search.items = asItems(items);
      panel.post({ type: "results", request: search.request, items: search.items });
    }
  }

  /** @type {{ [type: string]: (panel: Panel, message: any) => void }} */
  #fromPanel = {
    ready: (panel) => panel.post({ type: "view", view: this.#around.view(panel.tab) }),
    insert: (panel, { id }) => this.#insert(panel.tab, String(id)),
    copied: (panel, { id }) => this.#feedback(panel.tab, id, "copied"),
    dismiss: (panel, { id }) => {
      const conversation = this.#shownIn(panel.tab);
      if (!conversation) return;
      this.#around.newest.dismiss(conversation, id);
      this.#feedback(panel.tab, id, "dismissed");
      this.#around.changed();
    },
    shown: (panel, { ids }) => this.#shown(panel, ids),
    replace: (panel, { span, text, with: words }) =>
      this.#replace(panel.tab, { span, text: String(text), with: String(words) }),
    "finding.dismiss": (panel, { rule }) => {
      const conversation = this.#shownIn(panel.tab);
      if (!conversation) return;
      this.#around.findings.dismiss(conversation, String(rule));
      this.#feedback(panel.tab, `finding:${rule}`, "dismissed");
      this.#around.changed();
    },
    reel: ({ post }) => this.#around.asks.ask("reel", post),
    "receipt.asked": ({ post }) => this.#around.asks.ask("receipt.asked", post),
    match: ({ tab, post }) => {
      const conversation = this.#shownIn(tab);
      if (conversation) this.#around.asks.ask("match", post, { conversation });
    },
    "propose.begin": ({ tab, post }) => {
      const { pages, agent } = this.#around;
      const customers = pages.chats().map(({ chat }) => chat.customer.name ?? "");
      post({ type: "proposal", customers, agent: agent() });
      pages.of(tab)?.post({ type: "draft" });
    },
    propose: ({ tab, post }, { text, why }) => {
      const conversation = this.#shownIn(tab);
      const line = { text: String(text), why: String(why), ...(conversation && { conversation }) };
      this.#around.asks.ask("propose", post, line);
    },
    search: (panel, { request, query }) => this.#search(panel, request, String(query)),
    go: (_, { conversation }) => this.#go(String(conversation)),
    pause: (panel, { paused }) => {
      const page = this.#around.pages.of(panel.tab);
      if (page) this.#around.deeds.pause?.(page, Boolean(paused));
    },
    pick: (panel) => {
      const page = this.#around.pages.of(panel.tab);
      if (page) this.#around.deeds.pick?.(page.tab);
    },
  };

  /** @param {Panel} panel @param {unknown} ids */
  #shown(panel, ids) {
    panel.drawn = Array.isArray(ids) ? ids.map(String) : [];
    const conversation = this.#shownIn(panel.tab);
    if (!conversation) return;
    for (const id of this.#around.newest.report(conversation, panel.drawn))
      this.#feedback(panel.tab, id, "shown");
  }

  /** @param {Panel} panel @param {string} request @param {string} query */
  #search(panel, request, query) {
    const conversation = this.#shownIn(panel.tab); // without a chat lines are found to be copied
    const wire = `search-${++this.#searches}`;
    const same = panel.search?.conversation === conversation;
    panel.search = { wire, request, conversation, items: (same && panel.search?.items) || [] };
    const about = conversation ? { conversation } : {};
    this.#around.deeds.send({ type: "search", request: wire, query, ...about });
  }

  /** @param {string} conversation brought to the front, in whatever tab it is */
  #go(conversation) {
    const { pages, deeds, changed } = this.#around;
    const found = pages.chats().find(({ chat }) => chat.id === conversation);
    if (!found) return;
    pages.front(found.page, conversation);
    found.page.post({ type: "show", conversation });
    deeds.go?.(found.page.tab);
    changed();
  }

  /**
   * Insert a line by its number, for a key pressed in the page: the numbers are those that a panel
   * of this tab has drawn, where there is one.
   * @param {number} tab @param {number} number 1 for the first
   */
  insertLine(tab, number) {
    const panel = [...this.#panels].find((one) => one.tab === tab && one.drawn.length);
    const newest = this.#around.newest.of(this.#shownIn(tab) ?? "")?.items ?? [];
    const ids = panel ? panel.drawn : newest.map(({ id }) => id);
    const lines = ids.filter((id) => {
      const item = this.#find(tab, id);
      return item && isLine(item);
    });
    const id = lines[number - 1];
    if (id !== undefined) this.#insert(tab, id);
  }

  /** @param {number | null} tab @param {string} id */
  #insert(tab, id) {
    const page = this.#around.pages.of(tab);
    const item = this.#find(tab, id);
    const reason = !page?.site ? "no_page" : !item?.insertable ? "moved" : "";
    if (!page || !item || reason) return this.tell(tab, { type: "inserted", id, ok: false, reason });
    return page.post({ type: "insert", ...line(item), conversation: page.active });
  }

  /** Words of the draft, by others that were offered. @param {number | null} tab @param {Sidecar.Replacing} wanted */
  #replace(tab, wanted) {
    const { findings, pages } = this.#around;
    const page = pages.of(tab);
    const conversation = this.#shownIn(tab);
    if (page && conversation && findings.offers(conversation, wanted))
      return page.post({ type: "replace", ...wanted, conversation });
    return this.tell(tab, { type: "replaced", ...wanted, ok: false, reason: "moved" });
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
    return (
      this.#around.newest.item(conversation, id) ?? searched.find((item) => item.id === id)
    );
  }

  /** @param {number | null} tab */
  #shownIn = (tab) => this.#around.pages.chatOf(tab)?.id;

  /** @param {number | null} tab @param {string} suggestion @param {string} event */
  #feedback(tab, suggestion, event) {
    const conversation = this.#shownIn(tab);
    if (conversation) this.#around.deeds.send({ type: "feedback", conversation, suggestion, event });
  }
}
