// The side panel: takes the whole state over a port, draws it, and sends back what the agent does.
// @ts-check
import { ChatStrip } from "./chats.js";
import { drawCustomer } from "./customer.js";
import { drawDay } from "./day.js";
import { Finder } from "./finder.js";
import { FindingList } from "./findings.js";
import { Hands } from "./hands.js";
import { Held } from "./held.js";
import { drawHints, drawSheet, keyLabel } from "./hints.js";
import { keysOf, press } from "./keys.js";
import { isBeginning, isNote } from "./kinds.js";
import { CardList, insertable } from "./list.js";
import { FindingNews, newsOfItems } from "./news.js";
import { byId, put } from "./nodes.js";
import { openPort } from "./port.js";
import { Propose } from "./propose.js";
import { drawReading, pausable } from "./reading.js";
import { Said } from "./said.js";
import { Sheets } from "./sheets.js";
import { EMPTY, fixLine, drawState } from "./state.js";
import { fillIn, loadTexts } from "./strings.js";
import { tick } from "./waiting.js";

const TICK_MS = 1_000;

const opening = openPort(); // listens at once: the page around sends its port when this one has loaded
const t = await loadTexts();
fillIn(document, t);
document.title = t("panel_title");
document.documentElement.lang = t("texts_language");
const port = await opening;
const post = (/** @type {object} */ message) => port.postMessage(message);
const search = /** @type {HTMLInputElement} */ (byId("search"));
const held = new Held(byId("held"), t);
const list = new CardList(byId("lines"), held, t, drawn);
const findingNews = new FindingNews();
const findings = new FindingList(byId("findings"), {
  t,
  held,
  onReplace: (wanted) => post({ type: "replace", ...wanted }),
  onDismiss: (rule) => post({ type: "finding.dismiss", rule }),
  onDrawn: (shown) => {
    const news = findingNews.of(shown, view.conversation?.id ?? "", t);
    if (news !== null) byId("heard-findings").textContent = news;
  },
});
const strip = new ChatStrip(byId("chats"), t, (chat) => post({ type: "go", ...chat }));
const finder = new Finder(search, post, redraw);
const said = new Said(byId("said"));
const sheets = new Sheets(t, post);
const propose = new Propose(t, post, (text) => said.say(text));
const hands = new Hands({
  list,
  place: byId("lines"),
  post,
  say: (text) => said.say(text),
  t,
  inserts: () => Boolean(view.conversation),
  onDismissed: dismissed,
});

let view = EMPTY;
let keys = keysOf(view.settings);
/** Dismissed here, while the worker's answer is on its way. @type {Set<string>} */
const gone = new Set();

// ---- what is drawn

/** @returns {Sidecar.Item[]} what should be listed now */
function wanted() {
  if (finder.found) return finder.found.items;
  const begun = Boolean(view.findings?.length); // no beginning is offered beside a reply
  const may = (/** @type {Sidecar.Item} */ item) => !gone.has(item.id) && !(begun && isBeginning(item));
  return (view.suggestions?.items ?? []).filter(may);
}

/** What the cards belong to; those of another one replace them at once. */
function subject() {
  const { found } = finder;
  const of = found ? `search ${found.request} ${found.answered}` : (view.conversation?.id ?? "");
  return JSON.stringify([of, keys]);
}

function redraw() {
  const up = view.connection.status === "connected";
  drawCustomer(byId("customer"), view, t);
  const below = list.inUse();
  const inserts = Boolean(view.conversation);
  drawFindings();
  list.show({ items: wanted(), of: subject(), keys, inserts });
  strip.show(view.chats, (below && list.inUse()) || findings.inUse());
  search.disabled = !up;
  byId("finder").hidden = !(up || view.conversation);
  drawEmpty();
}

/** The reply is the agent's own, whatever is searched for below it. */
function drawFindings() {
  const of = view.conversation?.id ?? "";
  const wanted = { findings: view.findings ?? [], of, key: keys?.findings ?? "" };
  findings.show(wanted, () => list.inUse());
}

