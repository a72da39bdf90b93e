// A few quiet words beside the reply box, in a shadow root that no page reaches into.
// @ts-check
(() => {
  const STYLE = `
    :host { all: initial; position: fixed; z-index: 2147483647; pointer-events: none; }
    p { max-width: min(36rem, calc(100vw - 2rem)); box-sizing: border-box; margin: 0;
      padding: 0.5rem 0.75rem; border: 1px solid #d3ad4c; border-radius: 0.625rem;
      background: #fcf5e1; color: #654b0c; box-shadow: 0 2px 8px rgb(40 35 20 / 14%);
      font: 0.875rem/1.4 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
      overflow-wrap: anywhere; }
    p:empty { visibility: hidden; }
    @media (prefers-color-scheme: dark) {
      p { border-color: #a98732; background: #2f2a1b; color: #ecd291; box-shadow: none; }
    }`;

  /** A few words beside the reply box; nothing in it takes the focus or a click. */
  class Notice {
    #host;
    #words;

    /** @param {Document} doc */
    constructor(doc) {
      this.#host = doc.createElement("div");
      const root = this.#host.attachShadow({ mode: "closed" });
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(STYLE);
      root.adoptedStyleSheets = [sheet];
      this.#words = doc.createElement("p");
      this.#words.setAttribute("role", "status");
      root.append(this.#words);
    }

    /** Stand ready: a status is heard only where it was before its words came. @param {Document} doc */
    ready(doc) {
      if (!this.#host.isConnected) doc.documentElement.append(this.#host);
    }

    /** @param {HTMLElement} box @param {string} words */
    show(box, words) {
      const doc = /** @type {Document} */ (this.#host.getRootNode());
      // A modal dialog covers all that is outside it.
      const dialog = box.ownerDocument === doc ? box.closest("dialog[open], [popover]") : null;
      if (dialog && !dialog.contains(this.#host)) dialog.append(this.#host);
      this.#words.textContent = words;
      this.place(box);
    }

    /** Above the box, or below where there is no room. @param {HTMLElement} box */
    place(box) {
      const frame = box.ownerDocument.defaultView?.frameElement;
      const around = (frame ?? box).getBoundingClientRect();
      const { offsetHeight: height, offsetWidth: width } = this.#words;
      const above = around.top - height - 8;
      const most = innerHeight - height - 8;
      const top = above >= 8 ? above : Math.min(around.bottom + 8, most);
      this.#host.style.setProperty("top", `${Math.max(8, top)}px`);
      this.#host.style.setProperty("left", `${Math.max(8, Math.min(around.left, innerWidth - width - 8))}px`);
    }

    hide() {
      this.#words.textContent = "";
    }

    remove() {
      this.#host.remove();
    }
  }

  globalThis.sidecar = Object.freeze({
    ...globalThis.sidecar,
    notice: (/** @type {Document} */ doc) => new Notice(doc),
  });
})();
