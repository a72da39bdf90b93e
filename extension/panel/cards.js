// Draws one suggestion as a card; a kind without a drawing of its own is drawn plainly.
// @ts-check
import { drawKey } from "./hints.js";
import { openSlots, pieces } from "./marks.js";
import { node } from "./nodes.js";
import { drawNote } from "./note.js";

/**
 * @typedef {object} Place
 * @property {import("./strings.js").Texts} t
 * @property {string} key the key that inserts this card, "" for none
 * @property {string} noteKey the key that opens the note, "" for none
 * @property {boolean} inserts whether there is a chat to insert into
 * @property {string} why what is not said above all lines already
 * @property {boolean} open whether the agent has opened this note
 * @property {boolean} used whether this line is in the reply box
 */

/** @param {Sidecar.Item} item @param {Place} place */
const strategy = ({ strategy: name }, { t }) =>
  name ? node("span", { class: "strategy" }, t(`strategy_${name}`) || name) : null;

/** The kind, where it says more than what the line does. @param {Sidecar.Item} item */
const kindOf = ({ kind, insertable }) => (kind === "care" && insertable ? "boundary" : kind);

/** @param {Sidecar.Item} item @param {Place} place */
const kindLabel = (item, { t }) =>
  node("span", { class: "strategy" }, t(`kind_${kindOf(item)}`));

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
    act === "insert" && key && drawKey(key),
  );

/** Everybody knows the sign, and the word is long in some languages. @param {Sidecar.Item} item @param {Place} place */
const dismiss = (item, { t }) =>
  node(
    "button",
    {
      type: "button",
      "data-act": "dismiss",
      class: "dismiss",
      title: t("dismiss"),
      "aria-label": t("dismiss"),
      "aria-describedby": `text-${item.id}`,
    },
    node("span", { "aria-hidden": "true" }, "✕"),
  );

/** @param {Sidecar.Item} item @param {Place} place */
const labels = (item, place) => [
  strategy(item, place),
  item.title && node("span", { class: "title" }, item.title),
];

/** @param {Sidecar.Item} item @param {Place} place @param {(Node | string | null | undefined)[]} said */
const head = (item, place, said = labels(item, place)) =>
  node(
    "div",
    { class: "head" },
    node("span", { class: "labels" }, ...said),
    item.insertable && button("copy", item, place),
    dismiss(item, place),
    item.insertable && place.inserts && button("insert", item, place),
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
  drawNote(item, place),
  dismiss(item, place),
];

/** Named by its kind; why it is there is said to whoever asks. @type {typeof plain} */
const named = (item, place) => [
  head(item, place, [kindLabel(item, place)]),
  words(item),
  gaps(item, place),
  item.kind === "care" && place.why
    ? node("p", { class: "why", dir: "auto", title: place.why }, place.why)
    : null,
];

/** One quiet line. @type {typeof plain} */
const hint = (item, place) => [
  node("div", { class: "quiet-line", title: place.why || undefined }, kindLabel(item, place), " ", words(item)),
  item.insertable && place.inserts ? button("insert", item, place) : null,
  dismiss(item, place),
];

/** Why it is there comes first. @type {typeof plain} */
const nudge = (item, place) => [
  head(item, place, item.title ? [node("span", { class: "strategy" }, item.title)] : labels(item, place)),
  words(item),
  gaps(item, place),
  place.why ? node("p", { class: "why", dir: "auto", title: place.why }, place.why) : null,
];

/** @type {{ [kind: string]: typeof plain }} */
const DRAWINGS = { note, nudge, introduction: named, care: named, hint };

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
    "aria-keyshortcuts": place.key || undefined,
  };
  return node("li", attributes, ...(draw ?? plain)(item, place));
}
