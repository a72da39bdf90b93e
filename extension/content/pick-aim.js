// One step of the picker: point at a part of the page, or walk to it by keys, and take it.
// @ts-check
(() => {
  const { picking } = globalThis.sidecar;
  const { kin, messageOf, rootsOf, seen, textOf } = picking;
  const BOX = "textarea, input, [contenteditable]:not([contenteditable=false]), [role=textbox]";
  const NO_BOX =
    "[type=hidden], [type=checkbox], [type=radio], [type=button], [type=submit], [type=search], [type=file], [type=password], [type=range], [type=color], :disabled";
  const WALK = new Map([
    ["ArrowDown", 1],
    ["j", 1],
    ["ArrowUp", -1],
    ["k", -1],
  ]);

  /** The editing host around an element. @param {Element} inside */
  function editorOf(inside) {
    let at = /** @type {HTMLElement} */ (inside);
    while (at.parentElement?.isContentEditable) at = at.parentElement;
    return at;
  }

  /** @param {Element} element */
  const isBox = (element) => element.matches(BOX) && !element.matches(NO_BOX) && seen(element);

  /** @type {Sidecar.Picking["boxOf"]} */
  function boxOf(leaf) {
    if (/** @type {HTMLElement} */ (leaf).isContentEditable) return editorOf(leaf);
    if (isBox(leaf)) return /** @type {HTMLElement} */ (leaf);
    const inside = [...leaf.querySelectorAll(BOX)].filter(isBox);
    return inside.length === 1 && inside[0]
      ? /** @type {HTMLElement} */ (editorOf(inside[0]))
      : null;
  }

  /** @type {Sidecar.Picking["boxesIn"]} */
  function boxesIn(doc) {
    const all = rootsOf(doc)
      .flatMap((root) => [...root.querySelectorAll(BOX)])
      .filter(isBox)
      .map(boxOf);
    const size = (/** @type {Element} */ one) => {
      const { width, height } = one.getBoundingClientRect();
      return width * Math.min(height, 120) + (one.localName === "input" ? 0 : 20_000);
    };
    const found = [...new Set(all)].flatMap((one) => one ?? []);
    return found.sort((a, b) => size(b) - size(a));
  }

  /** @param {Element} frame @returns {string} of another site's frame, "" of none */
  function foreign(frame) {
    const { localName, contentDocument, src } = /** @type {HTMLIFrameElement} */ (frame);
    return localName === "iframe" && !contentDocument ? URL.parse?.(src)?.host || src || "…" : "";
  }

  class Aim {
    #surface;
    #texts;
    #step;
    /** @type {Sidecar.Aimed | null} */
    #aimed = null;
    /** @type {Element | null} */
    #leaf = null;
    /** @type {Sidecar.Aimed[]} */
    #list = [];
    #at = 0;
    #abroad = "";

    /**
     * @param {Sidecar.Surface} surface @param {Sidecar.Texts} texts @param {Sidecar.AimStep} step
     */
    constructor(surface, texts, step) {
      this.#surface = surface;
      this.#texts = texts;
      this.#step = step;
    }

    begin() {
      this.#list = this.#step.candidates();
      this.#at = this.#step.upwards ? Math.max(this.#list.length - 1, 0) : 0;
      this.#draw();
      const first = this.#list[this.#at];
      this.#aim(first ?? null);
      const others = [...(first?.members ?? []), ...this.#list.map(({ element }) => element)];
      this.#surface.keepOff(others.slice(-60));
      this.#surface.say(
        `${this.#step.title}. ${this.#step.text} ${first ? this.#named(first) : ""}`,
      );
    }

    /** @param {Sidecar.Aimed} aimed */
    #named({ element }) {
      const text =
        textOf(element).slice(0, 120) ||
        element.getAttribute("aria-label") ||
        element.getAttribute("placeholder") ||
        "";
      return this.#texts("pick_at", this.#at + 1, this.#list.length, text);
    }

    #draw() {
      const { step, title, text, keys, wide } = this.#step;
      const t = this.#texts;
      const walk =
        this.#list.length > 1
          ? [
              this.#step.upwards
                ? { key: "↑", label: t("pick_key_next"), act: () => this.#walk(-1) }
                : { key: "↓", label: t("pick_key_next"), act: () => this.#walk(1) },
            ]
          : [];
      const size = wide
        ? [
            { key: "←", label: t("pick_key_wider"), act: () => this.#wider() },
            { key: "→", label: t("pick_key_narrower"), act: () => this.#narrower() },
          ]
        : [];
      const said = this.#abroad ? t("pick_frame", this.#abroad) : text;
      const take = {
        key: "Enter",
        label: t("pick_key_take"),
        act: () => this.#take(),
        strong: true,
      };
      this.#surface.draw({ step, title, text: said, keys: [take, ...keys, ...walk, ...size] });
    }

    /** @param {Sidecar.Aimed | null} aimed */
    #aim(aimed) {
      this.#aimed = aimed;
      const others = aimed?.members.filter((one) => one !== aimed.element) ?? [];
      const kin = others.slice(-60).map((element) => ({ element, label: "", tone: "kin" }));
      const word = aimed && this.#step.word(aimed);
      const own = aimed ? [{ element: aimed.element, label: word ?? "", tone: "aim" }] : [];
      this.#surface.boxes([...kin, ...this.#step.known, ...own]);
    }

    /** @param {Element | null} leaf @param {boolean} taken */
    point(leaf, taken) {
      const moved = leaf !== this.#leaf;
      this.#leaf = leaf;
      if (leaf && taken && foreign(leaf)) return this.#go(leaf);
      if (moved) this.#aim(leaf && this.#found(leaf));
      if (taken) this.#take();
    }

    /** @param {Element} leaf */
    #found(leaf) {
      const aimed = this.#step.find(leaf);
      return aimed && { ...aimed, leaf };
    }

    /** Another site's frame: let the next click through to it. @param {Element} frame */
    #go(frame) {
      this.#abroad = foreign(frame);
      this.#surface.through(true);
      this.#draw();
      this.#surface.say(this.#texts("pick_frame", this.#abroad));
    }

    #take() {
      if (!this.#aimed) return this.#surface.say(this.#texts("pick_nothing"));
      this.#step.take(this.#aimed);
    }

    /** @param {number} by */
    #walk(by) {
      if (!this.#list.length) return this.#surface.say(this.#texts("pick_nothing"));
      const known = this.#list.findIndex(({ element }) => element === this.#aimed?.element);
      this.#at = known < 0 ? this.#at : known + by;
      this.#at = (this.#at + this.#list.length) % this.#list.length;
      const aimed = /** @type {Sidecar.Aimed} */ (this.#list[this.#at]);
      aimed.element.scrollIntoView({ block: "nearest" });
      this.#aim(aimed);
      this.#surface.keepOff([aimed.element]);
      this.#surface.say(this.#named(aimed));
    }

    #wider() {
      const parent = this.#aimed?.element.parentElement;
      if (!parent || parent === parent.ownerDocument.body) return;
      this.#aim({ element: parent, members: kin(parent) });
    }

    #narrower() {
      const element = this.#aimed?.element;
      const children = [...(element?.children ?? [])].filter(seen);
      const inner =
        children.find((one) => this.#leaf && one.contains(this.#leaf)) ??
        children.sort((a, b) => textOf(b).length - textOf(a).length)[0];
      if (inner) this.#aim({ element: inner, members: kin(inner) });
    }

    /** @param {string} key */
    key(key) {
      const by = WALK.get(key);
      if (by) this.#walk(by);
      else if (key === "Enter") this.#take();
      else if (this.#step.wide && key === "ArrowLeft") this.#wider();
      else if (this.#step.wide && key === "ArrowRight") this.#narrower();
      else {
        this.#step.keys.find((one) => one.key === key)?.act();
        return /^(.|Arrow.*)$/.test(key);
      }
      return true;
    }
  }

  /** @type {Sidecar.Picking["aim"]} */
  const aim = (surface, texts, step) => new Aim(surface, texts, step);
  /** @type {Sidecar.Picking["found"]} */
  const found = (leaf, members) => {
    const known = members.find((one) => one.contains(leaf));
    return known ? { element: known, members: [] } : messageOf(leaf);
  };

  globalThis.sidecar = Object.freeze({
    ...globalThis.sidecar,
    picking: Object.freeze({ ...picking, aim, boxOf, boxesIn, found }),
  });
})();
