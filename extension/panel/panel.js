// The side panel: takes the whole state over a port, draws it, and sends back what the agent does.
// @ts-check
import { drawCustomer } from "./customer.js";
import { press } from "./keys.js";
import { isNote } from "./group.js";
import { CardList, insertable } from "./list.js";
import { byId } from "./nodes.js";
import { points } from "./note.js";
import { openPort } from "./port.js";
import { brokenLine, drawState, privacyLine } from "./state.js";
import { fillIn, loadTexts } from "./strings.js";

const SEARCH_AFTER_MS = 200;
const SAID_FOR_MS = 4_000;
const CLOCK_MS = 20_000;

const opening = openPort(); // listens at once: the page around sends its port when this one has loaded
const t = await loadTexts();
fillIn(document, t);
document.title = t("panel_title");
const port = await opening;
const search = /** @type {HTMLInputElement} */ (byId("search"));
const list = new CardList(byId("lines"), byId("held"), t, drawn);

/** @type {Sidecar.View} */
let view = {
  connection: { status: "connecting", address: "" },
  conversation: null,
  suggestions: null,
};
/**
 * A search; while it is under way, with the items of the one before it.
 * @type {{ request: string, answered: boolean, items: Sidecar.Item[] } | null}
 */
let found = null;
let requests = 0;
/** Dismissed here, while the worker's answer is on its way. @type {Set<string>} */
const gone = new Set();
/** @type {{ [name: string]: ReturnType<typeof setTimeout> }} */
const timers = {};

/** @param {string} name @param {() => void} run @param {number} ms */
function later(name, run, ms) {
  clearTimeout(timers[name]);
  timers[name] = setTimeout(run, ms);
}

/** Whether what is said now tells of the switch to this chat, and so outlives it. */
let ofSwitch = false;

/**
 * Tell the eye and the ear what became of a deed.
 * @param {string} text
 * @param {boolean} [moved] whether another chat than the one meant was open by then
 */
function say(text, moved = false) {
  byId("said").textContent = text;
  ofSwitch = moved;
  later("said", hush, SAID_FOR_MS);
}

function hush() {
  byId("said").textContent = "";
}

/** @returns {Sidecar.Item[]} what should be listed now */
function wanted() {
  if (found) return found.items;
  return (view.suggestions?.items ?? []).filter((item) => !gone.has(item.id));
}

function redraw() {
  const up = view.connection.status === "connected";
  drawCustomer(byId("customer"), view, t);
  const of = found ? `search ${found.request} ${found.answered}` : (view.conversation?.id ?? "");
  list.show({ items: wanted(), of });
  drawEmpty();
  byId("privacy").textContent = privacyLine(view.connection, t);
  byId("privacy").dataset.status = view.connection.status;
  search.disabled = !up;
  byId("finder").hidden = !view.conversation;
}

function drawEmpty() {
  const up = view.connection.status === "connected";
  const cards = list.items().length > 0;
  byId("keys").hidden = !cards;
  byId("key-note").hidden = !list.items().some(isNote);
  drawState(byId("state"), view, cards || Boolean(found), t);
  const banner = byId("banner");
  const searching = found && !cards ? t(found.answered ? "no_results_text" : "searching") : "";
  banner.textContent = !up && cards ? brokenLine(view.connection, t) : searching;
  banner.hidden = !banner.textContent;
}

/** @param {Sidecar.Item[]} items */
function drawn(items) {
  byId("lines").setAttribute("aria-label", t(found ? "results_label" : "lines_label"));
  if (!items.length) return;
  port.postMessage({ type: "shown", ids: items.map(({ id }) => id) });
  byId("heard").textContent = news(items); // the cards are news enough for the eye
}

/** @param {Sidecar.Item[]} items */
function news(items) {
  if (found) return t("results_count", items.length);
  const lines = items.filter((item) => !isNote(item));
  const notes = items.filter(isNote).map(({ text }) => `${t("note_label")}: ${points(text).gist}`);
  const said = lines[0] ? [t("lines_count", lines.length, lines[0].text)] : [];
  return [...said, ...notes].join(" ");
}

/** The focused card's item, else the first line, else whatever comes first. */
function current() {
  const focused = document.activeElement?.closest("[data-id]")?.getAttribute("data-id");
  const items = list.items();
  return items.find(({ id }) => id === focused) ?? insertable(items)[0] ?? items[0];
}

/** @param {Sidecar.Item | undefined} item */
function insert(item) {
  if (item?.insertable) port.postMessage({ type: "insert", id: item.id, text: item.text });
}

