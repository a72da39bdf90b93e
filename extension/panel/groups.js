// Draws the items group by group: what presses, what to know, how to begin, and the lines.
// @ts-check
import { card } from "./cards.js";
import { reasons } from "./group.js";
import { isApart, isNote } from "./kinds.js";
import { node } from "./nodes.js";

/**
 * @typedef {object} Left what the agent has done to the cards, by the items' ids
 * @property {(string | null)[]} open notes that were opened
 * @property {(string | null)[]} used lines that are in the reply box
 * @property {boolean} more whether the second introduction was asked for
 */

/**
 * One line, and behind a word the other.
 * @param {HTMLElement[]} cards @param {boolean} more @param {import("./strings.js").Texts} t
 */
function introductions([first, ...others], more, t) {
  const rest =
    others.length > 0 &&
    node(
      "li",
      { class: "rest" },
      node(
        "details",
        { class: "more", open: more },
        node("summary", {}, t("more_lines")),
        node("ul", {}, ...others),
      ),
    );
  return node("ul", { class: "introductions" }, first, rest);
}

/**
 * @param {import("./list.js").Drawn} drawn @param {Sidecar.Item[]} numbered those that a digit inserts
 * @param {Left} left @param {import("./strings.js").Texts} t
 */
export function groups({ items, keys, inserts }, numbered, left, t) {
  const lines = items.filter((item) => !isNote(item) && !isApart(item));
  const { shared, own } = reasons(lines);
  const keyOf = (/** @type {Sidecar.Item} */ item) =>
    keys?.[item.kind === "nudge" ? "hold" : `insert-${numbered.indexOf(item) + 1}`] ?? "";
  const draw = (/** @type {Sidecar.Item} */ item) =>
    card(item, {
      t,
      key: inserts ? keyOf(item) : "",
      noteKey: keys?.note ?? "",
      inserts,
      why: isApart(item) ? (item.why ?? "") : own(item),
      open: left.open.includes(item.id),
      used: left.used.includes(item.id),
    });
  const of = (/** @type {string} */ kind) => items.filter((item) => item.kind === kind).map(draw);
  const why = shared.map((part) => node("span", { dir: "auto", title: part }, part));
  return [
    node("ul", { class: "nudges" }, ...of("nudge")),
    node("ul", { class: "notes" }, ...of("note")),
    node("ul", { class: "care" }, ...of("care")),
    introductions(of("introduction"), left.more, t),
    node("ul", { class: "hints-shared" }, ...of("hint")),
    node("p", { class: "reason" }, ...why),
    node("ol", { class: "phrases" }, ...lines.map(draw)),
  ].filter((group) => group.hasChildNodes());
}
