// Puts text into the reply box at the caret, keeping what is there and the page's own undo.
// @ts-check
(() => {
  const { caret, joined, typing } = globalThis.sidecar;
  const { frameOf, hasFocus, isField, leftIn, offsetAt, read, select, selected } = caret;
  const { selectionIn, wasTouched } = caret;
  const { LOOK_AGAIN_MS, SETTLE_MS, closeTyping, inTurn, paste, pause, squeezed } = typing;
  const { typeInto, wake } = typing;
  /** @type {Sidecar.Inserted} */
  const REFUSED = { ok: false, reason: "refused" };
  /** @type {Sidecar.Inserted} */
  const MOVED = { ok: false, reason: "moved" };

  /** @typedef {HTMLTextAreaElement | HTMLInputElement} Field */

  /**
   * The gap this script selected last, and where the line around it ends.
   * @type {{ box: HTMLElement, text: string, start: number, end: number, after: number } | null}
   */
  let lastGap = null;

  /** @param {string} text @param {number} points */
  const units = (text, points) => [...text].slice(0, points).join("").length;

  /** @param {HTMLElement} element */
  const usable = (element) =>
    element.getClientRects().length > 0 && !element.matches(":disabled, :read-only");

  /** @param {Sidecar.Scope} scope @param {string} selector */
  const holds = (scope, selector) =>
    scope.querySelector(selector) ??
    ("closest" in scope ? scope : "host" in scope ? scope.host : null)?.closest(selector);

  /** @type {typeof sidecar.composerOf} */
  const composerOf = (scope, { composer }) => {
    // Never the box for private notes.
    if (composer.noteMode && holds(scope, composer.noteMode)) return null;
    const within = composer.frame ? frameOf(scope.querySelector(composer.frame)) : scope;
    if (!within) return null;
    const found = /** @type {NodeListOf<HTMLElement>} */ (
      within.querySelectorAll(composer.selector)
    );
    return [...found].find(usable) ?? null;
  };

  /** Whether the caret still stands in the gap selected last. @param {HTMLElement} box */
  function gapIn(box) {
    if (lastGap?.box !== box || lastGap.text !== read(box).text) return null;
    const [start, end] = selected(box) ?? [];
    return start === lastGap.start && end === lastGap.end ? lastGap : null;
  }

  /**
   * Select the first gap, so that the next key press fills it.
   * @param {HTMLElement} box @param {number} start @param {number} end @param {number} after the end of the line
   */
  function selectGap(box, start, end, after) {
    select(box, start, end);
    lastGap = { box, text: read(box).text, start, end, after };
  }

  /**
   * Where a line goes: never over a selection, never into the line inserted before.
   * @param {Field} field
   */
  function caretOf(field) {
    const { value, selectionEnd: end } = field;
    const gap = gapIn(field);
    if (gap) return gap.after;
    return end === null || (!wasTouched(field) && end === 0) ? value.length : end;
  }

  /**
   * @param {Field} field @param {string} line
   * @param {Sidecar.Span | null} gap
   * @returns {Sidecar.Inserted}
   */
  function intoField(field, line, gap) {
    const { value, maxLength } = field;
    const text = field.matches("input") ? line.replace(/\s*\n\s*/g, " ") : line;
    const at = caretOf(field);
    const { lead, tail } = joined(value.slice(0, at), text, value.slice(at));
    const whole = lead + text + tail;
    // Better not at all than cut short.
    if (maxLength >= 0 && value.length + whole.length > maxLength) return REFUSED;
    if (!hasFocus(field)) field.focus({ preventScroll: true });
    // A dialog keeps the focus, a private note's perhaps: what is typed would go there.
    if (!hasFocus(field)) return REFUSED;
    select(field, at, at);
    typeInto(field, whole);
    const from = at + lead.length;
    if (field.value.slice(from, from + text.length) !== text)
      return field.value === value ? REFUSED : { ok: true };
    const after = from + text.length;
    if (gap) selectGap(field, from + units(text, gap[0]), from + units(text, gap[1]), after);
    else select(field, after, after);
    return { ok: true };
  }

  /** Put the caret where the line goes, and let the editor take it in. @param {HTMLElement} editor */
  async function settle(editor) {
    wake(editor);
    const gap = gapIn(editor);
    if (gap) select(editor, gap.after, gap.after);
    else if (!hasFocus(editor)) {
      const left = leftIn(editor);
      editor.focus({ preventScroll: true });
      await pause(SETTLE_MS); // editors put their own caret first
      const selection = selectionIn(editor) ?? editor.ownerDocument.getSelection();
      if (left) (selection?.removeAllRanges(), selection?.addRange(left));
      else selection?.selectAllChildren(editor);
    } else if (selectionIn(editor)?.isCollapsed) return;
    if (!selectionIn(editor)?.isCollapsed) selectionIn(editor)?.collapseToEnd();
    await pause(SETTLE_MS);
  }

  /**
   * Slate joins a paste to what was typed before it, so that one undo takes out both; a paste over
   * the last letter stands alone.
   * @param {HTMLElement} editor
   * @returns {Promise<string>} what is selected now, to go in again before the line
   */
  async function lastLetter(editor) {
    const selection = editor.matches("[data-slate-editor]") ? selectionIn(editor) : null;
    if (!selection) return "";
    const { anchorNode, anchorOffset } = selection;
    selection.modify("extend", "backward", "character");
    // In one text node: a mention is more than its letters.
    const inText = anchorNode?.nodeType === 3 && selection.focusNode === anchorNode;
    const letter = inText ? anchorNode.nodeValue?.slice(selection.focusOffset, anchorOffset) : "";
    if (letter && !/[\u200b\ufeff\n]/u.test(letter)) {
      await pause(SETTLE_MS);
      return letter;
    }
    selection.collapse(anchorNode, anchorOffset);
    return "";
  }

  /**
   * @param {HTMLElement} editor @param {string} whole @param {string} again what is selected before it
   * @param {() => boolean} still whether it is the box of the chat that is meant
   * @returns {Promise<Sidecar.Inserted>}
   */
  async function typeInEditor(editor, whole, again, still) {
    const text = squeezed(whole);
    const before = squeezed(read(editor).text);
    // An editor may change what it takes, a quote mark perhaps; that is no refusal.
    const stands = () => squeezed(read(editor).text).length - before.length > text.length / 2;
    if (!still()) return MOVED;
    const taken = paste(editor, again + whole);
    for (const ms of LOOK_AGAIN_MS) {
      await pause(ms);
      if (stands()) return { ok: true };
    }
    if (!still()) return MOVED;
    // An editor that took the event may yet act on it: a second try could insert the line twice.
    if (taken || !hasFocus(editor)) return REFUSED;
    closeTyping(editor);
    editor.ownerDocument.execCommand("insertText", false, whole);
    return stands() ? { ok: true } : REFUSED;
  }

  /**
   * @param {string} text @param {number} count
   * @returns {number} where this many characters, spaces not counted, are over
   */
  function past(text, count) {
    for (let at = 0, seen = 0; at < text.length; at += 1) {
      if (seen === count) return at;
      if (squeezed(text[at] ?? "")) seen += 1;
    }
    return text.length;
  }

  /**
   * @param {HTMLElement} editor @param {string} line
   * @param {Sidecar.Span | null} gap
   * @param {() => boolean} still
   * @returns {Promise<Sidecar.Inserted>}
   */
  async function intoEditor(editor, line, gap, still) {
    await settle(editor);
    const range = selectionIn(editor)?.getRangeAt(0);
    if (!range) return REFUSED;
    const reading = read(editor);
    const at = offsetAt(reading, range);
    const { lead, tail } = joined(reading.text.slice(0, at), line, reading.text.slice(at));
    const again = await lastLetter(editor);
    const outcome = await typeInEditor(editor, lead + line + tail, again, still);
    if (!outcome.ok && again) selectionIn(editor)?.collapseToEnd();
    if (!outcome.ok || !gap) return outcome;
    const now = read(editor).text;
    const from = squeezed(reading.text.slice(0, at)).length;
    const after = (/** @type {string} */ part) => past(now, from + squeezed(part).length);
    const [start, end] = [line.slice(0, units(line, gap[0])), line.slice(0, units(line, gap[1]))];
    const slot = line.slice(start.length, end.length);
    const opens = now.indexOf(slot, after(start));
    if (opens >= 0) selectGap(editor, opens, opens + slot.length, after(line));
    await pause(SETTLE_MS);
    return { ok: true };
  }

  /**
   * @param {HTMLElement} box @param {string} text @param {Sidecar.Span | null} gap
   * @param {() => boolean} still
   */
  async function into(box, text, gap, still) {
    try {
      return await (isField(box) ? intoField(box, text, gap) : intoEditor(box, text, gap, still));
    } catch {
      return REFUSED; // a page may do anything in its events; the panel then offers Copy
    }
  }

  /** @type {typeof sidecar.insertText} */
  const insertText = (scope, profile, text, gap = null, meant = () => true) =>
    inTurn(() => {
      const box = composerOf(scope, profile);
      // Editors need moments, and a chat may be switched, or the box made a note's, within them.
      const still = () => meant() && composerOf(scope, profile) === box;
      if (!meant()) return MOVED;
      return box ? into(box, text, gap, still) : { ok: false, reason: "no_composer" };
    });

  globalThis.sidecar = Object.freeze({
    ...globalThis.sidecar,
    composerOf,
    insertText,
  });
})();
