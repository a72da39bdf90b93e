// What has come, in words for the ear.
// @ts-check
import { isApart, isNote } from "./kinds.js";
import { points } from "./note.js";

/** @typedef {import("./strings.js").Texts} Texts */

/** @param {Sidecar.Item[]} items @param {Texts} t */
export function newsOfItems(items, t) {
  const lines = items.filter((item) => !isNote(item) && !isApart(item));
  const notes = items.filter(isNote).map(({ text }) => `${t("note_label")}: ${points(text).gist}`);
  const first = lines[0] ? [t("lines_count", lines.length, lines[0].text)] : [];
  return [...items.flatMap((item) => aside(item, t)), ...first, ...notes].join(" ");
}

/** What has come unasked. @param {Sidecar.Item} item @param {Texts} t */
function aside({ kind, title, why, text, insertable }, t) {
  if (kind === "nudge") return [`${[title, why].filter(Boolean).join(": ")}.`];
  if (kind === "care" && !insertable) return [`${t("kind_care")}: ${text}`];
  return kind === "hint" ? [`${t("kind_hint")}: ${text}`] : [];
}

/** Says how many findings there are when others have come, not whenever words move. */
export class FindingNews {
  #said = new Set();
  #of = "";

  /**
   * @param {Sidecar.Finding[]} findings @param {string} of the chat @param {Texts} t
   * @returns {string | null} null where nothing has come
   */
  of(findings, of, t) {
    const now = new Set(findings.map(({ rule, text }) => JSON.stringify([rule, text])));
    const before = of === this.#of ? this.#said : new Set();
    const news = [...now].some((one) => !before.has(one));
    this.#said = now;
    this.#of = of;
    if (!findings.length) return "";
    return news ? t("findings_count", findings.length) : null;
  }
}
