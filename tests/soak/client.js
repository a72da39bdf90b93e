// The extension's own client, its pages and network in the hands of whoever writes to its standard
// input: one JSON object a line, and each thing that it does, a line on standard output. With `real`
// its network is the computer's.
// @ts-check
import { createInterface } from "node:readline";
import { openSocket } from "../../extension/background/socket.js";
import { Router } from "../../extension/background/router.js";
import { fakeClock } from "../extension/unit/fakes.js";

const SITE = "soak";
const ORIGIN = "https://desk.example.com";

/** @param {object} said */
const tell = (said) => process.stdout.write(`${JSON.stringify(said)}\n`);

/** @type {Map<number, Line>} the sockets that are not closed yet */
const lines = new Map();
let opened = 0;

/** A WebSocket whose other end is on standard input and output. */
class Line {
  readyState = 0;
  /** @type {any} */
  onopen;
  /** @type {any} */
  onclose;
  /** @type {any} */
  onmessage;

  constructor() {
    this.id = ++opened;
    lines.set(this.id, this);
    tell({ dial: this.id });
  }

  /** @param {string} data */
  send(data) {
    if (this.readyState === 1) tell({ sent: this.id, data });
  }

  close() {
    if (this.readyState < 2) tell({ hung: this.id });
    this.readyState = 3;
    lines.delete(this.id);
  }

  /** @param {number} code */
  lost(code) {
    this.readyState = 3;
    lines.delete(this.id);
    this.onclose?.({ code });
  }
}

/** @type {{ [chat: string]: { message: string, role: string, text: string }[] }} what the page shows */
let chats = {};
/** @type {Router} */
let router;
/** @type {ReturnType<typeof openSocket> | null} */
let socket = null;
let clock = fakeClock();
/** @type {Map<number, { receive: (message: any) => void, gone: () => void }>} pages by tab */
let tabs = new Map();
/** @type {any} */
let view = null;
let status = "";

/** @param {string} chat */
const id = (chat) => `${SITE}:${chat}`;

/** Show the page in a tab: it tells what it shows, now and when it is asked. @param {number} tab */
function open(tab) {
  const post = (/** @type {any} */ message) => message.type === "report" && report(tab);
  tabs.get(tab)?.gone();
  tabs.set(tab, router.addPage({ tab, frame: 0, origin: ORIGIN, paused: false, post }));
  tabs.get(tab)?.receive({ type: "reading", site: SITE });
  report(tab);
}

/** @param {number} tab */
function report(tab) {
  for (const [chat, messages] of Object.entries(chats)) {
    const conversation = id(chat);
    tabs.get(tab)?.receive({ type: "conversation.opened", conversation, messages: [...messages] });
  }
}

/** @param {{ type: string, conversation: string }} frame */
const everyTab = (frame) => tabs.forEach((page) => page.receive(structuredClone(frame)));

/** What may be asked of this client. @type {{ [what: string]: (asked: any) => void }} */
const deeds = {
  begin({ token, authority, real = false }) {
    socket?.close();
    [chats, clock, tabs, view] = [{}, fakeClock(), new Map(), null];
    router = new Router({ send: (frame) => socket?.send(frame) ?? false });
    router.addPanel(1, (/** @type {any} */ message) => {
      if (message.type === "view") view = message.view;
    });
    socket = openSocket({
      url: `ws://${authority}/live`,
      authority,
      credential: { token },
      onFrame: (frame) => router.onFrame(frame),
      onStatus: (now) => {
        status = now.status;
        router.onStatus(now, authority);
      },
      WebSocket: real ? globalThis.WebSocket : /** @type {any} */ (Line),
      clock,
    });
    open(1);
  },
  open: ({ tab }) => open(tab),
  shut({ tab }) {
    tabs.get(tab)?.gone();
    tabs.delete(tab);
    router.tabClosed(tab);
  },
  say({ chat, message, role, text }) {
    const isNew = !chats[chat];
    const line = { message, role, text };
    (chats[chat] ??= []).push(line);
    const conversation = id(chat);
    if (isNew) everyTab(/** @type {any} */ ({ type: "conversation.opened", conversation, messages: [line] }));
    else everyTab(/** @type {any} */ ({ type: "message.seen", conversation, ...line }));
  },
  again({ chat, at }) {
    const line = chats[chat]?.at(at);
    if (line) everyTab(/** @type {any} */ ({ type: "message.seen", conversation: id(chat), ...line }));
  },
  change({ chat, at, text }) {
    const line = chats[chat]?.at(at);
    if (!line) return;
    line.text = text;
    everyTab(/** @type {any} */ ({ type: "message.seen", conversation: id(chat), ...line }));
  },
  rename({ chat, at, to }) {
    const line = chats[chat]?.at(at);
    if (!line) return;
    const message = line.message;
    line.message = to;
    everyTab(/** @type {any} */ ({ type: "message.renamed", conversation: id(chat), message, to }));
  },
  remove({ chat, at }) {
    const all = chats[chat] ?? [];
    if (all.length < 2) return;
    const [line] = all.splice(at < 0 ? all.length + at : at, 1);
    const frame = { type: "message.removed", conversation: id(chat), message: line?.message };
    if (line) everyTab(/** @type {any} */ (frame));
  },
  pass: ({ ms }) => clock.advance(ms),
  sleep: ({ ms }) => (clock.sleep(ms), socket?.wake()),
  // ---- the network
  taken: ({ line }) => {
    const one = lines.get(line);
    if (one) one.readyState = 1;
    one?.onopen?.();
  },
  came: ({ line, data }) => lines.get(line)?.onmessage?.({ data }),
  lost: ({ line, code }) => lines.get(line)?.lost(code),
  // ---- what the agent sees
  look({ chat, number }) {
    tabs.get(1)?.receive({ type: "active", conversation: id(chat) });
    const { about = null, items = [] } = view?.suggestions ?? {};
    const shown = items.map((/** @type {{ id: string }} */ one) => one.id);
    tell({ looked: number, status, about: about?.message ?? null, items: shown, page: chats[chat] ?? [] });
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  deeds[asked.do]?.(asked);
}
process.exit(); // a real socket would keep it
