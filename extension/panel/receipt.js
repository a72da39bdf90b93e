// The privacy receipt: what was read, is held, is kept and was sent, in the server's own figures.
// @ts-check
import { node } from "./nodes.js";
import { host, isLocal } from "./privacy.js";

/** @typedef {import("./strings.js").Texts} Texts */
/** Hours and minutes, and the day where it is another one. @param {string} at @param {string} language */
function timeOf(at, language) {
  const then = new Date(at);
  const time = then.toLocaleTimeString(language, { hour: "numeric", minute: "2-digit" });
  if (then.toDateString() === new Date().toDateString()) return time;
  return `${then.toLocaleDateString(language, { day: "numeric", month: "short" })}, ${time}`;
}

/**
 * What is promised, large: 0, unless the promise is broken.
 * @param {string} figure @param {string} name @param {boolean} kept
 */
const promise = (figure, name, kept) =>
  node("div", { "data-kept": String(kept) }, node("dt", {}, name), node("dd", {}, figure));

/**
 * @param {Sidecar.Receipt} receipt @param {string} address host:port of the server @param {Texts} t
 * @returns {(Node | false)[]}
 */
export function drawReceipt({ read, held, kept, sent }, address, t) {
  const language = t("texts_language");
  const where = isLocal(address) ? "local" : "remote";
  const figure = (/** @type {number} */ count) => count.toLocaleString(language);
  /** @param {{ [name: string]: any }} counts @param {string[]} names */
  const rows = (counts, names) =>
    names.flatMap((name) => [
      node("dt", {}, t(`receipt_${name}`)),
      node("dd", {}, figure(counts[name])),
    ]);
  const [quiet, clean] = [sent.elsewhere === 0, kept.chat_texts === 0];
  const bytes = quiet ? t("receipt_no_bytes") : t("receipt_tries", figure(sent.elsewhere));
  const elsewhere = t(`receipt_elsewhere_${where}`, timeOf(sent.since, language));
  return [
    node("p", { role: "status" }, t(`receipt_by_${where}`, host(address))),
    node(
      "dl",
      { class: "promises" },
      promise(figure(kept.chat_texts), t("receipt_chat_texts"), clean),
      promise(bytes, elsewhere, quiet),
    ),
    !(quiet && clean) && node("p", { class: "broken" }, t("receipt_not_good")),
    node("h3", {}, t("receipt_read", timeOf(read.since, language))),
    node("dl", {}, ...rows(read, ["customer", "desk", "others", "drafts", "searches"])),
    node("h3", {}, t("receipt_held")),
    node("dl", {}, ...rows(held, ["chats", "messages", "remembered"])),
    node("h3", {}, t("receipt_kept")),
    node(
      "dl",
      {},
      ...rows(kept, ["usage", "proposals"]),
      ...(sent.database ? rows(sent, ["database"]) : []),
    ),
    node("p", {}, t("receipt_not_seen")),
  ];
}
