// Helps fill the open slots of an inserted line: Tab goes to the next, and sending them is held once.
// @ts-check
(() => {
  const { caret, composerOf, composerText, goesOn, notice } = globalThis.sidecar;
  const LOOK_AGAIN_MS = 500; // pages empty the box by script, without an event
  const SUBMITS = "button, input[type=submit], input[type=image]";

  /** @typedef {{ slots: Set<string>, held: boolean }} Draft what is open in one chat's reply */
  /** @typedef {{ start: number, end: number, slot: string }} Found */

  /** "{order_number}" as people say it. @param {string} slot */
  const spoken = (slot) => slot.replace(/[{}[\]]/g, "").replaceAll("_", " ").trim();

  /** @param {string} text @param {Iterable<string>} slots @returns {Found[]} in the text's order */
  function openIn(text, slots) {
    /** @type {Found[]} */
    const found = [];
    for (const slot of slots)
      for (let start = text.indexOf(slot); start >= 0; start = text.indexOf(slot, start + 1)) {
        const end = start + slot.length;
        const before = goesOn(text.charAt(start - 1), text.charAt(start));
        if (!before && !goesOn(text.charAt(end - 1), text.charAt(end)))
          found.push({ start, end, slot });
      }
    return found.sort((a, b) => a.start - b.start);
  }

  /**
   * The slot to go to; null past the last one, so that Tab still leads out of the box.
   * @param {Found[]} found @param {Sidecar.Span} selection @param {boolean} back
   */
  function nextOf(found, [from, to], back) {
    const here = found.findIndex(({ start, end }) => start === from && end === to);
    if (here >= 0) return found[here + (back ? -1 : 1)] ?? null;
    const ahead = back
      ? found.findLast(({ end }) => end <= from)
      : found.find(({ start }) => start >= to);
    return ahead ?? found.at(back ? -1 : 0) ?? null;
  }

  class SlotWatch {
    #doc;
    #profile;
    #say;
    #notice;
    #detach;
    /** By chat: another chat's draft keeps its slots while this one is written. @type {Map<string, Draft>} */
    #drafts = new Map();
    /** @type {HTMLElement | null} the box that the notice stands beside */
    #beside = null;
    /** @type {ReturnType<typeof setInterval> | undefined} */
    #timer;
    /** Whether the key that was held is still down. */
    #down = false;
    /** Shadow roots whose clicks the document sees only from outside. @type {Set<Node>} */
    #roots = new Set();

    /** @param {Document} doc @param {Sidecar.Profile} profile @param {(names: string) => string} say */
    constructor(doc, profile, say) {
      this.#doc = doc;
      this.#profile = profile;
      this.#say = say;
      this.#notice = notice(doc);
      this.#detach = caret.eachDocument(doc, profile, this.#attach);
    }

    #attach = (/** @type {Document} */ doc) => {
      const listeners = /** @type {[string, (event: any) => void][]} */ ([
        ["keydown", this.#onKey],
        ["keyup", this.#onKeyUp],
        ["click", this.#onClick],
        ["input", this.#onInput],
        ["selectionchange", this.#onInput],
        ["scroll", this.#onMove],
        ["resize", this.#onMove],
      ]);
      // The window hears them before any part of the page.
      const target = doc.defaultView ?? doc;
      for (const [type, run] of listeners) target.addEventListener(type, run, true);
      return () => {
        for (const [type, run] of listeners) target.removeEventListener(type, run, true);
      };
    };

    add = (/** @type {string[]} */ slots) => {
      const box = caret.focusedBox(this.#doc, this.#profile);
      if (!box || !slots.length) return;
      const key = this.#chatOf(box);
      const known = this.#drafts.get(key)?.slots ?? [];
      this.#drafts.set(key, { slots: new Set([...known, ...slots]), held: false });
      this.#notice.ready(this.#doc);
      const root = box.getRootNode();
      if (root === box.ownerDocument || this.#roots.has(root)) return;
      this.#roots.add(root);
      root.addEventListener("click", this.#onClick, true);
    };

    stop = () => {
      this.#detach();
      for (const root of this.#roots) root.removeEventListener("click", this.#onClick, true);
      this.#hide();
      this.#notice.remove();
    };

    #scopes() {
      return globalThis.sidecar.scopes(this.#doc, this.#profile);
    }

    /** The scope that something stands in. @param {Element} element */
    #scopeOf(element) {
      const outer = element.ownerDocument.defaultView?.frameElement;
      const inside = (/** @type {Sidecar.Scope} */ scope) =>
        scope.contains(element) || (outer && scope.contains(outer));
      return this.#scopes().find(inside) ?? null;
    }

    /** @param {Element} element */
    #chatOf(element) {
      const scope = this.#scopeOf(element);
      return scope ? globalThis.sidecar.conversationOf(scope, this.#profile) : "";
    }

    /** @param {HTMLElement} box */
    #draftOf(box) {
      return this.#drafts.size ? this.#drafts.get(this.#chatOf(box)) : undefined;
    }

    #onKey = (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Tab" && event.key !== "Enter") return;
      if (event.isComposing || !this.#drafts.size) return;
      const box = caret.focusedBox(this.#doc, this.#profile);
      if (!box) return;
      if (event.key === "Tab") return this.#onTab(event, box);
      if (!event.shiftKey) this.#onSend(event, box);
    };

    #onKeyUp = (/** @type {KeyboardEvent} */ event) => {
      if (event.key !== "Enter" || !this.#down) return;
      this.#down = false;
      stopped(event);
    };

    /** @param {KeyboardEvent} event @param {HTMLElement} box */
    #onTab(event, box) {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      const found = openIn(caret.read(box).text, this.#draftOf(box)?.slots ?? []);
      const selection = caret.selected(box);
      const next = selection && nextOf(found, selection, event.shiftKey);
      if (!next) return;
      stopped(event);
      caret.select(box, next.start, next.end);
    }

    /** Hold this once, while slots are open. @param {Event} event @param {HTMLElement} box */
    #onSend(event, box) {
      const draft = this.#draftOf(box);
      const found = openIn(composerText(box), draft?.slots ?? []);
      // A key held down repeats itself; that is not the second press.
      const repeats = /** @type {KeyboardEvent} */ (event).repeat && this.#down;
      if (!draft || !found.length || (draft.held && !repeats)) return this.#hide();
      stopped(event);
      this.#down = event.type === "keydown";
      draft.held = true;
      const names = [...new Set(found.map(({ slot }) => spoken(slot)))].join(", ");
      this.#show(box, this.#say(names));
    }

    #onClick = (/** @type {Event} */ event) => {
      const target = /** @type {Element | undefined} */ (event.composedPath()[0]);
      if (!this.#drafts.size || !target?.closest) return;
      const scope = this.#scopeOf(target);
      const box = scope && composerOf(scope, this.#profile);
      if (box && this.#sends(target, box)) this.#onSend(event, box);
    };

    /** @param {Element} target @param {HTMLElement} box */
    #sends(target, box) {
      const { send } = this.#profile.composer;
      if (send) return target.closest(send) !== null;
      const button = /** @type {HTMLButtonElement | null} */ (target.closest(SUBMITS));
      const form = caret.isField(box) ? box.form : box.closest("form");
      return button !== null && form !== null && button.form === form && button.type !== "button";
    }

    // On every key press, so nothing here may ask the page for its layout.
    #onInput = () => {
      if (!this.#drafts.size) return;
      const box = caret.focusedBox(this.#doc, this.#profile);
      const draft = box && this.#draftOf(box);
      if (!draft) return;
      const left = new Set(openIn(composerText(box), draft.slots).map(({ slot }) => slot));
      if (left.size) draft.slots = left;
      else this.#drafts.delete(this.#chatOf(box));
      this.#look();
    };

    #onMove = () => {
      if (this.#beside) this.#notice.place(this.#beside);
    };

    /** @param {HTMLElement} box @param {string} words */
    #show(box, words) {
      this.#beside = box;
      this.#notice.show(box, words);
      clearInterval(this.#timer);
      this.#timer = setInterval(this.#look, LOOK_AGAIN_MS);
    }

    /** Whether the notice still has something to say. */
    #look = () => {
      const box = this.#beside;
      const slots = box?.isConnected ? (this.#draftOf(box)?.slots ?? []) : [];
      if (box && !openIn(composerText(box), slots).length) this.#hide();
    };

    #hide() {
      clearInterval(this.#timer);
      this.#beside = null;
      this.#notice.hide();
    }
  }

  /** @param {Event} event */
  function stopped(event) {
    event.preventDefault();
    event.stopImmediatePropagation();
  }

  /** @type {typeof sidecar.watchSlots} */
  const watchSlots = (doc, profile, say) => {
    const { add, stop } = new SlotWatch(doc, profile, say);
    return { add, stop };
  };

  globalThis.sidecar = Object.freeze({ ...globalThis.sidecar, watchSlots });
})();
