// Tells the server what the desk shows and keeps its newest suggestions for each chat.
// @ts-check
// The extension's own modules, so that the desk and its worker speak and remember alike.
import { newestSuggestions } from "/demo/extension/background/newest.js";
import { openSocket } from "/demo/extension/background/socket.js";
import { openSlots } from "/demo/extension/panel/marks.js";
import { stamp } from "./words.js";

/** @typedef {import("./chats.js").Chat} Chat */
/** @typedef {import("./chats.js").Message} Message */
/** @typedef {Sidecar.Item} Item */
/** @typedef {{status: string, problem?: string}} Connection */
/** @typedef {{send: (frame: object) => unknown, close: () => void}} Socket */

const NEWEST = 50;
const DRAFT_MS = 400;

/**
 * @typedef {object} Options
 * @property {string} token
 * @property {() => Promise<string>} renew a fresh token, once the server has forgotten this one
 * @property {number} textChars the most characters one text may hold
 * @property {Chat[]} chats
 * @property {() => void} onChange the connection or some suggestions are other than before
 * @property {(request: string, items: Item[]) => void} onResults
 */

export class Live {
  #options;
  #newest = newestSuggestions();
  #epoch = 0; // offsets begin again with each connection
  /** @type {Item[]} */
  #found = [];
  /** @type {Connection} */
  #connection = { status: "connecting" };
  /** @type {Socket | null} */
  #socket = null;
  #revision = 0;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #draftTimer;
  #renewing = false;

  /** @param {Options} options */
  constructor(options) {
    this.#options = options;
  }

  start() {
    this.#connect(this.#options.token);
  }

  get connection() {
    return this.#connection;
  }

  /** @param {Chat} chat */
  suggestions(chat) {
    return this.#newest.of(chat.id);
  }

  /** Tells the whole chat; what the server knew of it is replaced. @param {Chat} chat */
  opened(chat) {
    const given = Object.entries(chat.customer).filter(([, value]) => value);
    const messages = chat.messages.slice(-NEWEST).map((message) => this.#fields(message));
    const customer = Object.fromEntries(given);
    this.#send({ type: "conversation.opened", conversation: chat.id, customer, messages });
  }

  /** @param {Chat} chat @param {Message} message */
  seen(chat, message) {
    if (chat.messages.length === 1) this.opened(chat);
    else this.#send({ type: "message.seen", conversation: chat.id, ...this.#fields(message) });
  }

  /** @param {Chat} chat @param {string} text the reply as it stands, empty when cleared */
  draft(chat, text) {
    clearTimeout(this.#draftTimer);
    this.#draftTimer = setTimeout(() => {
      const fields = { conversation: chat.id, revision: ++this.#revision, text: this.#cut(text) };
      this.#send({ type: "draft.changed", ...fields });
    }, DRAFT_MS);
  }

  /** @param {Chat} chat @param {string} suggestion @param {string} event */
  feedback(chat, suggestion, event) {
    this.#send({ type: "feedback", conversation: chat.id, suggestion, event });
  }

  /** Takes a suggestion off the list for good. @param {Chat} chat @param {string} id */
  dismiss(chat, id) {
    this.#newest.dismiss(chat.id, id);
    this.feedback(chat, id, "dismissed");
  }

  /** Says once of each that it was shown. @param {Chat} chat @param {string[]} ids */
  shown(chat, ids) {
    for (const id of this.#newest.report(chat.id, ids)) this.feedback(chat, id, "shown");
  }

  /** The first gap an offered line leaves to the agent: [start, end) in characters, or null.
   * @param {Chat} chat @param {string} id
   * @returns {[number, number] | null} */
  gap(chat, id) {
    const item = this.#newest.item(chat.id, id) ?? this.#found.find((one) => one.id === id);
    return (item && openSlots(item)[0]?.span) ?? null;
  }

  /** @param {Chat} chat @param {string} request @param {string} query */
  search(chat, request, query) {
    this.#send({ type: "search", request, query, conversation: chat.id });
  }

  /** @param {Chat} chat */
  closed(chat) {
    this.#send({ type: "conversation.closed", conversation: chat.id });
    this.#newest.forget(chat.id);
  }

  /** @param {string} token */
  #connect(token) {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    this.#socket = openSocket({
      url: `${scheme}://${location.host}/live`,
      authority: location.host,
      credential: { token },
      onFrame: (/** @type {any} */ frame) => this.#take(frame),
      onStatus: (/** @type {Connection} */ status) => this.#changed(status),
    });
  }

  /** @param {any} frame */
  #take(frame) {
    if (frame.type === "results") {
      this.#found = frame.items;
      this.#options.onResults(frame.request, frame.items);
    }
    if (frame.type !== "suggestions") return;
    if (this.#newest.take(this.#epoch, frame)) this.#options.onChange();
  }

  /** @param {Connection} status */
  #changed({ status, problem }) {
    this.#connection = problem ? { status, problem } : { status };
    if (status === "connected") {
      this.#epoch += 1;
      const { chats } = this.#options;
      chats.filter((chat) => chat.messages.length && !chat.resolved).forEach((c) => this.opened(c));
    }
    if (status === "unpaired") void this.#renew();
    this.#options.onChange();
  }

  /** The server was started anew and no longer knows this page's token: fetch another. */
  async #renew() {
    if (this.#renewing) return this.#stopped("not_paired"); // the fresh one was refused as well
    this.#renewing = true;
    this.#socket?.close();
    try {
      this.#connect(await this.#options.renew());
    } catch {
      this.#stopped("unavailable");
    }
    setTimeout(() => (this.#renewing = false), 5_000);
  }

  /** @param {string} problem */
  #stopped(problem) {
    this.#connection = { status: "offline", problem };
    this.#options.onChange();
  }

  /** While there is no connection nothing is kept: `opened` tells all once there is one.
   * @param {object} frame */
  #send(frame) {
    if (this.#connection.status === "connected") this.#socket?.send(frame);
  }

  /** @param {Message} message */
  #fields({ id, role, author, at, text }) {
    const short = this.#cut(text);
    const fields = { message: id, role, text: short, sent_at: stamp(at), author };
    return short === text ? fields : { ...fields, truncated: true };
  }

  /** Cuts at whole characters, as the server counts them. @param {string} text */
  #cut(text) {
    const { textChars } = this.#options;
    return text.length > textChars ? [...text].slice(0, textChars).join("") : text;
  }
}
