// Where the caret stands in a reply box of any kind: its text, its selection, and what is focused.
// @ts-check
(() => {
  const { shadowOf } = globalThis.sidecar;
  const BLOCKS = new Set(
    "ADDRESS ARTICLE BLOCKQUOTE DD DIV DL DT FIGURE H1 H2 H3 H4 H5 H6 HR LI OL P PRE SECTION TABLE TR UL".split(
      " ",
    ),
  );
  /** What editors draw into the box that is not its text. */
  const DRAWN = "[data-slate-placeholder], [data-mce-bogus=all], style, script";
  const UNSEEN = /[\u200b\ufeff]/gu;

  /** @typedef {HTMLTextAreaElement | HTMLInputElement} Field */
  /** @typedef {Sidecar.BoxText} Reading */

  /**
   * Where the caret was last in an editor, for the time that something else has the focus.
   * @type {Range | null}
   */
  let lastRange = null;
  /** Fields that had the focus once: an untouched one has its caret at 0, which nobody chose. */
  const touched = new WeakSet();

  /** @param {Element} element @returns {element is Field} */
  const isField = (element) => element.matches("textarea, input");

  /** The document of an iframe, null where this page may not reach in. @param {Element | null} element */
  const frameOf = (element) =>
    /** @type {HTMLIFrameElement | null} */ (element)?.contentDocument ?? null;

  /** What has the focus, down through shadow roots and iframes. @param {Document} doc */
  function focused(doc) {
    /** @type {Element | null | undefined} */
    let inner = doc.activeElement;
    let found = null;
    while (inner) {
      found = inner;
      inner = shadowOf(inner)?.activeElement ?? frameOf(inner)?.activeElement;
    }
    return found;
  }

  /** The reply box that has the focus. @param {Document} doc @param {Sidecar.Profile} profile */
  const focusedBox = (doc, { composer }) =>
    /** @type {HTMLElement | null} */ (focused(doc)?.closest(composer.selector) ?? null);

  /** @param {Node} node */
  const rootOf = (node) => /** @type {Document | ShadowRoot} */ (node.getRootNode());
  /** @param {HTMLElement} box */
  const hasFocus = (box) => box.contains(rootOf(box).activeElement);

  /** @param {HTMLElement} box */
  function selectionIn(box) {
    // Only Chromium's own call sees into a shadow root.
    const root = /** @type {{ getSelection?: () => Selection | null }} */ (rootOf(box));
    const selection = (root.getSelection ? root : box.ownerDocument).getSelection?.() ?? null;
    return selection?.rangeCount && box.contains(selection.anchorNode) ? selection : null;
  }

  /** Whether a break only holds its line open, as editors do. @param {Node} br @param {Node} box */
  function isFiller(br, box) {
    let node = br;
    while (node !== box && !BLOCKS.has(node.nodeName)) {
      if (node.nextSibling) return false;
      node = /** @type {Node} */ (node.parentNode);
    }
    return true;
  }

  /** Reads an editor's text, one line a block; on every key press perhaps, so it asks for no layout. */
  class Reader {
    text = "";
    /** @type {Reading["spots"]} */
    spots = [];
    #begun = false;
    #due = false;

    /** @param {HTMLElement} box */
    constructor(box) {
      this.box = box;
      this.#inside(box);
    }

    #begin() {
      if (this.#due) this.text += "\n";
      this.#due = false;
      this.#begun = true;
    }

    #end() {
      this.#due ||= this.#begun;
      this.#begun = false;
    }

    /** @param {Node} node */
    #inside(node) {
      for (const child of node.childNodes) this.#node(child);
    }

    /** @param {Node} node */
    #node(node) {
      if (node.nodeType === 3) return this.#words(/** @type {Text} */ (node));
      if (node.nodeType !== 1 || /** @type {Element} */ (node).matches(DRAWN)) return;
      if (node.nodeName === "BR") return this.#break(node);
      if (!BLOCKS.has(node.nodeName)) return this.#inside(node);
      this.#end();
      if (node.hasChildNodes()) this.#inside(node);
      else this.#begin();
      this.#end();
    }

    /** @param {Text} node */
    #words(node) {
      if (!node.data) return;
      this.#begin();
      this.spots.push({ node, start: this.text.length });
      this.text += node.data.replaceAll("\u00a0", " ");
    }

    /** @param {Node} node */
    #break(node) {
      this.#begin();
      if (!isFiller(node, this.box)) this.text += "\n";
    }
  }

  /** @param {HTMLElement} box @returns {Reading} */
  const read = (box) => (isField(box) ? { text: box.value, spots: [] } : new Reader(box));

  /** @param {HTMLElement} box */
  const composerText = (box) =>
    isField(box) ? box.value : read(box).text.replace(UNSEEN, "").replace(/\n$/, "");

  /**
   * @param {Reading} reading
   * @param {Range} range whose start is asked for
   */
  function offsetAt({ text, spots }, range) {
    const { startContainer: container, startOffset: offset } = range;
    for (const { node, start } of spots) {
      if (node === container) return start + offset;
      if (range.comparePoint(node, 0) >= 0) return start;
    }
    return text.length;
  }

  /**
   * @param {Reading} reading
   * @param {number} offset
   * @param {boolean} [asEnd] whether the point ends something, so belongs to what is before it
   * @returns {[Text, number] | null}
   */
  function pointAt({ spots }, offset, asEnd = false) {
    const spot = asEnd
      ? spots.find(({ node, start }) => start + node.length >= offset)
      : spots.findLast(({ start }) => start <= offset);
    if (!spot) return null;
    return [spot.node, Math.max(0, Math.min(offset - spot.start, spot.node.length))];
  }

  /** @param {number} start @param {number} end @returns {Sidecar.Span} */
  const span = (start, end) => [start, end];

  /** What is selected in the box, as offsets in its text. @param {HTMLElement} box */
  function selected(box) {
    if (isField(box)) return span(box.selectionStart ?? 0, box.selectionEnd ?? box.value.length);
    const range = selectionIn(box)?.getRangeAt(0);
    if (!range) return null;
    const reading = read(box);
    const end = range.cloneRange();
    end.collapse(false);
    return span(offsetAt(reading, range), offsetAt(reading, end));
  }

  /** @param {HTMLElement} box @param {number} start @param {number} end offsets in its text */
  function select(box, start, end) {
    if (isField(box)) return box.setSelectionRange(start, end);
    const reading = read(box);
    const [from, to] = [pointAt(reading, start, start === end), pointAt(reading, end, true)];
    if (from && to) selectionIn(box)?.setBaseAndExtent(...from, ...to);
  }

  /** Whether the agent ever had the caret in this field. @param {Field} field */
  const wasTouched = (field) => touched.has(field);

  /** The caret that the agent left in this editor. @param {HTMLElement} editor */
  const leftIn = (editor) =>
    lastRange && editor.contains(lastRange.startContainer) ? lastRange : null;

  /**
   * Run `attach` for the page's document now, and for that of an iframe with the reply box when it comes.
   * @param {Document} doc @param {Sidecar.Profile} profile @param {(doc: Document) => () => void} attach
   */
  function eachDocument(doc, profile, attach) {
    const { frame } = profile.composer;
    /** @type {Map<Document, () => void>} */
    const detach = new Map([[doc, attach(doc)]]);
    if (!frame) return () => detach.forEach((end) => end());
    const look = () => {
      for (const scope of globalThis.sidecar.scopes(doc, profile)) {
        const inner = frameOf(scope.querySelector(frame));
        if (inner && !detach.has(inner)) detach.set(inner, attach(inner));
      }
    };
    look();
    // A frame's load does not bubble; one in a shadow root is seen when the focus goes there.
    doc.addEventListener("load", look, true);
    doc.defaultView?.addEventListener("blur", look);
    return () => {
      doc.removeEventListener("load", look, true);
      doc.defaultView?.removeEventListener("blur", look);
      detach.forEach((end) => end());
    };
  }

  /** Remember the caret of the reply box. @type {typeof sidecar.watchCaret} */
  const watchCaret = (doc, profile) => {
    const onFocus = () => {
      const box = focusedBox(doc, profile);
      if (box) touched.add(box);
    };
    const onSelection = () => {
      const box = focusedBox(doc, profile);
      if (box && !isField(box))
        lastRange = selectionIn(box)?.getRangeAt(0).cloneRange() ?? lastRange;
    };
    return eachDocument(doc, profile, (each) => {
      each.addEventListener("focusin", onFocus);
      each.addEventListener("selectionchange", onSelection);
      return () => {
        each.removeEventListener("focusin", onFocus);
        each.removeEventListener("selectionchange", onSelection);
      };
    });
  };

  globalThis.sidecar = Object.freeze({
    ...globalThis.sidecar,
    caret: Object.freeze({
      eachDocument,
      focusedBox,
      frameOf,
      hasFocus,
      isField,
      leftIn,
      offsetAt,
      read,
      select,
      selected,
      selectionIn,
      wasTouched,
    }),
    composerText,
    watchCaret,
  });
})();
