// Draws colleagues who could take a chat over: what fits, what is shared, and no order of worth.
// @ts-check
import { node } from "./nodes.js";
import { inExtension, nameOf } from "./strings.js";

/** @typedef {import("./strings.js").Texts} Texts */

const PHOTO = /^data:image\/(png|jpeg|webp);base64,[A-Za-z0-9+/=]+$/;

/** @param {unknown} value */
const names = (value) => (Array.isArray(value) ? value.map(String) : []);

/** @param {string} label @param {string[]} words */
const row = (label, words) =>
  words.length > 0 && [node("dt", {}, label), node("dd", { dir: "auto" }, words.join(", "))];

/** @param {Sidecar.Colleague} colleague @param {Texts} t */
function drawColleague({ name, languages, topics, shared, photo }, t) {
  const ours = t("texts_language");
  const spoken = names(languages).map((code) => nameOf("language", code, ours));
  const rows = [
    row(t("colleague_languages"), spoken),
    row(t("colleague_topics"), names(topics)),
    row(t("colleague_shared"), names(shared)),
  ];
  const face = PHOTO.test(String(photo ?? ""))
    ? node("img", { class: "face", src: String(photo), alt: "", width: "40", height: "40" })
    : node("span", { class: "face", "aria-hidden": "true" }, [...String(name)][0]?.toUpperCase());
  return node(
    "li",
    { class: "colleague" },
    face,
    node("h3", { dir: "auto" }, String(name)),
    node("dl", {}, ...rows.flatMap((one) => one || [])),
  );
}

/** @param {Texts} t */
function cardButton(t) {
  const button = node("button", { type: "button", class: "quiet" }, t("handover_card"));
  button.addEventListener("click", () => chrome.runtime.openOptionsPage());
  return button;
}

/** @param {unknown} value @param {Texts} t @returns {(Node | false)[]} */
export function drawColleagues(value, t) {
  const people = Array.isArray(value) ? value.filter((one) => one?.name) : [];
  return [
    node("p", { role: "status" }, t(people.length ? "handover_text" : "handover_none")),
    people.length > 0 &&
      node("ul", { class: "colleagues" }, ...people.map((one) => drawColleague(one, t))),
    node("p", {}, t("handover_who")),
    inExtension() && cardButton(t),
  ];
}
