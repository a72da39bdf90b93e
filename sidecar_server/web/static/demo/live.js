// Tells the server what the desk shows and keeps its newest suggestions for each chat.
// @ts-check
// The extension's own modules, so that the desk and its worker remember alike.
import { NewestSuggestions } from "/demo/extension/background/newest.js";
import { openSlots } from "/demo/extension/panel/marks.js";
import { Drafts } from "./drafts.js";
import { examples } from "./examples.js";
import { Heats } from "./heats.js";
import { Line } from "./line.js";
import { stamp } from "./words.js";

/** @typedef {import("./chats.js").Chat} Chat */
/** @typedef {import("./chats.js").Message} Message */
/** @typedef {Sidecar.Item} Item */
/** @typedef {import("./examples.js").Card} Card */
/** @typedef {{shown: number, used: number, hostile: number, thanks: number, off: string[], locked: string[]}} Today */

const NEWEST = 50;
const LIKELY = 5; // situations that a chat may be about
const ASKED = ["reel", "receipt.asked"];
const FINDING = "finding:"; // before a rule's name, where a suggestion's id may stand

/**
 * @typedef {object} Options
 * @property {string} token
 * @property {() => Promise<string>} renew a fresh token, once the server has forgotten this one
 * @property {number} textChars the most characters one text may hold
 * @property {Chat[]} chats
 * @property {Card} you the visitor's card
 * @property {Card[]} colleagues examples for a server that knows no colleagues
 * @property {() => void} onChange something that the panel shows is other than before
 * @property {(message: object) => void} onAnswer what the panel asked for
 */

export class Live {
  #options;
  #newest = new NewestSuggestions();
  #heats = new Heats();
  #drafts = new Drafts((chat, revision, text) => this.#tellDraft(chat, revision, text));
  /** @type {import("./attention.js").Waiting[]} */
  #order = [];
  /** @type {Today | null} */
  #today = null;
  /** @type {Map<string, Chat>} by request, the chat that colleagues were asked for */
  #matched = new Map();
  #paused = false;
  #epoch = 0; // offsets begin again with each connection
  /** @type {Item[]} */
  #found = [];
  #line;

