// Draws the open conversation: who it is, what was said, who is writing.
// @ts-check
import { clockTime, initials, place, pressing, setText, stamp, tone, waited } from "./words.js";

/** @typedef {import("./chats.js").Chat} Chat */
/** @typedef {import("./chats.js").Message} Message */

const TOGETHER_MS = 180_000; // lines of one author within this time read as one turn

/** Draws into the element with `data-desk`; its nodes stay when the chat changes, as elsewhere. */
export class Thread {
  #main;
  #list;
  #scroll;

  /** @param {HTMLElement} main */
  constructor(main) {
    this.#main = main;
    this.#list = this.#find("desk-messages");
    this.#scroll = this.#find("scroll");
  }

  /** @param {Chat} chat @param {number} now */
  show(chat, now) {
    const { name, locale, country, timezone } = chat.customer;
    Object.assign(this.#main.dataset, {
      conversation: chat.id,
      customerName: name,
      customerLocale: locale,
      customerCountry: country,
      customerTimezone: timezone,
    });
    this.#find("who").textContent = name;
    this.#find("face").textContent = initials(name);
    this.#find("face").dataset.tone = tone(name);
    this.#find("started").textContent = "Today";
    this.#list.replaceChildren(
      ...chat.messages.map((message, at) => draw(message, chat.messages[at - 1])),
    );
    this.head(chat, now);
    this.typing(chat);
    this.#toEnd();
  }

  /** Where they are and how long they wait. @param {Chat} chat @param {number} now */
  head(chat, now) {
    const where = [chat.title, place(chat.customer, now)].filter(Boolean).join(" · ");
    setText(this.#find("where"), where);
    const waiting = this.#find("waiting");
    const ms = chat.waitingSince === null || chat.resolved ? null : now - chat.waitingSince;
    waiting.hidden = ms === null;
    setText(waiting, ms === null ? "" : `waiting ${waited(ms)}`);
    waiting.dataset.pressing = ms === null ? "" : pressing(ms);
  }

  /** @param {Chat} chat @param {Message} message the chat's newest */
  append(chat, message) {
    const atEnd = this.#isAtEnd();
    const node = draw(message, chat.messages.at(-2));
    node.classList.add("is-new");
    this.#list.append(node);
    if (atEnd || message.role === "agent") this.#toEnd();
  }

  /** @param {Chat} chat */
  typing(chat) {
    const atEnd = this.#isAtEnd();
    this.#find("typing").hidden = !chat.typing;
    this.#find("typing-who").textContent = chat.typing ? `${chat.customer.name} is writing` : "";
    if (atEnd) this.#toEnd();
  }

  /** Whoever has scrolled up to read is not pulled down. */
  #isAtEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroll;
    return scrollHeight - scrollTop - clientHeight < 120;
  }

  #toEnd() {
    this.#scroll.scrollTop = this.#scroll.scrollHeight;
  }

  /** @param {string} name */
  #find(name) {
    return /** @type {HTMLElement} */ (this.#main.querySelector(`[data-${name}]`));
  }
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
