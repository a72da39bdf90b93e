// Types and pastes as a person would, so that a page's own undo and its editor take it in.
// @ts-check
(() => {
  const { caret } = globalThis.sidecar;
  const { selectionIn } = caret;
  const SETTLE_MS = 150; // editors take in a focus or a caret; half of it broke one of them
  const LOOK_AGAIN_MS = [0, 30, 120];

  /** @typedef {HTMLTextAreaElement | HTMLInputElement} Field */

  /** What is written goes in one after the other. @type {Promise<unknown>} */
  let queue = Promise.resolve();

  /** @param {number} ms */
  const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
  /** Without the spaces and breaks, which each editor writes its own way. @param {string} text */
  const squeezed = (text) => text.replace(/[\s\u200b\ufeff]+/gu, "");

  /** @type {typeof sidecar.typing.inTurn} */
  const inTurn = (run) => {
    const turn = queue.then(run);
    queue = turn.catch(() => undefined);
    return turn;
  };

  /** In the place of what is selected. @param {Document} doc @param {string} text "" takes it out */
  const type = (doc, text) => doc.execCommand(text ? "insertText" : "delete", false, text);

  /** @param {Field} field @param {string} text */
  function typeInto(field, text) {
    const { value } = field;
    type(field.ownerDocument, text);
    if (field.value !== value) return;
    // The last resort takes the page's undo away, but it takes no text away.
    field.setRangeText(text, field.selectionStart ?? 0, field.selectionEnd ?? 0, "end");
    field.dispatchEvent(
      new InputEvent("input", { bubbles: true, inputType: "insertText", data: text }),
    );
  }

  /**
   * While the panel has the focus, CKEditor and Draft.js are deaf to a moved caret until they hear
   * of a focus of their own.
   * @param {HTMLElement} editor
   */
  function wake(editor) {
    if (editor.ownerDocument.hasFocus()) return;
    editor.dispatchEvent(new FocusEvent("focus", { composed: true }));
    editor.dispatchEvent(new FocusEvent("focusin", { bubbles: true, composed: true }));
  }

  /** @param {HTMLElement} editor @param {string} text */
  function paste(editor, text) {
    const clipboardData = new DataTransfer();
    clipboardData.setData("text/plain", text);
    const event = new ClipboardEvent("paste", {
      clipboardData,
      bubbles: true,
      cancelable: true,
      composed: true,
    });
    editor.dispatchEvent(event);
    return event.defaultPrevented;
  }

  /** Else one undo would take out what was typed just before as well. @param {HTMLElement} editor */
  function closeTyping(editor) {
    const selection = selectionIn(editor);
    const { anchorNode, anchorOffset } = selection ?? {};
    selection?.selectAllChildren(editor);
    selection?.collapse(anchorNode ?? null, anchorOffset);
  }

  globalThis.sidecar = Object.freeze({
    ...globalThis.sidecar,
    typing: Object.freeze({
      LOOK_AGAIN_MS,
      SETTLE_MS,
      closeTyping,
      inTurn,
      paste,
      pause,
      squeezed,
      type,
      typeInto,
      wake,
    }),
  });
})();
