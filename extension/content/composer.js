// Puts text into the reply box at the caret, keeping what is there and the page's own undo.
// @ts-check
(() => {
  const SETTLE_MS = 150; // editors take in a focus; half of it broke one of them
  const LOOK_AGAIN_MS = [0, 30, 120];
  /** Scripts written without spaces between sentences. */
  const UNSPACED =
    /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\u3000-\u303f\uff00-\uffef]/u;

  /** @typedef {HTMLTextAreaElement | HTMLInputElement} Field */

  /**
   * The gap this script selected last, and where the line around it ends.
   * @type {{ field: Field, value: string, start: number, end: number, after: number } | null}
   */
  let lastGap = null;
  /**
   * Where the caret was last in an editor, for the time that the panel has the focus.
   * @type {Range | null}
   */
  let lastRange = null;
  /** Fields that had the focus once: an untouched one has its caret at 0, which nobody chose. */
  const touched = new WeakSet();

  /** @param {number} ms */
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  /** @param {string} text */
  const squeezed = (text) => text.replace(/[\s\u200b\ufeff]+/gu, "");
  /** @param {Element} element @returns {element is Field} */
  const isField = (element) => element.matches("textarea, input");
  /** @param {HTMLElement} element */
  const composerText = (element) =>
    isField(element) ? element.value : (element.innerText ?? "").replace(/\n$/, "");

  /** @param {HTMLElement} element */
  const usable = (element) =>
    element.getClientRects().length > 0 && !element.matches(":disabled, :read-only");

  /**
   * @param {Document} doc
   * @param {Sidecar.Profile} profile
   * @returns {HTMLElement | null} never the box for private notes
   */
  function composerOf(doc, { composer }) {
    if (composer.noteMode && doc.querySelector(composer.noteMode)) return null;
    const found = /** @type {NodeListOf<HTMLElement>} */ (doc.querySelectorAll(composer.selector));
    return [...found].find(usable) ?? null;
  }

  /**
   * The spaces that keep a line apart from its neighbours.
   * @param {string} before @param {string} text @param {string} after
   */
  function joined(before, text, after) {
    const [left, right] = [before.slice(-1), after.slice(0, 1)];
    const apart = (/** @type {string} */ a, /** @type {string} */ b) =>
      a && b && !/\s/u.test(a + b) && !UNSPACED.test(a) && !UNSPACED.test(b) ? " " : "";
    const opening = /[([{"'“‘«¿¡]/u.test(left);
    const closing = /[)\]}"'”’».,;:!?]/u.test(right);
    return {
      lead: opening ? "" : apart(left, text.slice(0, 1)),
      tail: closing ? "" : apart(text.slice(-1), right),
    };
  }

  /**
   * Where a line goes: never over a selection, never into the line inserted before.
   * @param {Field} field
   */
  function caretOf(field) {
    const { value, selectionStart: start, selectionEnd: end } = field;
    const gap = lastGap;
    if (gap?.field === field && gap.value === value && gap.start === start && gap.end === end)
      return gap.after;
    return end === null || (!touched.has(field) && end === 0) ? value.length : end;
  }

  /** @param {Field} field @param {string} text */
  function typeInto(field, text) {
    const { value } = field;
    field.ownerDocument.execCommand("insertText", false, text);
    if (field.value !== value) return;
    // The last resort takes the page's undo away, but it takes no text away.
    field.setRangeText(text, field.selectionStart ?? 0, field.selectionEnd ?? 0, "end");
    field.dispatchEvent(
      new InputEvent("input", { bubbles: true, inputType: "insertText", data: text }),
    );
  }

  /**
   * Select the first gap, so that the next key press fills it.
   * @param {Field} field @param {string} text @param {number} from @param {Sidecar.Span} gap
   * @param {number} after the end of the line
   */
  function selectGap(field, text, from, gap, after) {
    const units = (/** @type {number} */ points) => [...text].slice(0, points).join("").length;
    const [start, end] = [from + units(gap[0]), from + units(gap[1])];
    field.setSelectionRange(start, end);
    lastGap = { field, value: field.value, start, end, after };
  }

  /**
   * @param {Field} field
   * @param {string} text
   * @param {Sidecar.Span | null} gap
   * @returns {Sidecar.Inserted}
   */
  function intoField(field, text, gap) {
    const { value } = field;
    const at = caretOf(field);
    if (field.ownerDocument.activeElement !== field) field.focus({ preventScroll: true });
    const { lead, tail } = joined(value.slice(0, at), text, value.slice(at));
    field.setSelectionRange(at, at);
    typeInto(field, lead + text + tail);
    const from = at + lead.length;
    if (field.value.slice(from, from + text.length) !== text)
      return field.value === value ? { ok: false, reason: "refused" } : { ok: true };
    const after = from + text.length;
    if (gap) selectGap(field, text, from, gap, after);
    else field.setSelectionRange(after, after);
    return { ok: true };
  }

  /**
   * @param {HTMLElement} editor
   * @returns {Promise<Range | null>} the caret, focused, with nothing selected
   */
  async function caretIn(editor) {
    const doc = editor.ownerDocument;
    const selection = doc.getSelection();
    if (!editor.contains(doc.activeElement)) {
      const range = lastRange && editor.contains(lastRange.startContainer) ? lastRange : null;
      editor.focus({ preventScroll: true });
      await pause(SETTLE_MS);
      if (range) (selection?.removeAllRanges(), selection?.addRange(range));
      else selection?.selectAllChildren(editor);
    }
    if (!selection?.rangeCount || !editor.contains(selection.anchorNode)) return null;
    if (!selection.isCollapsed) selection.collapseToEnd();
    return selection.getRangeAt(0);
  }

  /** @param {HTMLElement} editor @param {Range} caret */
  function around(editor, caret) {
    const before = caret.cloneRange();
    before.setStart(editor, 0);
    const after = caret.cloneRange();
    after.setEnd(editor, editor.childNodes.length);
    return { before: before.toString(), after: after.toString() };
  }

  /** @param {HTMLElement} editor @param {string} text @returns {Promise<Sidecar.Inserted>} */
  async function intoEditor(editor, text) {
    const caret = await caretIn(editor);
    if (!caret) return { ok: false, reason: "refused" };
    const { before, after } = around(editor, caret);
    const { lead, tail } = joined(before, text, after);
    const whole = lead + text + tail;
    const count = () => squeezed(editor.textContent ?? "").split(squeezed(text)).length;
    const start = count();
    const data = new DataTransfer();
    data.setData("text/plain", whole);
    const paste = new ClipboardEvent("paste", {
      clipboardData: data,
      bubbles: true,
      cancelable: true,
    });
    editor.dispatchEvent(paste);
    for (const ms of LOOK_AGAIN_MS) {
      await pause(ms);
      if (count() > start) return { ok: true };
    }
    // An editor that took the event may yet act on it: a second try could insert the line twice.
    if (paste.defaultPrevented) return { ok: false, reason: "refused" };
    editor.ownerDocument.execCommand("insertText", false, whole);
    return count() > start ? { ok: true } : { ok: false, reason: "refused" };
  }

  /**
   * Insert a line at the caret of the reply box.
   * @param {Document} doc @param {Sidecar.Profile} profile @param {string} text
   * @param {Sidecar.Span | null} [gap] code points of `text` to select afterwards
   * @returns {Promise<Sidecar.Inserted>} with the reason where the panel should offer Copy
   */
  async function insertText(doc, profile, text, gap = null) {
    const composer = composerOf(doc, profile);
    if (!composer) return { ok: false, reason: "no_composer" };
    return isField(composer) ? intoField(composer, text, gap) : intoEditor(composer, text);
  }

  /** Remember the caret of the reply box. @param {Document} doc @param {Sidecar.Profile} profile */
  function watchCaret(doc, profile) {
    const onFocus = (/** @type {FocusEvent} */ { target }) =>
      void touched.add(/** @type {Element} */ (target));
    const onSelection = () => {
      const selection = doc.getSelection();
      const composer = selection?.rangeCount ? composerOf(doc, profile) : null;
      if (composer && !isField(composer) && composer.contains(selection?.anchorNode ?? null))
        lastRange = selection?.getRangeAt(0).cloneRange() ?? null;
    };
    doc.addEventListener("focusin", onFocus);
    doc.addEventListener("selectionchange", onSelection);
    return () => {
      doc.removeEventListener("focusin", onFocus);
      doc.removeEventListener("selectionchange", onSelection);
    };
  }

  globalThis.sidecar = Object.freeze({
    ...globalThis.sidecar,
    composerOf,
    composerText,
    joined,
    watchCaret,
    insertText,
  });
})();
