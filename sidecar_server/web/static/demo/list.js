// Draws the list of open chats; its nodes stay, so focus and scrolling survive every change.
// @ts-check
import { lastLine } from "./chats.js";
import { initials, pressing, setText, tone, waited } from "./words.js";

/** @typedef {import("./chats.js").Chat} Chat */

/**
 * @param {HTMLElement} root  the `ul`
 * @param {Chat[]} chats
 * @param {(chat: Chat) => void} onPick
 */
export function createList(root, chats, onPick) {
  const rows = chats.map((chat) => createRow(chat, onPick));
  root.replaceChildren(...rows.map((row) => row.item));
  root.addEventListener("keydown", (event) => moveFocus(root, event));

  return {
    /** @param {Chat} open @param {number} now */
    update(open, now) {
      for (const row of rows) row.update(row.chat === open, now);
    },
  };
}

/** @param {Chat} chat @param {(chat: Chat) => void} onPick */
function createRow(chat, onPick) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "chat-row";
  button.addEventListener("click", () => onPick(chat));
  const face = part("span", "face", initials(chat.customer.name));
  face.dataset.tone = tone(chat.customer.name);
  face.setAttribute("aria-hidden", "true");
  const name = part("span", "chat-name", chat.customer.name);
  const wait = part("span", "chat-wait");
  const line = part("span", "chat-line");
  const dot = part("span", "dot", "");
  dot.append(part("span", "unseen", "unread"));
  button.append(face, name, wait, line, dot);
  item.append(button);
  return { chat, item, update: drawer(chat, { button, wait, line, dot }) };
}

/** @param {Chat} chat
 * @param {{button: HTMLElement, wait: HTMLElement, line: HTMLElement, dot: HTMLElement}} nodes */
function drawer(chat, { button, wait, line, dot }) {
  /** @param {boolean} isOpen @param {number} now */
  return (isOpen, now) => {
    if (isOpen) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
    const ms = chat.waitingSince === null ? null : now - chat.waitingSince;
    const waits = !chat.resolved && ms !== null;
    setText(wait, waits ? waited(ms) : chat.resolved ? "resolved" : "");
    wait.dataset.pressing = waits ? pressing(ms) : "";
    const last = lastLine(chat);
    const lead = last?.role === "agent" ? "You: " : "";
    setText(line, chat.typing ? "is writing…" : last ? lead + last.text : chat.title);
    line.classList.toggle("is-typing", chat.typing);
    dot.hidden = !chat.unread;
    button.classList.toggle("is-unread", chat.unread);
  };
}

/** Up, Down, Home and End move through the rows. @param {HTMLElement} root @param {KeyboardEvent} event */
function moveFocus(root, event) {
  const rows = /** @type {HTMLElement[]} */ ([...root.querySelectorAll(".chat-row")]);
  const at = rows.indexOf(/** @type {HTMLElement} */ (document.activeElement));
  const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
  if (to === undefined || at < 0) return;
  event.preventDefault();
  rows[Math.min(rows.length - 1, Math.max(0, to))]?.focus();
}

/** @param {string} tag @param {string} className @param {string} [text] */
function part(tag, className, text = "") {
  const node = document.createElement(tag);
  node.className = className;
  node.textContent = text;
  return node;
}
