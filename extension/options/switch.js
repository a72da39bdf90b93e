// One switch of the settings page: its label, a sentence about it, and who has locked it.
// @ts-check
import { node } from "../panel/nodes.js";

/**
 * @param {object} what
 * @param {string} what.name of its own in the page
 * @param {string} what.label
 * @param {string} [what.hint]
 * @param {boolean} what.on
 * @param {string} [what.locked] by whom, where it cannot be changed
 * @param {(on: boolean) => unknown} changed
 */
export function switchRow({ name, label, hint = "", on, locked = "" }, changed) {
  const box = node("input", {
    type: "checkbox",
    role: "switch",
    id: `switch-${name}`,
    "data-spot": name,
    checked: on,
    disabled: Boolean(locked),
    "aria-describedby": hint || locked ? `about-${name}` : undefined,
  });
  box.addEventListener("change", () => void changed(box.checked));
  return node(
    "div",
    { class: "switch" },
    box,
    node("label", { for: box.id }, label),
    node(
      "small",
      { id: `about-${name}` },
      hint && `${hint} `,
      locked && node("span", { class: "locked" }, locked),
    ),
  );
}
