// The other open chats, in a slim row: who waits, how long, how heated; one click goes there.
// @ts-check
import { heatMark, heatStep } from "./heat.js";
import { node, put, unseen } from "./nodes.js";
import { wait } from "./waiting.js";

/** @typedef {import("./strings.js").Texts} Texts */

/**
 * The chats beside the one shown: in the order given where the server says who needs the agent,
 * else the longest waiting first.
 * @param {Sidecar.Chat[]} chats
 */
export function others(chats) {
  const beside = chats.filter(({ here }) => !here);
  if (chats.some(({ why }) => why)) return beside;
  return beside.sort((a, b) => (a.waitingSince ?? Infinity) - (b.waitingSince ?? Infinity) || 0);
}

/** The chat that needs the agent most, "" where nobody says. @param {Sidecar.Chat[]} chats */
export const neediest = (chats) => chats.find(({ why }) => why)?.id ?? "";

/**
 * The same while the row is pointed at: who stands there stays there, newcomers come last.
 * @param {Sidecar.Chat[]} chats
 * @param {Sidecar.Chat[]} drawn what stands there, the chat just clicked among it
 * @returns {(Sidecar.Chat & { gone?: boolean })[]}
 */
export const inPlace = (chats, drawn) => [
  ...drawn.map((old) => chats.find(({ id }) => id === old.id) ?? { ...old, gone: true }),
  ...others(chats).filter(({ id }) => !drawn.some((old) => old.id === id)),
];

/** @param {Sidecar.Chat & { gone?: boolean }} chat @param {boolean} first whether it needs the agent most @param {Texts} t */
function drawChat({ id, tab, name, here, heat, fresh, waitingSince, why, gone = false }, first, t) {
  const step = heatStep(heat);
  const data = { "data-id": id, "data-tab": String(tab), "data-fresh": fresh, "data-first": first };
  const title = [name || t("no_name"), why].filter(Boolean).join(": ");
  return node(
    "button",
    { type: "button", class: "chat", ...data, title, "aria-current": here && "true", disabled: gone },
    fresh && node("span", { class: "news" }),
    step > 0 && node("span", { class: "tone", "data-step": String(step) }, heatMark(heat)),
    node("span", { class: "name", dir: "auto" }, name || t("no_name")),
    unseen([", ", t(`heat_${step}`), fresh && `, ${t("chat_fresh")}`].filter(Boolean).join("")),
    waitingSince !== null && unseen(", "),
    waitingSince !== null && wait(waitingSince, "short", t),
    first && unseen(`, ${t("chat_first")}`),
    why && unseen(", "),
    why && (first ? node("span", { class: "pressing", dir: "auto" }, why) : unseen(why)),
  );
}

export class ChatStrip {
  #place;
  #t;
  /** @type {Sidecar.Chat[]} */
  #drawn = [];

  /**
   * @param {HTMLElement} place
   * @param {Texts} t
   * @param {(chat: { tab: number, conversation: string }) => void} onGo
   */
  constructor(place, t, onGo) {
    this.#place = place;
    this.#t = t;
    place.addEventListener("click", ({ target }) => {
      const chat = /** @type {Element} */ (target).closest("button");
      if (!chat) return;
      onGo({ tab: Number(chat.dataset.tab), conversation: chat.dataset.id ?? "" });
      chat.blur(); // the row is free to change, and plain keys act on the lines again
    });
    place.addEventListener("keydown", (event) => this.#walk(event));
    place.addEventListener("wheel", ({ deltaY }) => void (place.scrollLeft += deltaY), {
      passive: true,
    });
  }

  /**
   * Draw the chats, unless that would move something in use.
   * @param {Sidecar.Chat[]} chats
   * @param {boolean} below whether what stands below is in use
   */
  show(chats, below) {
    const pointed = this.#place.matches(":hover");
    const wanted = pointed ? inPlace(chats, this.#drawn) : others(chats);
    const comesOrGoes = this.#place.hidden === wanted.length > 0;
    if (this.#focused() || (comesOrGoes && below)) return;
    this.#drawn = wanted;
    this.#place.hidden = !wanted.length;
    const first = neediest(chats);
    put(this.#place, ...wanted.map((chat) => drawChat(chat, chat.id === first, this.#t)));
  }

  /** Give the keyboard to the first chat, or from one to the next. */
  focusNext() {
    const chats = [...this.#place.querySelectorAll("button")];
    chats[(this.#at(chats) + 1) % chats.length]?.focus();
  }

  /** Take the keyboard out again; false where it was not here. */
  leave() {
    const at = document.activeElement;
    if (!this.#place.contains(at)) return false;
    /** @type {HTMLElement} */ (at).blur();
    return true;
  }

  #focused = () => document.hasFocus() && this.#place.contains(document.activeElement);

  /** @param {Element[]} chats */
  #at = (chats) => chats.indexOf(/** @type {Element} */ (document.activeElement));

  /** Left and Right walk along the row. @param {KeyboardEvent} event */
  #walk(event) {
    const chats = [...this.#place.querySelectorAll("button")];
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const forth = getComputedStyle(this.#place).direction === "rtl" ? -step : step;
    chats[Math.min(chats.length - 1, Math.max(0, this.#at(chats) + forth))]?.focus();
  }
}
