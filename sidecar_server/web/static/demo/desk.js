// The demo desk: plays the customers, takes the agent's answers, and feeds the panel beside them.
// @ts-check
import { addMessage, createChat } from "./chats.js";
import { Composer } from "./composer.js";
import { createList } from "./list.js";
import { Live } from "./live.js";
import { Panel } from "./panel.js";
import { Sheets } from "./sheets.js";
import { Thread } from "./thread.js";

/** @typedef {import("./chats.js").Chat} Chat */

const PANEL = "/demo/extension/panel/panel.html";
const LIVE_BESIDE = 2; // so many chats besides the open one go on by themselves
const STEP_MS = 250;

/** @param {string} selector */
const one = (selector) => /** @type {HTMLElement} */ (document.querySelector(selector));

/** @type {{token: string, text_chars: number, chats: import("./chats.js").Scripted[]}} */
const desk = JSON.parse(one("#desk-data").textContent ?? "");
const chats = desk.chats.map((chat, index) => createChat(chat, index, Date.now()));
let [open] = /** @type {[Chat]} */ (chats);
let recent = [...chats]; // in the order they were last open

const sheets = new Sheets();
const thread = new Thread(one("[data-desk]"));
const list = createList(one("[data-chat-list]"), chats, select);
const composer = new Composer(/** @type {HTMLFormElement} */ (one("[data-composer]")), {
  onSend: (mode, text) => say(open, mode === "reply" ? "agent" : "note", text),
  onDraft: (text) => live.draft(open, text),
});
const live = new Live({
  token: desk.token,
  renew: freshToken,
  textChars: desk.text_chars,
  chats,
  onChange: tellPanel,
  onResults: (request, items) => panel.tell({ type: "results", request, items }),
});
const panel = new Panel(/** @type {HTMLIFrameElement} */ (one("[data-panel]")), PANEL, {
  ready: tellPanel,
  insert: ({ id, text }) => insert(id, text),
  copied: ({ id }) => live.feedback(open, id, "copied"),
  dismiss: ({ id }) => dismiss(id),
  shown: ({ ids }) => live.shown(open, ids),
  search: ({ request, query }) => live.search(open, request, query),
});

/** After a restart the server knows this page's token no more; the page, read again, has a new one. */
async function freshToken() {
  const page = await (await fetch("/demo")).text();
  const found = /id="desk-data">([^<]*)</.exec(page);
  return JSON.parse(found?.[1] ?? "").token;
}

/** Gives the panel everything it draws from, whole each time. */
function tellPanel() {
  const suggestions = open.resolved ? null : live.suggestions(open);
  sheets.count(suggestions?.items.length ?? 0);
  const connection = { address: location.host, ...live.connection };
  const conversation = { id: open.id, customer: open.customer };
  panel.tell({ type: "view", view: { connection, conversation, suggestions } });
}

/** @param {string} id @param {string} text */
function insert(id, text) {
  sheets.close("panel");
  const ok = composer.insert(text, live.gap(open, id));
  panel.tell(ok ? { type: "inserted", id, ok } : { type: "inserted", id, ok, reason: "no_composer" });
  if (!ok) return;
  live.feedback(open, id, "inserted");
  one("[data-hint]").hidden = true;
}

/** @param {string} id */
function dismiss(id) {
  live.dismiss(open, id);
  tellPanel();
}

/** @param {Chat} chat @param {import("./chats.js").Role} role @param {string} text */
function say(chat, role, text) {
  if (chat.resolved) resolve(chat, false);
  const now = Date.now();
  const message = addMessage(chat, role, text, now);
  if (role === "agent") chat.script.answered(now);
  if (chat === open) thread.append(chat, message);
  else chat.unread = true;
  live.seen(chat, message);
  refresh();
}

/** @param {Chat} chat */
function select(chat) {
  sheets.close("chats");
  if (chat !== open) {
    composer.keep(open);
    if (recent.indexOf(chat) > LIVE_BESIDE) chat.script.resumed(Date.now());
    recent = [chat, ...recent.filter((other) => other !== chat)];
    show(chat);
  }
  composer.focus();
}

/** @param {Chat} chat */
function show(chat) {
  open = chat;
  chat.unread = false;
  thread.show(chat, Date.now());
  composer.show(chat);
  drawResolved();
  refresh();
  tellPanel();
}

/** @param {Chat} chat @param {boolean} done */
function resolve(chat, done) {
  if (done) say(chat, "system", "You resolved this chat");
  chat.resolved = done;
  chat.typing = false;
  if (done) live.closed(chat);
  else live.opened(chat);
  chat.script.resumed(Date.now());
  thread.typing(chat);
  drawResolved();
  refresh();
  tellPanel();
}

function drawResolved() {
  one("#resolve").textContent = open.resolved ? "Reopen" : "Resolve";
  one("#resolve").setAttribute("aria-label", open.resolved ? "Reopen chat" : "Resolve chat");
}

function refresh() {
  const now = Date.now();
  list.update(open, now);
  thread.head(open, now);
  one("[data-any-unread]").hidden = !chats.some((chat) => chat.unread);
}

/** One beat of every chat that is live. */
function beat() {
  const live = recent.slice(0, 1 + LIVE_BESIDE).filter((chat) => !chat.resolved);
  for (const chat of live) {
    const { typing, said } = chat.script.step(Date.now());
    if (typing !== chat.typing) {
      chat.typing = typing;
      if (chat === open) thread.typing(chat);
      refresh();
    }
    if (said) say(chat, said.role, said.text);
  }
}

/** F6 goes from the reply to the panel and back, as it goes between panes elsewhere.
 * @param {KeyboardEvent} event */
function changePane(event) {
  if (event.key !== "F6" || event.ctrlKey || event.altKey || event.shiftKey) return;
  event.preventDefault();
  if (event.view === window) {
    sheets.open("panel");
    panel.focus();
  } else {
    sheets.close("panel");
    composer.focus();
  }
}

one("[data-chat-count]").textContent = String(chats.length);
one("#start-over").addEventListener("click", () => location.reload());
one("#resolve").addEventListener("click", () => resolve(open, !open.resolved));
one("[data-hint-close]").addEventListener("click", () => {
  one("[data-hint]").hidden = true;
  composer.focus();
});
addEventListener("keydown", changePane);
one("[data-panel]").addEventListener("load", ({ target }) => {
  const frame = /** @type {HTMLIFrameElement} */ (target);
  frame.contentWindow?.addEventListener("keydown", changePane);
});
show(open);
composer.focus();
live.start();
setInterval(beat, STEP_MS);
setInterval(refresh, 1000);