  /** @param {Options} options */
  constructor(options) {
    this.#options = options;
    this.#line = new Line({
      renew: options.renew,
      onFrame: (frame) => this.#take(frame),
      onStatus: (isUp) => this.#changed(isUp),
    });
  }

  start() {
    this.#line.open(this.#options.token);
  }

  get connection() {
    return this.#line.connection;
  }

  get paused() {
    return this.#paused;
  }

  /** The chats in which somebody waits, the one in most need first. */
  get order() {
    return this.#order;
  }

  /** What is counted for the visitor, null before the server said. */
  get today() {
    return this.#today;
  }

  /** While paused the server hears of no chat; what it knew, it is told to forget.
   * @param {boolean} paused */
  pause(paused) {
    const going = this.#options.chats.filter((chat) => chat.messages.length && !chat.resolved);
    if (paused) going.forEach((chat) => this.closed(chat));
    this.#paused = paused;
    if (!paused) going.forEach((chat) => this.opened(chat));
  }

  /** The heat after each of the customer's messages. @param {Chat} chat */
  heats(chat) {
    return this.#heats.of(chat);
  }

  /** @param {Chat} chat */
  suggestions(chat) {
    return this.#newest.of(chat.id);
  }

  /** What is to be said of the unsent reply. @param {Chat} chat */
  findings(chat) {
    return this.#drafts.findings(chat.id);
  }

  /** Tells the whole chat; what the server knew of it is replaced. @param {Chat} chat */
  opened(chat) {
    const given = Object.entries(chat.customer).filter(([, value]) => value);
    const messages = chat.messages.slice(-NEWEST).map((message) => this.#fields(message));
    const customer = Object.fromEntries(given);
    this.#send({ type: "conversation.opened", conversation: chat.id, customer, messages });
    this.#drafts.again(chat.id);
  }

  /** @param {Chat} chat @param {Message} message */
  seen(chat, message) {
    if (chat.messages.length === 1) this.opened(chat);
    else this.#send({ type: "message.seen", conversation: chat.id, ...this.#fields(message) });
  }

  /** @param {Chat} chat @param {string} text the reply as it stands, empty when cleared */
  draft(chat, text) {
    if (this.#drafts.changed(chat.id, text)) this.#options.onChange();
  }

  /** @param {Chat} chat @param {string} suggestion @param {string} event */
  feedback(chat, suggestion, event) {
    this.#send({ type: "feedback", conversation: chat.id, suggestion, event });
  }

  /** Takes a suggestion, or a rule's findings, off the list for good. @param {Chat} chat @param {string} id */
  dismiss(chat, id) {
    if (id.startsWith(FINDING)) this.#drafts.dismiss(chat.id, id.slice(FINDING.length));
    else this.#newest.dismiss(chat.id, id);
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
    const about = this.#paused ? {} : { conversation: chat.id };
    this.#line.send({ type: "search", request, query, ...about });
  }

  /** These words of the reply were replaced.
   * @param {Chat} chat @param {string} words @param {[number, number]} span */
  mended(chat, words, span) {
    this.#drafts.mended(chat.id, words, span);
  }

  /** Who could take this chat over? @param {Chat} chat @param {string} request */
  match(chat, request) {
    this.#matched.set(request, chat);
    if (!this.#send({ type: "match", request, conversation: chat.id })) this.#unmatched(request);
  }

  /** The day's grateful lines, or the privacy receipt. @param {string} type @param {string} request */
  ask(type, request) {
    if (!this.#line.send({ type, request })) this.#unanswered(type, request);
  }

  /** The unsent reply. @param {Chat} chat */
  drafted(chat) {
    return this.#drafts.text(chat.id);
  }

  /** A line for the lead, which the server keeps nowhere. @param {object} line with its request */
  propose(line) {
    if (!this.#line.send({ type: "propose", ...line })) this.#options.onAnswer({ type: "propose.failed" });
  }

  /** The server forgets the visitor and all their chats. */
  signOff() {
    this.#line.send({ type: "signed_off" });
  }

  /** @param {Chat} chat */
  closed(chat) {
    this.#send({ type: "conversation.closed", conversation: chat.id });
    this.#newest.forget(chat.id);
    this.#drafts.rest(chat.id);
  }

  /** @param {any} frame */
  #take(frame) {
    const { onChange, onAnswer } = this.#options;
    if (Object.hasOwn(this.#states, frame.type) && this.#states[frame.type]?.(frame)) onChange();
    const answer = Object.hasOwn(this.#answers, frame.type) && this.#answers[frame.type]?.(frame);
    if (answer) onAnswer(answer);
    if (frame.type === "problem") this.#mend(frame);
  }

  /** What the panel shows; each says whether something changed.
   * @type {Record<string, (frame: any) => boolean>} */
  #states = {
    suggestions: (frame) => {
      this.#heats.take(this.#options.chats, frame);
      return this.#newest.take(this.#epoch, frame);
    },
    "draft.checked": (frame) => this.#drafts.take(frame),
    attention: ({ order }) => Boolean((this.#order = order ?? [])),
    today: ({ type: _, ...today }) => Boolean((this.#today = today)),
  };

  /** What the panel asked for. @type {Record<string, (frame: any) => object>} */
  #answers = {
    results: ({ request, items }) => {
      this.#found = items;
      return { type: "results", request, items };
    },
    colleagues: ({ request, people = [] }) => {
      const chat = this.#matched.get(request);
      this.#matched.delete(request);
      return { type: "colleagues", request, people: people.length ? people : this.#examples(chat) };
    },
    proposed: ({ kept }) => ({ type: "proposed", kept }),
    thanks: ({ request, lines = [] }) => ({ type: "thanks", request, lines }),
    receipt: (frame) => frame,
  };

  /** A chat that the server has forgotten is told anew; no question is left open.
   * @param {any} problem */
  #mend({ code, detail, about }) {
    const chat = this.#options.chats.find(({ id }) => id === about?.conversation);
    if (code === "unknown_conversation" && chat && !chat.resolved) this.opened(chat);
    if (about?.type === "match") this.#unmatched(about.request);
    if (ASKED.includes(about?.type)) this.#unanswered(about.type, about.request);
    if (about?.type === "propose") this.#options.onAnswer({ type: "propose.failed", detail });
  }

  /** @param {string} request */
  #unmatched(request) {
    this.#take({ type: "colleagues", request });
  }

  /** @param {string} type @param {string} request */
  #unanswered(type, request) {
    this.#options.onAnswer({ type: `${type}.failed`, request });
  }

  /** @param {Chat | undefined} chat */
  #examples(chat) {
    const cues = chat && this.suggestions(chat)?.cues;
    const about = (cues?.situation ?? []).slice(0, LIKELY).map(({ id }) => id);
    return examples(this.#options.colleagues, [cues?.language, chat?.customer.locale], about);
  }

  /** @param {string} conversation @param {number} revision @param {string} text */
  #tellDraft(conversation, revision, text) {
    this.#send({ type: "draft.changed", conversation, revision, text: this.#cut(text) });
  }

  /** @param {boolean} isUp */
  #changed(isUp) {
    if (isUp) this.#introduce();
    this.#options.onChange();
  }

  /** A new connection knows nothing of what was said on the one before. */
  #introduce() {
    const { chats, you } = this.#options;
    this.#epoch += 1;
    this.#order = [];
    this.#line.send({ type: "settings", rules: {}, quiet: false, card: you });
    chats.filter((chat) => chat.messages.length && !chat.resolved).forEach((c) => this.opened(c));
  }

  /** @param {object} frame of a chat @returns {boolean} whether it went out */
  #send(frame) {
    return !this.#paused && this.#line.send(frame);
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