/** @param {Sidecar.Item | undefined} item */
async function copy(item) {
  if (!item?.insertable) return;
  try {
    await navigator.clipboard.writeText(item.text);
  } catch {
    return say(t("copy_failed"));
  }
  say(t("copied"));
  port.postMessage({ type: "copied", id: item.id });
}

/** @param {Sidecar.Item | undefined} item */
function dismiss(item) {
  if (!item) return;
  const at = list.items().indexOf(item);
  const focused = byId("lines").contains(document.activeElement);
  gone.add(item.id);
  if (found) found.items = found.items.filter(({ id }) => id !== item.id);
  list.remove(item.id);
  port.postMessage({ type: "dismiss", id: item.id });
  say(t("dismissed"));
  drawEmpty();
  if (focused) focusCard(Math.min(at, list.items().length - 1));
}

/** @param {number} at */
function focusCard(at) {
  const cards = /** @type {NodeListOf<HTMLElement>} */ (
    byId("lines").querySelectorAll("[data-id]")
  );
  (cards[at]?.querySelector("summary") ?? cards[at])?.focus(); // where Enter opens a note
  cards[at]?.scrollIntoView({ block: "nearest" });
}

function leaveSearch() {
  search.value = "";
  search.blur();
  clearTimeout(timers.search);
  found = null;
  redraw();
}

function ask() {
  const query = search.value.trim();
  if (!query) {
    found = null;
    return redraw();
  }
  found = { request: String(++requests), answered: false, items: found?.items ?? [] };
  port.postMessage({ type: "search", request: found.request, query });
  return redraw();
}

/** @type {import("./keys.js").Deeds} */
const deeds = {
  insert(digit) {
    if (list.unsettled(digit)) return say(t("just_changed"));
    insert(insertable(list.items())[digit - 1]);
  },
  copy: () => void copy(current()),
  dismiss: () => (found ? leaveSearch() : dismiss(current())),
  move(step) {
    const ids = list.items().map(({ id }) => id);
    const focused = document.activeElement?.closest("[data-id]")?.getAttribute("data-id");
    const at = focused ? ids.indexOf(focused) + step : step > 0 ? 0 : ids.length - 1;
    focusCard(Math.min(Math.max(at, 0), ids.length - 1));
  },
  note: () => list.toggleNote(),
  search: () => search.focus(),
  leaveSearch,
};

/** @type {{ [type: string]: (message: any) => void }} */
const handlers = {
  view(message) {
    if (message.view.conversation?.id !== view.conversation?.id) {
      gone.clear();
      if (!ofSwitch) hush();
      if (found) search.value = "";
      found = null;
    }
    view = message.view;
    redraw();
  },
  results({ request, items }) {
    if (found?.request !== request) return;
    found = { request, answered: true, items };
    redraw();
  },
  inserted({ id, ok, reason }) {
    if (ok) list.mark(id);
    const text = ok ? t("inserted") : t(`reason_${reason ?? "refused"}`) || t("reason_refused");
    say(text, reason === "moved");
  },
};

/** @type {{ [act: string]: (item: Sidecar.Item | undefined) => void }} */
const acts = { insert, copy: (item) => void copy(item), dismiss };

document.addEventListener("keydown", (event) => {
  const typing = event.target === search;
  if (press(event, typing, deeds)) event.preventDefault();
});
byId("lines").addEventListener("click", (event) => {
  const button = /** @type {Element} */ (event.target).closest("[data-act], summary");
  const id = button?.closest("[data-id]")?.getAttribute("data-id");
  const item = list.items().find((one) => one.id === id);
  acts[button?.getAttribute("data-act") ?? ""]?.(item);
  // A click of the mouse must not leave the keyboard in the list, which would hold newer lines.
  if (event.detail) /** @type {HTMLElement | null} */ (button)?.blur();
});
const settle = () => later("release", () => list.busy() || list.release(), 0);
byId("lines").addEventListener("pointerleave", settle);
byId("lines").addEventListener("focusout", settle);
addEventListener("blur", settle);
byId("held").addEventListener("click", () => list.release());
search.addEventListener("input", () => later("search", ask, SEARCH_AFTER_MS));
setInterval(() => drawCustomer(byId("customer"), view, t), CLOCK_MS);

port.onmessage = ({ data }) => {
  if (data && Object.hasOwn(handlers, data.type)) handlers[data.type]?.(data);
};
port.postMessage({ type: "ready" });
