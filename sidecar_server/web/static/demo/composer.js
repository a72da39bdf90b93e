// The reply box and the private note: what is written, sent, and put in from the panel.
// @ts-check

/** @typedef {import("./chats.js").Chat} Chat */
/** @typedef {"reply" | "note"} Mode */

/**
 * @param {HTMLFormElement} form
 * @param {{onSend: (mode: Mode, text: string) => void, onDraft: (text: string) => void}} listen
 *   `onDraft` hears of the reply alone: a private note is nobody else's business.
 */
export function createComposer(form, listen) {
  const boxes = {
    reply: /** @type {HTMLTextAreaElement} */ (form.querySelector("[data-desk-reply]")),
    note: /** @type {HTMLTextAreaElement} */ (form.querySelector("[data-desk-note]")),
  };
  const tabs = {
    reply: /** @type {HTMLElement} */ (form.querySelector("#tab-reply")),
    note: /** @type {HTMLElement} */ (form.querySelector("#tab-note")),
  };
  const send = /** @type {HTMLButtonElement} */ (form.querySelector("[data-send]"));
  /** @type {Mode} */
  let mode = "reply";

  /** @param {Mode} to */
  function turn(to) {
    mode = to;
    form.dataset.mode = to;
    for (const name of /** @type {Mode[]} */ (["reply", "note"])) {
      tabs[name].setAttribute("aria-selected", String(name === to));
      tabs[name].tabIndex = name === to ? 0 : -1;
      /** @type {HTMLElement} */ (boxes[name].parentElement).hidden = name !== to;
    }
    refresh();
  }

  function refresh() {
    send.textContent = mode === "reply" ? "Send" : "Add note";
    send.disabled = !boxes[mode].value.trim();
  }

  function submit() {
    const text = boxes[mode].value.trim();
    if (!text) return;
    boxes[mode].value = "";
    refresh();
    if (mode === "reply") listen.onDraft("");
    listen.onSend(mode, text);
    boxes[mode].focus();
  }

  for (const name of /** @type {Mode[]} */ (["reply", "note"])) {
    tabs[name].addEventListener("click", () => {
      turn(name);
      boxes[name].focus();
    });
    boxes[name].addEventListener("input", () => {
      refresh();
      if (name === "reply") listen.onDraft(boxes.reply.value);
    });
    boxes[name].addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      submit();
    });
  }
  tabs.reply.parentElement?.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    turn(mode === "reply" ? "note" : "reply");
    tabs[mode].focus();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });

  return {
    /** Shows a chat's own half-written texts. @param {Chat} chat */
    show(chat) {
      boxes.reply.value = chat.draft.reply;
      boxes.note.value = chat.draft.note;
      boxes.reply.placeholder = `Write to ${chat.customer.name}`;
      turn(/** @type {Mode} */ (chat.draft.mode));
    },
    /** Keeps what is half written, so that no switch of chats loses it. @param {Chat} chat */
    keep(chat) {
      chat.draft = { mode, reply: boxes.reply.value, note: boxes.note.value };
    },
    focus() {
      boxes[mode].focus();
    },
    /** Puts a line at the caret of the reply, never into the note. @param {string} text */
    insert(text) {
      turn("reply");
      return insertAtCaret(boxes.reply, text);
    },
  };
}

/**
 * Adds text after the caret or selection, so nothing written is replaced, and undo takes it out.
 * @param {HTMLTextAreaElement} box
 * @param {string} text
 */
function insertAtCaret(box, text) {
  const at = box.selectionEnd;
  const wanted = box.value.slice(0, at) + text + box.value.slice(at);
  box.focus();
  box.setSelectionRange(at, at);
  document.execCommand("insertText", false, text); // old, and the only way that undo understands
  if (box.value !== wanted) {
    box.setRangeText(text, at, at, "end");
    box.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText", data: text }));
  }
  return box.value === wanted;
}
