// Draws a cultural note: its meaning in two lines, the rest when the agent opens it.
// @ts-check
import { node } from "./nodes.js";

/** @typedef {import("./strings.js").Texts} Texts */

/** The lines of a note's text after its meaning, in order; a text of another length has no names. */
const POINTS = ["advise", "avoid", "limits"];

/** A source is a title and perhaps an address, "; " between them. */
const SOURCE = /^(.*?)[,\s]*(https?:\/\/\S+)$/;

/** @param {string} text the note's text, a line for each point */
export function points(text) {
  const [gist = "", ...rest] = text.split("\n").filter(Boolean);
  const named = rest.length === POINTS.length;
  return { gist, rest: rest.map((line, i) => ({ name: named ? (POINTS[i] ?? "") : "", line })) };
}

/** @param {string} source */
export const sources = (source) =>
  source.split("; ").map((one) => {
    const [, title = "", address = ""] = SOURCE.exec(one) ?? [];
    return address ? { title: title || address, address } : { title: one, address: "" };
  });

/** @param {string} source @param {Texts} t */
function basis(source, t) {
  const known = t(`basis_${source}`);
  const list = sources(source).map(({ title, address }) =>
    address
      ? node("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, title)
      : node("span", {}, title),
  );
  return node("p", { class: "source" }, ...(known ? [known] : [`${t("note_basis")} `, ...list]));
}

/** The sentences say themselves whether to do or not to do a thing; marks are for the eye alone. */
const drawPoint = (/** @type {{ name: string, line: string }} */ { name, line }) =>
  node("span", { class: "point", "data-point": name || undefined, dir: "auto" }, line);

/**
 * @param {Sidecar.Item} item
 * @param {Pick<import("./cards.js").Place, "t" | "open" | "noteKey">} place
 */
export function drawNote(item, { t, open, noteKey }) {
  const { gist, rest } = points(item.text);
  const [advise, ...others] = rest.map(drawPoint);
  const summary = node(
    "summary",
    { "aria-keyshortcuts": noteKey || undefined },
    node(
      "span",
      { class: "labels" },
      node("span", { class: "strategy" }, t("note_label")),
      item.title && node("span", { class: "title" }, item.title),
    ),
    node("span", { class: "gist", dir: "auto", id: `text-${item.id}` }, gist),
    advise, // seen without opening where the panel is tall
  );
  const why = item.why && node("p", { class: "source", dir: "auto" }, item.why);
  return node("details", { open }, summary, ...others, why, item.source && basis(item.source, t));
}
