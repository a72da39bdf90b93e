// The search by meaning: what is asked, and what was found.
// @ts-check

const ASK_AFTER_MS = 200;

/**
 * A search; while it is under way, with the items of the one before it.
 * @typedef {{ request: string, answered: boolean, items: Sidecar.Item[] }} Found
 */

export class Finder {
  /** @type {Found | null} null where nothing is searched for */
  found = null;
  #requests = 0;
  #box;
  #post;
  #onChange;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /**
   * @param {HTMLInputElement} box
   * @param {(message: object) => void} post
   * @param {() => void} onChange
   */
  constructor(box, post, onChange) {
    this.#box = box;
    this.#post = post;
    this.#onChange = onChange;
    box.addEventListener("input", () => {
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => this.#ask(), ASK_AFTER_MS);
    });
  }

  typing = () => document.activeElement === this.#box;

  focus() {
    this.#box.focus();
  }

  /** Back to what is suggested; false where nothing was searched for. */
  leave() {
    if (!this.found && !this.typing()) return false;
    this.clear();
    this.#box.blur();
    this.#onChange();
    return true;
  }

  /** Forget what was asked and found. */
  clear() {
    clearTimeout(this.#timer);
    this.#box.value = "";
    this.found = null;
  }

  /** @param {string} request @param {Sidecar.Item[]} items */
  take(request, items) {
    if (this.found?.request !== request) return;
    this.found = { request, answered: true, items };
    this.#onChange();
  }

  /** @param {string} id */
  remove(id) {
    if (this.found) this.found.items = this.found.items.filter((item) => item.id !== id);
  }

  #ask() {
    const query = this.#box.value.trim();
    const before = this.found?.items ?? [];
    const request = String((this.#requests += 1));
    this.found = query ? { request, answered: false, items: before } : null;
    if (query) this.#post({ type: "search", request, query });
    this.#onChange();
  }
}