function drawEmpty() {
  const up = view.connection.status === "connected";
  const { found } = finder;
  const items = list.items();
  const cards = items.length > 0;
  drawState(byId("state"), view, cards || Boolean(found), t);
  const banner = byId("banner");
  put(banner, found && !cards && t(found.answered ? "no_results_text" : "searching"));
  banner.hidden = !banner.textContent;
  byId("stale").hidden = up || !cards;
  drawFooter(items);
}

/** @param {Sidecar.Item[]} items */
function drawFooter(items) {
  const fix = items.length ? fixLine(view.connection, t) : "";
  const places = { line: byId("reading"), pause: byId("pause"), privacy: byId("privacy") };
  drawReading(places, view, fix, t);
  const [row, counts, hard] = [byId("day"), byId("today"), byId("hard")];
  const buttons = { reel: byId("reel-button"), handover: byId("handover-button") };
  drawDay({ row, counts, hard, ...buttons }, view, t);
  byId("receipt-button").hidden = !view.receipts;
  propose.allow(Boolean(view.proposes));
  drawAllHints(items);
}

/** @param {Sidecar.Item[]} items */
function drawAllHints(items) {
  const lines = view.conversation ? insertable(items).length : 0;
  const chats = !byId("chats").hidden;
  const useful = { lines, cards: items.length > 0, note: items.some(isNote), chats };
  const nudge = items.some(({ kind }) => kind === "nudge") && Boolean(view.conversation);
  drawHints(byId("hints"), { keys, ...useful, nudge, findings: findings.any }, t);
}

/** The keys have changed: say so wherever one stands. */
function drawKeys() {
  const key = keys?.search ?? "";
  put(byId("search-key"), keyLabel(key));
  byId("search-key").hidden = !key;
  search.setAttribute("aria-keyshortcuts", key);
  byId("pause").setAttribute("aria-keyshortcuts", keys?.pause ?? "");
  byId("keys-button").hidden = !keys;
  if (keys) drawSheet(byId("keys"), keys, t);
  else byId("keys").hidePopover();
}

/** @param {Sidecar.Item[]} items */
function drawn(items) {
  byId("lines").setAttribute("aria-label", t(finder.found ? "results_label" : "lines_label"));
  if (!items.length) return;
  post({ type: "shown", ids: items.map(({ id }) => id) });
  const news = finder.found ? t("results_count", items.length) : newsOfItems(items, t);
  byId("heard").textContent = news; // the cards are news enough for the eye
}

// ---- what the agent does

/** @param {string} id */
function dismissed(id) {
  gone.add(id);
  finder.remove(id);
  list.remove(id);
  drawEmpty();
}

function pause() {
  const { reading } = view;
  if (pausable(reading)) post({ type: "pause", paused: reading.state === "reading" });
}

/** Take back what was opened last: a sheet, the chats, the findings, the search. */
const leave = () => sheets.leave() || strip.leave() || findings.leave() || finder.leave();

/** @type {import("./keys.js").Deeds} */
const deeds = Object.assign(Object.create(null), {
  "insert-1": () => hands.insertLine(1),
  "insert-2": () => hands.insertLine(2),
  "insert-3": () => hands.insertLine(3),
  copy: () => void hands.copy(),
  dismiss: () => void (findings.dismiss() || hands.dismiss()),
  next: () => hands.move(1),
  previous: () => hands.move(-1),
  note: () => list.toggleNote(),
  hold: () => hands.hold(),
  findings: () => findings.focusNext(),
  search: () => finder.focus(),
  chats: () => strip.focusNext(),
  keys: () => byId("keys").togglePopover(),
  pause,
  propose: () => propose.open(),
  leave,
});

/** @type {{ [act: string]: (item: Sidecar.Item | undefined) => void }} */
const acts = {
  insert: (item) => hands.insert(item),
  copy: (item) => void hands.copy(item),
  dismiss: (item) => hands.dismiss(item),
};

