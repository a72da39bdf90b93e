// What the panel says when it has no cards to show: how the connection stands, and the fix.
// @ts-check
import { inExtension } from "./strings.js";
import { node, withCommands } from "./nodes.js";

/** @typedef {import("./strings.js").Texts} Texts */

/** Whether an address, host:port, is this computer. @param {string} address */
export const isLocal = (address) => /^(127(\.\d+){3}|localhost|\[::1\])(:\d+)?$/.test(address);

/**
 * The one line about where chat text goes, made from the address connected to.
 * @param {Sidecar.View["connection"]} connection
 * @param {Texts} t
 */
export function privacyLine({ status, address }, t) {
  if (status !== "connected") return t("privacy_off");
  return t(isLocal(address) ? "privacy_local" : "privacy_remote", address);
}

/**
 * A problem in words: a key of the texts, or a sentence already.
 * @param {string} problem
 * @param {Texts} t
 */
export const problemText = (problem, t) => t(`problem_${problem}`) || problem;

/** @param {Sidecar.View["connection"]} connection @param {Texts} t */
function broken({ status, address, problem }, t) {
  if (status === "connecting")
    return { title: t("connecting_title"), text: t("connecting_text", address) };
  const missing = status === "unpaired" ? "never_paired" : "no_server";
  return { title: t(`${status}_title`), text: problemText(problem || missing, t) };
}

/**
 * For above cards that are still shown.
 * @param {Sidecar.View["connection"]} connection
 * @param {Texts} t
 */
export const brokenLine = (connection, t) =>
  `${t("reconnecting")} ${broken(connection, t).text.replaceAll("`", "")}`;

/** @param {Sidecar.View} view @param {Texts} t */
function calm(view, t) {
  const name = !view.conversation ? "no_chat" : view.suggestions ? "empty" : "listening";
  return { title: t(`${name}_title`), text: t(`${name}_text`) };
}

/** @param {Texts} t */
function pairingButton(t) {
  const button = node("button", { type: "button", class: "insert" }, t("open_pairing"));
  button.addEventListener("click", () => chrome.runtime.openOptionsPage());
  return button;
}

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
  const { connection } = view;
  const up = connection.status === "connected";
  const { title, text } = up ? calm(view, t) : broken(connection, t);
  place.dataset.status = connection.status;
  place.replaceChildren(
    node("span", { class: "dot", "aria-hidden": "true" }),
    node(view.conversation ? "h2" : "h1", {}, title), // the customer's name is the heading otherwise
    node("p", {}, ...withCommands(text)),
    ...(connection.status === "unpaired" && inExtension() ? [pairingButton(t)] : []),
  );
}
