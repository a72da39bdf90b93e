// Asks the worker, and writes what came of it where the person looks.
// @ts-check
import { byId, node, withCommands } from "../panel/nodes.js";

/**
 * The worker's answer; empty where it gives none, as while the extension is being replaced.
 * @param {{ type: string, [field: string]: unknown }} question
 * @returns {Promise<any>}
 */
export async function ask(question) {
  try {
    return (await chrome.runtime.sendMessage(question)) ?? {};
  } catch {
    return {};
  }
}

/**
 * A sentence in an alert, which speaks by itself; words between backticks are commands.
 * @param {string} place its id @param {boolean} ok @param {string} text
 */
export function say(place, ok, text) {
  const alert = byId(place);
  alert.hidden = !text;
  alert.toggleAttribute("data-ok", ok);
  alert.replaceChildren(...withCommands(text));
}

/**
 * A button that says in its label what it is about.
 * @param {string} key of its text @param {string} about
 * @param {import("../panel/strings.js").Texts} t @param {() => unknown} run @param {string} [kind]
 */
export function deed(key, about, t, run, kind) {
  const attributes = {
    type: "button",
    class: kind || undefined,
    "aria-label": t("site_of", t(key), about),
    "data-spot": `${key} ${about}`,
  };
  const made = node("button", attributes, t(key));
  made.addEventListener("click", () => void run());
  return made;
}

/**
 * Draw a part of the page anew, with the focus on what had it, or its successor in `data-spot`.
 * @param {HTMLElement} root @param {() => void} draw
 */
export function keepingFocus(root, draw) {
  const held = document.activeElement;
  const spot = root.contains(held) && held?.getAttribute("data-spot");
  draw();
  if (!spot) return;
  const next = root.querySelector(`[data-spot="${CSS.escape(spot)}"]`);
  if (next instanceof HTMLElement) next.focus();
}

/**
 * What a fault of a profile or a policy means, naming its field.
 * @param {{ problem: string, field?: string }} found @param {import("../panel/strings.js").Texts} t
 */
export const faultText = ({ problem, field = "" }, t) =>
  problem === "site_fault_group" && !field ? t("site_fault_whole") : t(problem, field) || problem;
