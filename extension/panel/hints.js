// Says which keys there are: the useful ones in one row, all of them on a sheet.
// @ts-check
import { node, put } from "./nodes.js";
import { inExtension } from "./strings.js";

/** @typedef {import("./strings.js").Texts} Texts */
/** @typedef {import("./keys.js").Keys} Keys */

const INSERTS = ["insert-1", "insert-2", "insert-3"];
const LISTED = [INSERTS, ["copy"], ["dismiss"], ["note"], ["hold"], ["findings"], ["search"], ["next", "previous"]];
const REST = [["chats"], ["pause"], ["propose"]];
/** @type {{ [key: string]: string }} */
const LABELS = { Escape: "Esc", ArrowUp: "↑", ArrowDown: "↓", ArrowLeft: "←", ArrowRight: "→" };

/** A key as it is printed on a keyboard. @param {string | undefined} key */
export const keyLabel = (key = "") => LABELS[key] ?? key;

/** @param {string | undefined} key */
export const drawKey = (key) => node("kbd", { "aria-hidden": "true" }, keyLabel(key));

/** What several deeds have in common: `insert` of `insert-1`, else the first one's name. */
const nameOf = (/** @type {string[]} */ deeds) => (deeds[0] ?? "").replace(/-\d$/, "");

/**
 * Only what is of use with these cards.
 * @param {HTMLElement} place
 * @param {{ keys: Keys | null, lines: number, cards: boolean, note: boolean, nudge: boolean, findings: boolean, chats: boolean }} now
 * @param {Texts} t
 */
export function drawHints(place, { keys, lines, cards, note, nudge, findings, chats }, t) {
  const useful = [
    INSERTS.slice(0, lines),
    nudge ? ["hold"] : [],
    lines ? ["copy"] : [],
    cards ? ["dismiss"] : [],
    note ? ["note"] : [],
    findings ? ["findings"] : [],
    chats ? ["chats"] : [],
  ].map((deeds) => deeds.filter((deed) => keys?.[deed]));
  const drawn = useful
    .filter((deeds) => deeds.length)
    .map((deeds) =>
      node(
        "span",
        {},
        ...deeds.map((deed) => drawKey(keys?.[deed])),
        ` ${t(`keys_${nameOf(deeds)}`)}`,
      ),
    );
  put(place, ...drawn);
}

/** @param {Texts} t */
function changeButton(t) {
  const button = node("button", { type: "button", class: "quiet" }, t("keys_change"));
  button.addEventListener("click", () => chrome.runtime.openOptionsPage());
  return button;
}

/**
 * Every key with what it does.
 * @param {HTMLElement} place @param {Keys} keys @param {Texts} t
 */
export function drawSheet(place, keys, t) {
  const row = (/** @type {string} */ name, /** @type {string[]} */ labels) => [
    node("dt", {}, ...labels.map((label) => node("kbd", {}, label))),
    node("dd", {}, t(`sheet_${name}`)),
  ];
  const rows = [...LISTED, ...REST].flatMap((deeds) => {
    const labels = deeds.map((deed) => keys[deed]).filter(Boolean);
    return labels.length ? row(nameOf(deeds), labels.map(keyLabel)) : [];
  });
  put(
    place,
    node("h2", {}, t("keys_label")),
    node("dl", {}, ...rows, ...row("keys", ["?"])),
    node("p", {}, t("keys_focus")),
    inExtension() && changeButton(t),
  );
}