/** What can be done where there are no cards. @type {{ [name: string]: () => void }} */
const fixes = {
  pair: () => chrome.runtime.openOptionsPage(),
  add: () => chrome.runtime.openOptionsPage(),
  pick: () => post({ type: "pick" }),
  resume: pause,
};

// ---- what the worker says

/** @type {{ [type: string]: (message: any) => void }} */
const handlers = {
  view(message) {
    const next = { ...EMPTY, ...message.view };
    // A paused page may have been read before: what it showed is not shown on.
    const paused = next.reading.state === "paused";
    const before = view.conversation?.id;
    view = paused ? { ...next, conversation: null, suggestions: null, findings: [] } : next;
    keys = keysOf(view.settings);
    if (view.conversation?.id !== before) otherChat();
    drawKeys();
    redraw();
  },
  results: ({ request, items }) => finder.take(request, items),
  inserted({ id, ok, reason }) {
    if (ok) list.mark(id);
    const text = ok ? t("inserted") : t(`reason_${reason ?? "refused"}`) || t("reason_refused");
    said.say(text, reason === "moved");
  },
  thanks: ({ lines }) => sheets.thanks(lines),
  colleagues: ({ people }) => sheets.colleagues(people),
  receipt: (receipt) => sheets.receipt(receipt, view.connection.address),
  "reel.failed": () => sheets.failed("reel"),
  "receipt.asked.failed": () => sheets.failed("receipt.asked"),
  "match.failed": () => sheets.failed("match"),
  proposal: (known) => propose.know(known),
  draft: ({ text }) => propose.begin(text),
  proposed: ({ kept }) => propose.proposed(kept !== false),
  "propose.failed": ({ detail }) => propose.failed(detail),
  replaced({ ok, reason, ...done }) {
    if (ok) findings.mark(done);
    said.say(ok ? t("replaced") : t(`replace_${reason ?? "refused"}`) || t("replace_refused"));
  },
};

function otherChat() {
  gone.clear();
  said.otherChat();
  sheets.otherChat();
  if (finder.found) finder.clear(); // what is still being typed stays
}

// ---- wiring

document.addEventListener("keydown", (event) => {
  const { target } = event;
  const inSheet = /** @type {Element} */ (target).matches?.("[popover] :is(input, textarea)");
  if (press(event, inSheet ? "text" : target === search, keys, deeds)) event.preventDefault();
});
byId("lines").addEventListener("click", (event) => {
  const button = /** @type {Element} */ (event.target).closest("[data-act], summary");
  const id = button?.closest("[data-id]")?.getAttribute("data-id");
  const item = list.items().find((one) => one.id === id);
  acts[button?.getAttribute("data-act") ?? ""]?.(item);
  // A click of the mouse must not leave the keyboard in the list, which would hold newer lines.
  if (event.detail) /** @type {HTMLElement | null} */ (button)?.blur();
});
byId("state").addEventListener("click", ({ target }) => {
  const act = /** @type {Element} */ (target).closest("[data-do]")?.getAttribute("data-do");
  fixes[act ?? ""]?.();
});
byId("pause").addEventListener("click", pause);

/** Once a pointer or the focus has truly left, draw what was held back. */
const settle = () =>
  setTimeout(() => {
    list.settle();
    findings.settle(list.inUse());
    redraw();
  });
for (const place of [byId("lines"), byId("chats"), byId("findings")]) {
  place.addEventListener("pointerleave", settle);
  place.addEventListener("focusout", settle);
}
addEventListener("blur", settle);
setInterval(() => {
  tick(document, t);
  drawCustomer(byId("customer"), view, t); // their clock goes on as well
}, TICK_MS);

port.onmessage = ({ data }) => {
  if (data && Object.hasOwn(handlers, data.type)) handlers[data.type]?.(data);
};
drawKeys();
post({ type: "ready" });
