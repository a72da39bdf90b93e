// Draws one suggestion as a card; a kind without a drawing of its own is drawn plainly.
// @ts-check
import { openSlots, pieces } from "./marks.js";
import { node } from "./nodes.js";
import { drawNote } from "./note.js";

/**
 * @typedef {object} Place
 * @property {import("./strings.js").Texts} t
 * @property {number | null} key the digit that inserts this card
 * @property {string} why what is not said above all lines already
 * @property {boolean} open whether the agent has opened this note
 * @property {boolean} used whether this line is in the reply box
 */

/** @param {Sidecar.Item} item @param {Place} place */
const strategy = ({ strategy: name }, { t }) =>
  name ? node("span", { class: "strategy" }, t(`strategy_${name}`) || name) : null;

/** @param {Sidecar.Item} item */
const words = (item) =>
  node(
    "p",
    { class: "text", dir: "auto", id: `text-${item.id}` },
    ...pieces(item).map(({ text, gap }) => (gap ? node("mark", { class: "slot" }, text) : text)),
  );

/** @param {Sidecar.Item} item @param {Place} place */
function gaps(item, { t }) {
  const names = openSlots(item).map((slot) => slot.name);
  return names.length
    ? node("p", { class: "gaps" }, t("slots_open", [...new Set(names)].join(", ")))
    : null;
}

/** @param {string} act @param {Sidecar.Item} item @param {Place} place */
const button = (act, item, { t, key }) =>
  node(
    "button",
    { type: "button", "data-act": act, class: act, "aria-describedby": `text-${item.id}` },
    t(act),
    act === "insert" && key !== null && node("kbd", { "aria-hidden": "true" }, String(key)),
  );

/** @param {Sidecar.Item} item @param {Place} place */
const head = (item, place) =>
  node(
    "div",
    { class: "head" },
    node(
      "span",
      { class: "labels" },
      strategy(item, place),
      item.title && node("span", { class: "title" }, item.title),
    ),
    item.insertable && button("copy", item, place),
    button("dismiss", item, place),
    item.insertable && button("insert", item, place),
  );

/** @type {(item: Sidecar.Item, place: Place) => (Node | string | null)[]} */
const plain = (item, place) => [
  head(item, place),
  words(item),
  gaps(item, place),
  place.why ? node("p", { class: "why", dir: "auto", title: place.why }, place.why) : null,
];

/** @type {typeof plain} */
const note = (item, place) => [
  drawNote(item, place.t, place.open),
  button("dismiss", item, place),
];

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
    "data-used": place.used,
    "aria-keyshortcuts": place.key === null ? undefined : String(place.key),
  };
  return node("li", attributes, ...(draw ?? plain)(item, place));
}
