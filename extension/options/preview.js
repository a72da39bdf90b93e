// How an opening line may read with the card as it stands; what is missing is shown as a gap.
// @ts-check
import { byId, node, put } from "../panel/nodes.js";

/** @typedef {import("../panel/strings.js").Texts} Texts */

const EDGE = "\u0001"; // around a gap, where no text has it

/** @param {string} text */
const withGaps = (text) =>
  text.split(EDGE).map((part, i) => (i % 2 ? node("span", { class: "gap" }, part) : part));

/** @param {string} text */
const bubble = (text) => node("p", { class: "bubble" }, ...withGaps(text));

/**
 * @param {Sidecar.Card} card @param {Texts} t
 */
export function drawPreview({ name, years, expertise, facts }, t) {
  const gap = (/** @type {string} */ key) => `${EDGE}${t(key)}${EDGE}`;
  const called = name.trim() || gap("card_gap_name");
  const [topic = ""] = expertise;
  const second =
    !topic && years >= 2
      ? t("card_say_years", called, years)
      : t("card_say_topic", called, topic || gap("card_gap_topic"));
  const { about = "", says = "" } = facts[0] ?? {};
  const mentioned = t("card_say_fact", about || t("fact_about_example"));
  put(
    byId("card-preview"),
    bubble(t("card_say_name", called)),
    bubble(second),
    node("p", { class: "quiet" }, mentioned),
    bubble(says || gap("fact_says_gap")),
  );
  byId("photo-none").textContent = [...name.trim()][0]?.toLocaleUpperCase() ?? "";
}
