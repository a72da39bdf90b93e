// Draws one finding: its rule, the words it is about, the advice, and what may stand there instead.
// @ts-check
import { drawKey } from "./hints.js";
import { node, unseen } from "./nodes.js";

/** @typedef {import("./strings.js").Texts} Texts */

const MOST = 3;

/** @param {string} words @param {number} number @param {string} about @param {Texts} t */
const swap = (words, number, about, t) =>
  node(
    "button",
    { type: "button", class: "swap", "data-with": String(number), "aria-describedby": about },
    unseen(`${t("finding_replace")} `),
    node("span", { dir: "auto" }, words || t("finding_remove")),
  );

/** @param {string} about @param {Texts} t */
const dismiss = (about, t) =>
  node(
    "button",
    {
      type: "button",
      "data-act": "dismiss",
      class: "dismiss",
      title: t("finding_dismiss"),
      "aria-label": t("finding_dismiss"),
      "aria-describedby": about,
    },
    node("span", { "aria-hidden": "true" }, "✕"),
  );

/**
 * @param {Sidecar.Finding} finding
 * @param {string} key the key that comes here, "" for none
 * @param {number} number
 * @param {Texts} t
 */
export function drawFinding({ rule, text, advice, replacements }, key, number, t) {
  const about = `finding-${number}`;
  const swaps = replacements.slice(0, MOST).map((words, i) => swap(words, i, about, t));
  return node(
    "li",
    { class: "finding", "data-rule": rule, "aria-keyshortcuts": key || undefined },
    node(
      "p",
      { class: "what", id: about },
      node("span", { class: "strategy" }, t(`finding_${rule}`) || rule),
      " ",
      node("q", { class: "words", dir: "auto", title: text }, text),
    ),
    node("p", { class: "advice", dir: "auto" }, advice),
    swaps.length > 0 && node("div", { class: "swaps" }, ...swaps),
    node("span", { class: "corner" }, key && drawKey(key), dismiss(about, t)),
    node("span", { class: "replaced" }, t("finding_replaced")),
    node("span", { class: "waved" }, t("dismissed")),
  );
}
