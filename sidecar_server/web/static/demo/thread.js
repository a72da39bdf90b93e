// Draws the open conversation: who it is, what was said, who is writing.
// @ts-check
import { clockTime, initials, place, pressing, stamp, tone, waited } from "./words.js";

/** @typedef {import("./chats.js").Chat} Chat */
/** @typedef {import("./chats.js").Message} Message */

const TOGETHER_MS = 180_000; // lines of one author within this time read as one turn

/** @param {HTMLElement} main  the element with `data-desk` */
export function createThread(main) {
  const find = (/** @type {string} */ name) =>
    /** @type {HTMLElement} */ (main.querySelector(`[data-${name}]`));
  const list = find("desk-messages");
  const scroll = find("scroll");
  const typing = find("typing");

  /** @param {Chat} chat @param {number} now */
  function head(chat, now) {
    find("where").textContent = [chat.title, place(chat.customer, now)].filter(Boolean).join(" · ");
    const waiting = find("waiting");
    const ms = chat.waitingSince === null || chat.resolved ? null : now - chat.waitingSince;
    waiting.hidden = ms === null;
    if (ms === null) return;
    waiting.textContent = `waiting ${waited(ms)}`;
    waiting.dataset.pressing = pressing(ms);
  }

  return {
    head,
    /** Shows a chat in the same nodes, as helpdesks do. @param {Chat} chat @param {number} now */
    show(chat, now) {
      main.dataset.conversation = chat.id;
      main.dataset.customerName = chat.customer.name;
      main.dataset.customerLocale = chat.customer.locale;
      main.dataset.customerCountry = chat.customer.country;
      main.dataset.customerTimezone = chat.customer.timezone;
      find("who").textContent = chat.customer.name;
      find("face").textContent = initials(chat.customer.name);
      find("face").dataset.tone = tone(chat.customer.name);
      find("started").textContent = `Today, chat opened at ${clockTime(chat.startedAt)}`;
      list.replaceChildren(...chat.messages.map((message, at) => draw(message, chat.messages[at - 1])));
      head(chat, now);
      this.typing(chat);
      scroll.scrollTop = scroll.scrollHeight;
    },
    /** @param {Chat} chat @param {Message} message  the chat's newest */
    append(chat, message) {
      const stick = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 120;
      const node = draw(message, chat.messages.at(-2));
      node.classList.add("is-new");
      list.append(node);
      if (stick || message.role === "agent") scroll.scrollTop = scroll.scrollHeight;
    },
    /** @param {Chat} chat */
    typing(chat) {
      const stick = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < 120;
      typing.hidden = !chat.typing;
      find("typing-who").textContent = chat.typing ? `${chat.customer.name} is writing` : "";
      if (stick) scroll.scrollTop = scroll.scrollHeight;
    },
  };
}

/** @param {Message} message @param {Message} [before] */
function draw(message, before) {
  const article = document.createElement("article");
  article.className = "message";
  article.dataset.messageId = message.id;
  article.dataset.role = message.role;
  article.dataset.sentAt = stamp(message.at);
  article.classList.toggle("is-follow", follows(message, before));
  const header = document.createElement("header");
  const author = document.createElement("span");
  author.className = "author";
  author.textContent = message.author;
  const time = document.createElement("time");
  time.dateTime = stamp(message.at);
  time.textContent = clockTime(message.at);
  header.append(author, time);
  const text = document.createElement("p");
  text.dataset.messageText = "";
  text.dir = "auto";
  text.textContent = message.text;
  article.append(header, text);
  return article;
}

/** @param {Message} message @param {Message} [before] */
function follows(message, before) {
  return !!before && before.role === message.role && message.at - before.at < TOGETHER_MS;
}
