// The demo desk: plays the customers, takes the agent's answers, and feeds the panel beside them.
// @ts-check
import { addMessage, createChat } from "./chats.js";
import { Composer } from "./composer.js";
import { panelSwitch, showEnd, showProblem } from "./ends.js";
import { Held } from "./held.js";
import { createList } from "./list.js";
import { Live } from "./live.js";
import { Panel } from "./panel.js";
import { Run } from "./run.js";
import { Sheets } from "./sheets.js";
import { Thread } from "./thread.js";
import { Tries } from "./tries.js";
import { viewOf } from "./view.js";

/** @typedef {import("./chats.js").Chat} Chat */

const PANEL = "/demo/extension/panel/panel.html";
const LIVE_BESIDE = 2; // so many chats besides the open one go on by themselves
const STEP_MS = 250;

/** @param {string} selector */
const one = (selector) => /** @type {HTMLElement} */ (document.querySelector(selector));

/** @typedef {import("./examples.js").Card} Card */
/** @type {{token: string, text_chars: number, chats: import("./chats.js").Scripted[], you: Card, colleagues: Card[], practice?: string}} */
const desk = JSON.parse(one("#desk-data").textContent ?? "");
const run = desk.practice ? new Run({ token: desk.token, scenario: desk.practice, onEnd: ended, onProblem: showProblem }) : undefined;
const chats = desk.chats.map((chat, index) => createChat(chat, index, Date.now(), run));
let [open] = /** @type {[Chat]} */ (chats);
let recent = [...chats]; // in the order they were last open
let asked = 0;

const sheets = new Sheets();
const thread = new Thread(one("[data-desk]"));
const list = createList(one("[data-chat-list]"), chats, select);
const composer = new Composer(/** @type {HTMLFormElement} */ (one("[data-composer]")), {
  onSend: (mode, text) => say(open, mode === "reply" ? "agent" : "note", text),
  onDraft: (text) => live.draft(open, text),
});
const tries = new Tries(one("[data-tries]"), (draft) => composer.fill(draft));
const held = new Held(tellPanel);
const live = new Live({
  token: desk.token,
  renew: freshToken,
  textChars: desk.text_chars,
  chats,
  you: desk.you,
  colleagues: desk.colleagues,
  onChange: tellPanel,
  onAnswer: (answer) => panel.tell(answer),
});
const panel = new Panel(/** @type {HTMLIFrameElement} */ (one("[data-panel]")), PANEL, {
  ready: tellPanel,
  insert: ({ id, text }) => insert(id, text),
  copied: ({ id }) => live.feedback(open, id, "copied"),
  dismiss: ({ id }) => dismiss(id),
  shown: ({ ids }) => live.shown(open, ids),
  search: ({ request, query }) => live.search(open, request, query),
  go: ({ conversation }) => go(conversation),
  pause: ({ paused }) => pause(paused),
  replace,
  "finding.dismiss": ({ rule }) => dismiss(`finding:${rule}`),
  match: ({ request = ownRequest() }) => live.match(open, request),
  "propose.begin": beginProposal,
  propose: ({ text, why }) => live.propose({ request: ownRequest(), text, why }),
  reel: ({ request = ownRequest() }) => live.ask("reel", request),
  "receipt.asked": ({ request = ownRequest() }) => live.ask("receipt.asked", request),
});

/** After a restart the server knows this page's token no more; the page, read again, has a new one. */
async function freshToken() {
  const page = await (await fetch("/demo")).text();
  const found = /id="desk-data">([^<]*)</.exec(page);
  return JSON.parse(found?.[1] ?? "").token;
}

/** Gives the panel everything it draws from, whole each time. */
function tellPanel() {
  const view = viewOf(chats, open, live, held);
  sheets.count((view.suggestions?.items.length ?? 0) + view.findings.length);
  panel.tell({ type: "view", view });
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

/** Other words for some of the reply. @param {{span: [number, number], text: string, with: string}} wanted */
function replace({ span, text, with: words }) {
  sheets.close("panel");
  const ok = composer.replace(span, text, words);
  const done = { type: "replaced", span, text, with: words, ok };
  panel.tell(ok ? done : { ...done, reason: "moved" });
  if (ok) live.mended(open, text, span);
  tellPanel();
}

/** The names to take out of a line for the lead, and the reply it may begin with. */
function beginProposal() {
  panel.tell({ type: "proposal", customers: chats.map(({ customer }) => customer.name), agent: desk.you.name });
  panel.tell({ type: "draft", text: live.drafted(open) });
}

/** For a question that the panel gave no id. */
function ownRequest() {
  return `desk-${++asked}`;
}

/** To another chat, from the panel, which keeps the keyboard. @param {string} id */
function go(id) {
  const chat = chats.find((one) => one.id === id);
  if (chat) change(chat);
}

/** @param {boolean} paused */
function pause(paused) {
  live.pause(paused);
  tellPanel();
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
  if (role === "agent") chat.script.answered(now, text);
  if (chat === open) thread.append(chat, message);
  else chat.unread = true;
  live.seen(chat, message);
  refresh();
  tellPanel();
}

/** @param {Chat} chat */
function select(chat) {
  sheets.close("chats");
  change(chat);
  composer.focus();
}

/** @param {Chat} chat */
function change(chat) {
  if (chat === open) return;
  composer.keep(open);
  held.rest();
  if (recent.indexOf(chat) > LIVE_BESIDE) chat.script.resumed(Date.now());
  recent = [chat, ...recent.filter((other) => other !== chat)];
  show(chat);
}

/** @param {Chat} chat */
function show(chat) {
  open = chat;
  chat.unread = false;
  thread.show(chat, Date.now());
  composer.show(chat);
  tries.show(chat.tries);
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

/** A practice chat is over. @param {Run} over */
function ended({ review }) {
  if (!open.resolved) resolve(open, true);
  showEnd(open.customer.name, review);
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
one("#start-over").addEventListener("click", () => {
  live.signOff();
  location.reload();
});
one("[data-composer]").addEventListener("input", () => held.typed());
one("#resolve").addEventListener("click", () => (run ? run.end() : resolve(open, !open.resolved)));
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
if (run) {
  panelSwitch(pause);
  run.begin();
}
setInterval(beat, STEP_MS);
setInterval(refresh, 1000);
