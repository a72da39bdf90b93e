// Draws one suggestion as a card; a kind without a drawing of its own is drawn plainly.
// @ts-check
import { openSlots, pieces } from "./marks.js";
import { node } from "./nodes.js";

/**
 * @typedef {object} Place
 * @property {import("./strings.js").Texts} t
 * @property {number | null} key the digit that inserts this card
 */

/** @param {Sidecar.Item} item @param {Place} place */
const strategy = ({ strategy: name }, { t }) =>
  name ? node("span", { class: "strategy" }, t(`strategy_${name}`) || name) : null;

/** @param {Sidecar.Item} item */
const words = (item) =>
  node(
    "p",
    { class: "text", dir: "auto" },
    ...pieces(item).map(({ text, gap }) => (gap ? node("mark", { class: "slot" }, text) : text)),
  );

/** @param {Sidecar.Item} item @param {Place} place */
function gaps(item, { t }) {
  const names = openSlots(item).map((slot) => slot.name);
  return names.length
    ? node("p", { class: "gaps" }, t("slots_open", [...new Set(names)].join(", ")))
    : null;
}

/** @param {Sidecar.Item} item */
const why = (item) =>
  item.why ? node("p", { class: "why", dir: "auto", title: item.why }, item.why) : null;

/** @param {string} act @param {Sidecar.Item} item @param {Place} place */
const button = (act, item, { t, key }) =>
  node(
    "button",
    { type: "button", "data-act": act, class: act, "aria-describedby": `text-${item.id}` },
    t(act),
    act === "insert" && key !== null && node("kbd", { "aria-hidden": "true" }, String(key)),
  );

/**
 * @param {Sidecar.Item} item
 * @param {Place} place
 * @param {(Node | null | undefined | "" | false)[]} labels
 */
const head = (item, place, ...labels) =>
  node(
    "div",
    { class: "head" },
    node("span", { class: "labels" }, ...labels),
    item.insertable && button("copy", item, place),
    button("dismiss", item, place),
  );

/** @param {Sidecar.Item} item */
const title = (item) => item.title && node("span", { class: "title" }, item.title);

/** @type {(item: Sidecar.Item, place: Place) => (Node | null)[]} */
function plain(item, place) {
  const text = words(item);
  text.id = `text-${item.id}`;
  const foot = node(
    "div",
    { class: "foot" },
    why(item),
    item.insertable && button("insert", item, place),
  );
  return [head(item, place, strategy(item, place), title(item)), text, gaps(item, place), foot];
}

/** What it means, what to do, what to avoid: one line of the text each. @type {typeof plain} */
function note(item, place) {
  const label = node("span", { class: "strategy" }, place.t("note_label"));
  const points = node("div", { class: "points", id: `text-${item.id}` });
  const lines = item.text.split("\n").filter(Boolean);
  points.append(...lines.map((line) => node("p", { dir: "auto" }, line)));
  const source = item.source
    ? node("p", { class: "source" }, place.t("note_basis", item.source))
    : null;
  return [
    head(item, place, label, title(item)),
    points,
    node("div", { class: "foot" }, why(item)),
    source,
  ];
}

/** @type {{ [kind: string]: typeof plain }} */
const DRAWINGS = { note };

/**
 * @param {Sidecar.Item} item
 * @param {Place} place
 * @returns {HTMLLIElement}
 */
export function card(item, place) {
  const draw = Object.hasOwn(DRAWINGS, item.kind) ? DRAWINGS[item.kind] : plain;
  const attributes = {
    class: "card",
    tabindex: "-1",
    "data-id": item.id,
    "data-kind": item.kind,
    "aria-keyshortcuts": place.key === null ? undefined : String(place.key),
  };
  return node("li", attributes, ...(draw ?? plain)(item, place));
}
