// Sends every message of pages, panels and server to its handler: one table for each side.
// @ts-check
import { isLine } from "../panel/kinds.js";
import { Asks } from "./asks.js";
import { Attention } from "./attention.js";
import { Choices } from "./choices.js";
import { Findings } from "./findings.js";
import { fit } from "./fit.js";
import { NewestSuggestions } from "./newest.js";
import { Pages, open, take } from "./pages.js";
import { Panels } from "./panels.js";
import { readingOf, todayOf, viewOf } from "./view.js";
import { Writing } from "./writing.js";

const CALM_MS = 5_000; // after `slow_down`: the server takes a hundred frames again by then

/** @typedef {import("./pages.js").Post} Post */
/** @typedef {import("./pages.js").Page} Page */

/**
 * What the browser and the socket do for the router.
 * @typedef {object} Deeds
 * @property {(frame: Sidecar.Frame) => boolean} send to the server; false where there is none
 * @property {(page: Page, paused: boolean) => void} [pause] stop or go on reading its site
 * @property {(tab: number) => void} [pick] start the picker
 * @property {(tab: number) => void} [go] bring a tab to the front
 * @property {(tab: number, reading: Sidecar.Reading) => void} [sign] say how a tab is read
 */

export class Router {
  #pages = new Pages();
  #newest = new NewestSuggestions();
  #findings = new Findings();
  #attention = new Attention();
  #writing = new Writing(() => {
    this.#newest.release();
    this.#drawAll();
  });
  #asks;
  #choices;
  /** @type {Sidecar.Today | null} */
  #today = null;
  #deeds;
  #now;
  #panels;
  /** @type {Map<number, Set<string>>} conversations that a tab has shown */
  #opened = new Map();
  #address = "";
  /** @type {Sidecar.Status} */
  #status = { status: "connecting" };
  /** @type {Sidecar.Settings} */
  #settings = { keysOn: true, keys: {}, badge: true, warnSlots: true };
  #epoch = 0;

  /** @param {Deeds} deeds @param {() => number} [now] ms since 1970 */
  constructor(deeds, now = Date.now) {
    this.#deeds = deeds;
    this.#now = now;
    this.#asks = new Asks(deeds.send);
    this.#choices = new Choices(deeds.send);
    this.#panels = new Panels({
      pages: this.#pages,
      newest: this.#newest,
      findings: this.#findings,
      asks: this.#asks,
      deeds,
      view: (tab) => this.#view(tab),
      changed: () => this.#drawAll(),
      agent: () => this.#settings.card?.name ?? "",
      sign: (tab) => this.#sign(tab),
    });
  }

  // ---- the server's side

  /** @param {Sidecar.Status} status @param {string} address host:port */
  onStatus(status, address) {
    this.#address = address;
    this.#status = status;
    if (status.status === "connected") this.#replay();
    else this.#asks.failAll();
    this.#drawAll();
  }

  /** After a (re)connection the server knows nothing: ask every page for what it shows. */
  #replay() {
    this.#epoch += 1;
    this.#attention.clear();
    this.#choices.welcomed();
    this.#choices.tell(this.#settings);
    for (const page of this.#pages.all()) page.post({ type: "report" });
  }

  /** @param {Sidecar.Frame} frame */
  onFrame(frame) {
    if (Object.hasOwn(this.#fromServer, frame.type)) this.#fromServer[frame.type]?.(frame);
    else this.#asks.take(frame);
  }

  /** @type {{ [type: string]: (frame: any) => void }} */
  #fromServer = {
    suggestions: (frame) => {
      const last = this.#pages.chat(frame.conversation)?.lastCustomer;
      const heard = frame.about?.message === last ? last : undefined;
      if (this.#newest.take(this.#epoch, frame, heard, this.#writing.now)) this.#drawAll();
    },
    "draft.checked": (frame) => {
      if (this.#findings.take(frame)) this.#drawAll();
    },
    attention: (frame) => {
      this.#attention.take(frame);
      this.#drawAll();
    },
    today: (frame) => {
      this.#today = todayOf(frame);
      this.#drawAll();
    },
    results: (frame) => this.#panels.found(frame),
    problem: ({ code, detail, about }) => {
      const forgotten = (/** @type {Page} */ page) => page.chats.has(about?.conversation);
      this.#asks.fail(about?.request, detail);
      if (code === "unknown_conversation") this.#ask(forgotten);
      // Frames were dropped: once the server takes them again, the pages say what they show.
      if (code === "slow_down") setTimeout(() => this.#ask(() => true), CALM_MS);
    },
  };

  // ---- a page's side

  /**
   * A page that may be read; it takes the place of the frame's former page.
   * @param {{ tab: number, frame: number, origin: string, paused: boolean, post: Post }} joining
   */
  addPage({ tab, frame, origin, paused, post }) {
    const page = this.#pages.add({ tab, frame, origin, paused, post });
    this.#draw(page.tab);
    return {
      /** @param {any} message */
      receive: (message) => {
        if (this.#pages.has(page) && Object.hasOwn(this.#fromPage, message?.type))
          this.#fromPage[message.type]?.(page, message);
      },
      gone: () => {
        this.#pages.remove(page);
        this.#draw(page.tab);
      },
    };
  }

  /** @type {{ [type: string]: (page: Page, message: any) => void }} */
  #fromPage = {
    reading: (page, { site }) => {
      page.site = String(site);
      page.chats.clear();
      this.#draw(page.tab);
    },
    active: (page, { conversation }) => {
      this.#pages.front(page, String(conversation));
      this.#draw(page.tab);
    },
    left: (page, { conversation }) => {
      page.chats.delete(String(conversation));
      this.#drawAll();
    },
    "conversation.opened": (page, frame) => this.#opening(page, frame),
    "message.seen": (page, frame) => this.#forward(page, frame),
    "message.removed": (page, frame) => this.#forward(page, frame),
    "message.renamed": (page, frame) => this.#forward(page, frame),
    "draft.changed": (page, frame) => {
      this.#forward(page, frame);
      if (!page.chats.has(frame.conversation)) return;
      this.#writing.told();
      if (this.#findings.told(frame)) this.#drawAll();
    },
    draft: (page, { conversation, text }) => {
      if (page.chats.has(conversation)) this.#panels.tell(page.tab, { type: "draft", text });
    },
    replaced: (page, { conversation, span, text, with: words, ok, reason }) => {
      const done = { span, text, with: words };
      if (ok) this.#findings.replaced(conversation, done);
      this.#panels.tell(page.tab, { type: "replaced", ...done, ok, reason });
      this.#drawAll();
    },
    inserted: (page, { id, conversation, ok, reason }) => {
      this.#panels.tell(page.tab, { type: "inserted", id, ok, reason });
      if (ok && page.chats.has(conversation))
        this.#deeds.send({ type: "feedback", conversation, suggestion: id, event: "inserted" });
    },
  };

  /** @param {Page} page @param {any} frame */
  #opening(page, frame) {
    const id = String(frame.conversation);
    if (!page.site || !id.startsWith(`${page.site}:`)) return;
    if (!page.chats.has(id)) this.#findings.opened(id);
    page.chats.set(id, open(id, frame.customer ?? {}, frame.messages ?? [], this.#now()));
    if (!page.chats.has(page.active)) this.#pages.front(page, id);
    this.#opened.set(page.tab, (this.#opened.get(page.tab) ?? new Set()).add(id));
    this.#deeds.send(fit(frame, this.#status.welcome?.limits));
    this.#drawAll();
  }

  /** @param {Page} page @param {any} frame */
  #forward(page, frame) {
    const chat = page.chats.get(frame.conversation);
    if (!chat) return;
    this.#deeds.send(frame);
    if (take(chat, frame, this.#now())) this.#drawAll();
  }

  /** The tab is closed: the server may forget what no other tab shows. @param {number} tab */
  tabClosed(tab) {
    this.#pages.removeTab(tab);
    for (const id of this.#opened.get(tab) ?? []) {
      if (this.#pages.chat(id)) continue;
      this.#newest.forget(id);
      this.#findings.forget(id);
      this.#deeds.send({ type: "conversation.closed", conversation: id });
    }
    this.#opened.delete(tab);
    this.#drawAll();
  }

  /** @param {(page: Page) => boolean} which the pages that are to report what they show */
  #ask(which) {
    for (const page of this.#pages.all())
      if (page.chats.size && which(page)) page.post({ type: "report" });
  }

  // ---- for the worker

  /** @param {number | null} tab @param {Post} post */
  addPanel = (tab, post) => this.#panels.add(tab, post);

  /** @param {number} tab @param {number} number 1 for the first line */
  insertLine = (tab, number) => this.#panels.insertLine(tab, number);

  /** By which profile an open page of this site is read, "" for none. @param {string} origin */
  siteAt = (origin) =>
    this.#pages.all().find((page) => page.origin === origin && page.site)?.site ?? "";

  /** The newest tab of a site, null where it has none. @param {string} origin */
  tabAt = (origin) => this.#pages.all().findLast((page) => page.origin === origin)?.tab ?? null;

  /** Whether a chat is open. */
  inUse = () => this.#pages.chats().length > 0;

  /** Have every page say anew what it shows: the server has forgotten it. */
  report = () => this.#ask(() => true);

  /** @param {Sidecar.Settings} settings */
  set(settings) {
    this.#settings = settings;
    if (this.#status.status === "connected") this.#choices.tell(settings);
    this.#drawAll();
  }

  // ---- drawing

  /** @param {number | null} tab @returns {Sidecar.View} */
  #view(tab) {
    const { status, problem, welcome } = this.#status;
    const can = (/** @type {string} */ what) =>
      status === "connected" && Boolean(welcome?.features?.includes(what));
    return viewOf(tab, {
      pages: this.#pages,
      newest: this.#newest,
      findings: this.#findings,
      attention: this.#attention,
      connection: { status, problem, address: this.#address },
      settings: this.#settings,
      today: this.#today,
      proposes: can("propose"),
      receipts: can("receipt"),
    });
  }

  /** @param {number} tab */
  #draw(tab) {
    this.#panels.tell(tab, { type: "view", view: this.#view(tab) });
    this.#sign(tab);
  }

  #drawAll() {
    this.#panels.drawAll();
    for (const tab of new Set(this.#pages.all().map((page) => page.tab))) this.#sign(tab);
  }

  /** Outside the panel: how the tab is read, and how many lines wait while its panel is closed. @param {number} tab */
  #sign(tab) {
    this.#deeds.sign?.(tab, readingOf(this.#pages.of(tab)));
    const page = this.#pages.of(tab);
    const items = this.#newest.of(page?.active ?? "")?.items ?? [];
    const open = this.#panels.has(tab) || this.#status.status !== "connected";
    const lines = open ? 0 : items.filter(isLine).length;
    if (!page || page.badge === lines) return;
    page.badge = lines;
    page.post({ type: "badge", lines });
  }
}
