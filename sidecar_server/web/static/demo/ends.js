// What the practice page has beside the desk: the switch of the panel, and the end of a run.
// @ts-check

/** @param {string} selector */
const one = (selector) => /** @type {HTMLElement} */ (document.querySelector(selector));

/** The panel may be off: nothing is suggested, and its place is given to the chat.
 * @param {(off: boolean) => void} onSwitch */
export function panelSwitch(onSwitch) {
  const button = one("#panel-switch");
  button.addEventListener("click", () => {
    const on = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(on));
    document.body.classList.toggle("no-panel", !on);
    onSwitch(!on);
  });
}

/** @param {string} name the customer's @param {string} review where it is, "" where there is none */
export function showEnd(name, review) {
  const link = /** @type {HTMLAnchorElement} */ (one("[data-review]"));
  link.hidden = !review;
  if (review) link.href = review;
  one("[data-run-said]").textContent = review ? `The chat with ${name} is over.` : "You wrote nothing, so there is nothing to review.";
  const end = one("[data-run-end]");
  end.hidden = false;
  document.body.classList.add("is-over");
  // Not the link: whoever was writing would open it with the Enter that was meant for the chat.
  end.focus();
}

/** @param {string} text */
export function showProblem(text) {
  const place = one("[data-run-problem]");
  place.textContent = text;
  place.hidden = false;
}
