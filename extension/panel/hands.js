// What the agent does to the cards: insert, copy, dismiss, and move from one to the next.
// @ts-check
import { insertable } from "./list.js";

/** @typedef {import("./strings.js").Texts} Texts */

/**
 * @typedef {object} Tools
 * @property {import("./list.js").CardList} list
 * @property {HTMLElement} place where the list stands
 * @property {(message: object) => void} post
 * @property {(text: string) => void} say
 * @property {Texts} t
 * @property {() => boolean} inserts whether there is a chat to insert into
 * @property {(id: string) => void} onDismissed
 */

export class Hands {
  #tools;

  /** @param {Tools} tools */
  constructor(tools) {
    this.#tools = tools;
  }

  /** By its number, 1 for the first; not a line that came just before the key. @param {number} number */
  insertLine(number) {
    const { list, say, t } = this.#tools;
    if (list.unsettled(number)) return say(t("just_changed"));
    this.insert(insertable(list.items())[number - 1]);
  }

  /** The line for someone who waits. */
  hold() {
    this.insert(this.#tools.list.items().find(({ kind }) => kind === "nudge"));
  }

  /** @param {Sidecar.Item | undefined} item */
  insert(item) {
    const { inserts, post } = this.#tools;
    if (item?.insertable && inserts()) post({ type: "insert", id: item.id, text: item.text });
  }

  /** @param {Sidecar.Item | undefined} [item] */
  async copy(item = this.#current()) {
    const { post, say, t } = this.#tools;
    if (!item?.insertable) return;
    try {
      await navigator.clipboard.writeText(item.text);
    } catch {
      return say(t("copy_failed"));
    }
    say(t("copied"));
    post({ type: "copied", id: item.id });
  }

  /** The next card takes the focus, where this one had it. @param {Sidecar.Item | undefined} [item] */
  dismiss(item = this.#current()) {
    const { list, place, post, say, t, onDismissed } = this.#tools;
    if (!item) return;
    const at = list.items().indexOf(item);
    const focused = place.contains(document.activeElement);
    onDismissed(item.id);
    post({ type: "dismiss", id: item.id });
    say(t("dismissed"));
    if (focused) this.#focus(Math.min(at, list.items().length - 1));
  }

  /** @param {1 | -1} step */
  move(step) {
    const ids = this.#tools.list.items().map(({ id }) => id);
    const focused = this.#focusedId();
    const at = focused ? ids.indexOf(focused) + step : step > 0 ? 0 : ids.length - 1;
    this.#focus(Math.min(Math.max(at, 0), ids.length - 1));
  }

  /** The focused card's item, else the first line, else whatever comes first. */
  #current() {
    const items = this.#tools.list.items();
    return items.find(({ id }) => id === this.#focusedId()) ?? insertable(items)[0] ?? items[0];
  }

  #focusedId() {
    const card = document.activeElement?.closest(".card");
    return card?.getAttribute("data-id");
  }

  /** @param {number} at */
  #focus(at) {
    const cards = /** @type {NodeListOf<HTMLElement>} */ (
      this.#tools.place.querySelectorAll(".card")
    );
    cards[at]?.closest("details")?.setAttribute("open", "");
    (cards[at]?.querySelector("summary") ?? cards[at])?.focus(); // where Enter opens a note
    cards[at]?.scrollIntoView({ block: "nearest" });
  }
}
