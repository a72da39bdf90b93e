// Puts other words in the place of some that stand in the reply box, and leaves the rest as it is.
// @ts-check
(() => {
  const { caret, composerOf, composerText, goesOn, typing } = globalThis.sidecar;
  const { hasFocus, isField, leftIn, offsetAt, read, select, selected, selectionIn } = caret;
  const { LOOK_AGAIN_MS, SETTLE_MS, inTurn, paste, pause, squeezed, type, typeInto } = typing;
  const UNSEEN = /[\u200b\ufeff]/u; // what editors hold beside the draft
  /** @type {Sidecar.Inserted} */
  const REFUSED = { ok: false, reason: "refused" };
  /** @type {Sidecar.Inserted} */
  const MOVED = { ok: false, reason: "moved" };

  /** @typedef {HTMLTextAreaElement | HTMLInputElement} Field */

  /** Whether words that begin here are whole words. @param {string} text @param {number} at @param {number} end */
  const whole = (text, at, end) =>
    !goesOn(text.charAt(at - 1), text.charAt(at)) && !goesOn(text.charAt(end - 1), text.charAt(end));

  /**
   * Where the words stand: at their span, else in the only other place; -1 where that is not sure.
   * @param {string} draft @param {Sidecar.Replacing} wanted
   */
  function standing(draft, { span: [start], text }) {
    const told = [...draft].slice(0, start).join("").length;
    if (!text || draft.startsWith(text, told)) return text ? told : -1;
    const found = [];
    for (let at = draft.indexOf(text); at >= 0; at = draft.indexOf(text, at + 1))
      if (whole(draft, at, at + text.length)) found.push(at);
    return found.length === 1 ? (found[0] ?? -1) : -1;
  }

  /** Where a place in the draft as it is told lies in the box's own text. @param {string} text @param {number} at */
  function inBox(text, at) {
    let seen = 0;
    for (let i = 0; i < text.length; i += 1) {
      if (UNSEEN.test(text.charAt(i))) continue;
      if (seen === at) return i;
      seen += 1;
    }
    return text.length;
  }

  /** @param {HTMLElement} box @param {Sidecar.Replacing} wanted @returns {Sidecar.Span | null} in the box's text */
  function placeOf(box, wanted) {
    const at = standing(composerText(box), wanted);
    if (at < 0) return null;
    const end = at + wanted.text.length;
    if (isField(box)) return [at, end];
    const { text } = read(box);
    return [inBox(text, at), inBox(text, end - 1) + 1];
  }

  /**
   * Where a caret belongs once the words are others.
   * @param {number} at @param {Sidecar.Span} span @param {string} text
   */
  function after(at, [start, end], text) {
    if (at <= start) return at;
    return at >= end ? at + text.length - (end - start) : start + text.length;
  }

  /** @param {Field} field @param {Sidecar.Span} span @param {string} words @returns {Sidecar.Inserted} */
  function inField(field, span, words) {
    const { value, maxLength } = field;
    const text = field.matches("input") ? words.replace(/\s*\n\s*/g, " ") : words;
    const [start, end] = span;
    const wanted = value.slice(0, start) + text + value.slice(end);
    if (maxLength >= 0 && wanted.length > Math.max(maxLength, value.length)) return REFUSED;
    const [from, to] = caret.wasTouched(field) ? (selected(field) ?? span) : [value.length, value.length];
    if (!hasFocus(field)) field.focus({ preventScroll: true });
    if (!hasFocus(field)) return REFUSED; // a dialog keeps the focus
    select(field, start, end);
    typeInto(field, text);
    if (field.value === value) return REFUSED;
    select(field, after(from, span, text), after(to, span, text));
    return { ok: true };
  }

  /** Where the agent left the caret. @param {HTMLElement} editor */
  function caretIn(editor) {
    const reading = read(editor);
    const left = leftIn(editor);
    const focused = hasFocus(editor) ? selected(editor)?.[1] : undefined;
    return focused ?? (left ? offsetAt(reading, left) : reading.text.length);
  }

  /** Select the words and let the editor take that in. @param {HTMLElement} editor @param {Sidecar.Span} span */
  async function choose(editor, span) {
    typing.wake(editor);
    if (!hasFocus(editor)) {
      editor.focus({ preventScroll: true });
      await pause(SETTLE_MS); // editors put their own caret first
    }
    if (!selectionIn(editor)) editor.ownerDocument.getSelection()?.selectAllChildren(editor);
    select(editor, ...span);
    await pause(SETTLE_MS);
  }

  /** @param {HTMLElement} editor @param {string} text @param {() => boolean} done */
  async function typeOver(editor, text, done) {
    const taken = paste(editor, text);
    for (const ms of LOOK_AGAIN_MS) {
      await pause(ms);
      if (done()) return true;
    }
    // An editor that took the event may yet act on it: a second try could write the words twice.
    if (taken || !hasFocus(editor)) return false;
    type(editor.ownerDocument, text);
    await pause(0);
    return done();
  }

  /**
   * Editors take no empty paste: where words only go out, the letter beside them goes in again.
   * @param {string} text @param {Sidecar.Span} span @param {string} words
   * @returns {{ span: Sidecar.Span, words: string }}
   */
  function widened(text, [start, end], words) {
    const next = words ? "" : (/^[^\S\n]*[^\s\u200b]/u.exec(text.slice(end))?.[0] ?? "");
    const last = words || next ? "" : (/[^\s\u200b][^\S\n]*$/u.exec(text.slice(0, start))?.[0] ?? "");
    return { span: [start - last.length, end + next.length], words: words || next || last };
  }

  /**
   * @param {HTMLElement} editor @param {Sidecar.Span} place @param {string} text
   * @param {() => boolean} still
   * @returns {Promise<Sidecar.Inserted>}
   */
  async function inEditor(editor, place, text, still) {
    const before = read(editor).text;
    const { span, words } = widened(before, place, text);
    const at = after(caretIn(editor), place, text);
    await choose(editor, span);
    const chosen = squeezed(selectionIn(editor)?.toString() ?? "");
    if (!still() || chosen !== squeezed(before.slice(...span))) return MOVED;
    const other = () => squeezed(read(editor).text) !== squeezed(before);
    if (!words || !(await typeOver(editor, words, other))) return REFUSED;
    select(editor, at, at); // the agent writes on where they were
    await pause(SETTLE_MS);
    return { ok: true };
  }

  /**
   * @param {HTMLElement} box @param {Sidecar.Replacing} wanted @param {() => boolean} still
   * @returns {Promise<Sidecar.Inserted>}
   */
  async function inside(box, wanted, still) {
    try {
      const span = placeOf(box, wanted);
      if (!span) return MOVED;
      if (isField(box)) return inField(box, span, wanted.with);
      return await inEditor(box, span, wanted.with, still);
    } catch {
      return REFUSED; // a page may do anything in its events
    }
  }

  /** @type {typeof sidecar.replaceWords} */
  const replaceWords = (scope, profile, wanted, meant = () => true) =>
    inTurn(() => {
      const box = composerOf(scope, profile);
      const still = () => meant() && composerOf(scope, profile) === box;
      if (!meant()) return MOVED;
      return box ? inside(box, wanted, still) : { ok: false, reason: "no_composer" };
    });

  globalThis.sidecar = Object.freeze({ ...globalThis.sidecar, replaceWords });
})();
