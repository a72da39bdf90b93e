// What the panel says when it has no cards to show: how things stand, and the fix.
// @ts-check
import { inExtension } from "./strings.js";
import { node, put, withCommands } from "./nodes.js";
import { isLocal } from "./privacy.js";

/** @typedef {import("./strings.js").Texts} Texts */

/**
 * What to do, where the server is another computer: nobody starts it from here, or asks it for a code.
 * @param {string} key @param {Texts} t @param {string} address host:port, "" for none
 * @param {...string} values
 */
export const textAt = (key, t, address, ...values) =>
  (address && !isLocal(address) && t(`${key}_elsewhere`, ...values)) || t(key, ...values);

/**
 * A problem in words: a key of the texts, or a sentence already.
 * @param {string} problem
 * @param {Texts} t
 * @param {string} [address] of the server that it is about
 */
export const problemText = (problem, t, address = "") =>
  textAt(`problem_${problem}`, t, address) || problem;

/** @param {Sidecar.View["connection"]} connection @param {Texts} t */
function broken({ status, address, problem }, t) {
  if (status === "connecting") return t("connecting_text", address);
  const found = problem || (status === "unpaired" ? "never_paired" : "no_server");
  return problemText(found, t, address);
}

/**
 * The fix in one line, for below cards that are still shown; "" where nothing is broken.
 * @param {Sidecar.View["connection"]} connection
 * @param {Texts} t
 */
export const fixLine = (connection, t) =>
  connection.status === "connected" ? "" : broken(connection, t).replaceAll("`", "");

/** What may be done about a state; its text is `do_<name>`. @type {{ [state: string]: string }} */
const ACTS = { paused: "resume", unknown: "pick" };
/** The same, on the options page, which an extension alone has. */
const ON_OPTIONS_PAGE = { unpaired: "pair", off: "add" };

/** @type {() => { [state: string]: string }} */
const acts = () => (inExtension() ? { ...ACTS, ...ON_OPTIONS_PAGE } : ACTS);

/**
 * The name of the state, the most pressing first; its texts are `<name>_title` and `<name>_text`.
 * @param {Sidecar.View} view
 */
export function stateOf({ connection, reading, conversation, suggestions }) {
  if (connection.status === "unpaired") return "unpaired";
  if (reading.state === "paused") return "paused";
  if (connection.status !== "connected") return connection.status;
  if (reading.state !== "reading") return reading.state;
  return !conversation ? "no_chat" : suggestions ? "empty" : "listening";
}

/** @param {string} act @param {Texts} t */
const actButton = (act, t) =>
  node("button", { type: "button", class: "insert", "data-do": act }, t(`do_${act}`));

/** Before the worker has said anything. @type {Sidecar.View} */
export const EMPTY = {
  connection: { status: "connecting", address: "" },
  reading: { state: "reading", site: "", messages: 0 },
  conversation: null,
  suggestions: null,
  chats: [],
  settings: { keysOn: true, keys: {}, badge: true, warnSlots: true },
};

/**
 * Draw the state; hidden where there are cards.
 * @param {HTMLElement} place
 * @param {Sidecar.View} view
 * @param {boolean} cards whether cards are shown
 * @param {Texts} t
 */
export function drawState(place, view, cards, t) {
  place.hidden = cards;
  if (cards) return;
  const name = stateOf(view);
  const act = acts()[name];
  const text = t(`${name}_text`) || broken(view.connection, t);
  const byHand = t(`${name}_by_hand`);
  place.dataset.state = name;
  put(
    place,
    node("span", { class: "dot", "aria-hidden": "true" }),
    node(view.conversation ? "h2" : "h1", {}, t(`${name}_title`)), // the name is the heading else
    node("p", {}, ...withCommands(text)),
    act && actButton(act, t),
    byHand && node("p", { class: "by-hand" }, byHand),
  );
}
