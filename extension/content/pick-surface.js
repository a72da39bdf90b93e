// The picker's surface over a page: a shield for the pointer, boxes around parts, a card with keys.
// @ts-check
(() => {
  const { picking } = globalThis.sidecar;
  const { above, deepest, edges, frameOf, overlap } = picking;
  const CORNERS = 4;
  const KEY_NAMES = new Map([
    ["Enter", "↵"],
    ["Backspace", "⌫"],
    ["Escape", "Esc"],
  ]);

  /**
   * @template {keyof HTMLElementTagNameMap} Tag
   * @param {Tag} tag @param {string} [name] @param {...(Node | string)} inside
   */
  function make(tag, name = "", ...inside) {
    const element = document.createElement(tag);
    if (name) element.className = name;
    element.append(...inside);
    return element;
  }

  class Surface {
    #doc;
    #texts;
    #host = make("div");
    #all = make("div", "all");
    #shield = make("div", "shield");
    #layer = make("div");
    #card = make("section", "card");
    #said = make("div", "said");
    #corner = 0;
    /** @type {Sidecar.Box[]} */
    #list = [];
    #drawing = 0;
    #ends = new AbortController();
    /** @type {Sidecar.Surface["onPoint"]} */
    onPoint = () => {};
    /** @type {Sidecar.Surface["onKey"]} */
    onKey = () => false;

    /** @param {Document} doc @param {Sidecar.Texts} texts */
    constructor(doc, texts) {
      this.#doc = doc;
      this.#texts = texts;
      this.#build();
      this.#listen();
      this.#follow();
    }

    #build() {
      const host = this.#host;
      host.setAttribute("data-sidecar-picker", "");
      const still =
        "all: initial; position: fixed; inset: 0; width: auto; height: auto; margin: 0; border: 0; padding: 0; background: none; overflow: visible; pointer-events: none; z-index: 2147483647;";
      host.style.cssText = still.replaceAll(";", " !important;");
      const shadow = host.attachShadow({ mode: "closed" });
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(picking.style);
      shadow.adoptedStyleSheets = [sheet];
      this.#card.setAttribute("aria-label", this.#texts("pick_label"));
      this.#card.dataset["corner"] = "0";
      this.#said.setAttribute("aria-live", "polite");
      this.#layer.setAttribute("aria-hidden", "true");
      this.#all.append(this.#shield, this.#layer, this.#card, this.#said);
      shadow.append(this.#all);
      this.#doc.documentElement.append(host);
      host.popover = "manual"; // above the page's own dialogs
      host.showPopover();
    }

    #listen() {
      const { signal } = this.#ends;
      const windows = picking
        .rootsOf(this.#doc)
        .flatMap((root) =>
          root.nodeType === 9 ? (/** @type {Document} */ (root).defaultView ?? []) : [],
        );
      for (const view of windows) {
        for (const type of /** @type {const} */ (["keydown", "keyup", "keypress"])) {
          view.addEventListener(type, this.#key, { capture: true, signal });
        }
      }
      this.#shield.addEventListener("pointermove", (event) => this.#point(event, false), {
        signal,
      });
      this.#shield.addEventListener("click", (event) => this.#point(event, true), { signal });
      this.#shield.addEventListener("wheel", this.#wheel, { signal, passive: false });
      // The page keeps its focus, so that the reply box is left as it was.
      this.#all.addEventListener("mousedown", (event) => event.preventDefault(), { signal });
    }

    /** @param {PointerEvent | MouseEvent} event @param {boolean} taken */
    #point({ clientX, clientY }, taken) {
      this.onPoint(this.at(clientX, clientY), taken);
    }

    /** @param {number} x @param {number} y */
    at(x, y) {
      return deepest(this.#doc, x, y, this.#host);
    }

    #key = (/** @type {KeyboardEvent} */ event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      const pressing = event.target === this.#host && /^(Enter| )$/.test(event.key);
      if (pressing || event.key === "Tab" || event.key === "Shift") return;
      const mine = event.type === "keydown" ? this.onKey(event) : this.#held === event.key;
      if (event.type === "keydown") this.#held = mine ? event.key : "";
      if (!mine) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    };
    #held = "";

    #wheel = (/** @type {WheelEvent} */ event) => {
      event.preventDefault();
      for (let at = this.at(event.clientX, event.clientY); at; at = above(at) ?? frameOf(at)) {
        const before = at.scrollTop;
        if (at.scrollHeight > at.clientHeight) at.scrollTop += event.deltaY;
        if (at.scrollTop !== before) return;
      }
    };

    /** @param {Sidecar.Face} face */
    draw({ step, title, text, keys, more, rows = [], counts = "" }) {
      const list = make("ul", "rows", ...rows.map((row) => this.#row(row)));
      const asked = more ? [make("p", "ask", more.label), this.#keys(more.keys)] : [];
      this.#card.replaceChildren(
        this.#top(step),
        make("h2", "", title),
        make("p", "", text),
        make("p", "counts", counts),
        list,
        ...asked,
        this.#keys(keys),
      );
      list.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
    }

    /** @param {string} step */
    #top(step) {
      const press = (/** @type {string} */ key) => () =>
        void this.onKey(new KeyboardEvent("keydown", { key }));
      const move = this.#button({ key: "m", label: this.#texts("pick_move"), act: press("m") });
      const leave = this.#button({
        key: "Escape",
        label: this.#texts("pick_leave"),
        act: press("Escape"),
      });
      for (const one of [move, leave]) one.classList.add("quiet");
      return make(
        "div",
        "top",
        make("span", "name", this.#texts("pick_name")),
        make("span", "step", step),
        move,
        leave,
      );
    }

    /** @param {Sidecar.Key[]} keys */
    #keys(keys) {
      return make("div", "keys", ...keys.map((key) => this.#button(key)));
    }

    /** @param {Sidecar.Key} key */
    #button({ key, label, act, strong, role }) {
      const shown = KEY_NAMES.get(key) ?? key.toUpperCase();
      const button = make(
        "button",
        strong ? "strong" : (role ?? ""),
        make("kbd", "", shown),
        label,
      );
      button.type = "button";
      button.dataset["key"] = key;
      button.setAttribute("aria-keyshortcuts", key);
      button.addEventListener("click", act);
      return button;
    }

    /** @param {NonNullable<Sidecar.Face["rows"]>[0]} row */
    #row({ mark, role, text, here, act }) {
      const button = make("button", role, make("b", "", mark), make("span", "", text));
      button.type = "button";
      if (here) button.setAttribute("aria-current", "true");
      button.addEventListener("click", act);
      return make("li", "", button);
    }

    /** @param {Sidecar.Box[]} list */
    boxes(list) {
      this.#list = list;
      this.#layer.replaceChildren(
        ...list.map(({ label, tone }) =>
          make("div", `box ${tone}`, ...(label ? [make("b", "", label)] : [])),
        ),
      );
      this.#settle();
    }

    /** Boxes stay on their parts while the page moves. */
    #follow = () => {
      this.#settle();
      this.#drawing = requestAnimationFrame(this.#follow);
    };

    #settle() {
      for (const [at, { element }] of this.#list.entries()) {
        const box = /** @type {HTMLElement} */ (this.#layer.children[at]);
        const { left, top, right, bottom } = edges(element, this.#doc);
        const [width, height] = [right - left, bottom - top];
        const place = `left:${left - 2}px;top:${top - 2}px;width:${width + 4}px;height:${height + 4}px;display:${width > 0 && height > 0 ? "block" : "none"}`;
        if (box.style.cssText.replaceAll(" ", "") !== `${place};`) box.style.cssText = place;
        box.toggleAttribute("data-low", top < 12);
        box.toggleAttribute("data-slim", height < 34);
      }
    }

    /** @type {Sidecar.Surface["keepOff"]} */
    keepOff(elements) {
      const all = elements.map((one) => edges(one, this.#doc));
      const corners = [...Array(CORNERS).keys()].map((turn) => (this.#corner + turn) % CORNERS);
      const costs = corners.map((corner) => {
        this.#stand(corner);
        const card = this.#card.getBoundingClientRect();
        return all.reduce((sum, one) => sum + overlap(one, card), 0);
      });
      this.#stand(corners[costs.indexOf(Math.min(...costs))] ?? 0);
    }

    /** @param {number} corner */
    #stand(corner) {
      this.#corner = corner;
      this.#card.dataset["corner"] = String(corner);
    }

    turn() {
      this.#stand((this.#corner + 1) % CORNERS);
    }

    /** @param {string} text */
    say(text) {
      this.#said.textContent = text;
    }

    /** @param {boolean} open */
    through(open) {
      this.#shield.toggleAttribute("data-open", open);
    }

    close() {
      cancelAnimationFrame(this.#drawing);
      this.#ends.abort();
      this.#host.remove();
    }
  }

  /** @type {Sidecar.Picking["surface"]} */
  const surface = (doc, texts) => new Surface(doc, texts);

  globalThis.sidecar = Object.freeze({
    ...globalThis.sidecar,
    picking: Object.freeze({ ...picking, surface }),
  });
})();
