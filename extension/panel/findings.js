// What the reply being written shows, above the lines; nothing of it moves in use or takes the focus.
// @ts-check
import { drawFinding } from "./finding.js";
import { node } from "./nodes.js";

/** @typedef {import("./strings.js").Texts} Texts */
/** @typedef {{ findings: Sidecar.Finding[], of: string, key: string }} Drawn `of` is the chat, `key` that of the first */

/**
 * @typedef {object} Tools
 * @property {Texts} t
 * @property {import("./held.js").Held} held
 * @property {(wanted: Sidecar.Replacing) => void} onReplace
 * @property {(rule: string) => void} onDismiss
 * @property {(findings: Sidecar.Finding[]) => void} onDrawn
 */

/** All but where the words stand, which moves with every letter before them. @param {Sidecar.Finding} finding */
const look = ({ rule, text, advice, replacements }) =>
  JSON.stringify([rule, text, advice, replacements]);

/** @param {Drawn} drawn */
const looks = ({ findings, of, key }) => JSON.stringify([of, key, findings.map(look)]);

export class FindingList {
  /** @type {Drawn} */
  #shown = { findings: [], of: "", key: "" };
  /** @type {Drawn | null} */
  #waiting = null;
  #place;
  #tools;

  /** @param {HTMLElement} place @param {Tools} tools */
  constructor(place, tools) {
    this.#place = place;
    this.#tools = tools;
    place.addEventListener("click", (event) => this.#click(event));
    place.addEventListener("keydown", (event) => this.#walk(event));
  }

  get any() {
    return this.#shown.findings.length > 0;
  }

  /**
   * Draw these, or keep them waiting while that would move something in use.
   * @param {Drawn} wanted
   * @param {() => boolean} below whether what stands below is in use
   */
  show(wanted, below) {
    if (looks(wanted) === looks(this.#shown)) {
      this.#shown = wanted; // only where the words stand is new
      this.#wait(null);
    } else if (wanted.of === this.#shown.of && (this.inUse() || below())) this.#wait(wanted);
    else this.#draw(wanted);
  }

  /** @param {boolean} below whether what stands below is in use */
  settle(below) {
    if (this.#waiting && !this.inUse() && !below) this.#draw(this.#waiting);
  }

  /** Whether someone points at the findings or has the keyboard among them. */
  inUse() {
    return this.any && (this.#focused() || this.#place.matches(":hover"));
  }

  /** Give the keyboard to the first finding, or from one to the next. */
  focusNext() {
    const rows = [...this.#rows()];
    const at = rows.findIndex((row) => row.contains(document.activeElement));
    const next = rows[(at + 1) % rows.length];
    next?.querySelector("button")?.focus();
    next?.scrollIntoView({ block: "nearest" });
  }

  /** Take the keyboard out again; false where it was not here. */
  leave() {
    if (!this.#focused()) return false;
    /** @type {HTMLElement} */ (document.activeElement).blur();
    return true;
  }

  /** Wave away the finding that has the keyboard; false where none has. */
  dismiss() {
    const row = this.#focused() && document.activeElement?.closest("li");
    if (row) this.#wave(row);
    return Boolean(row);
  }

  /** The words were replaced: the row says so and keeps its place. @param {Sidecar.Replacing} done */
  mark({ text, with: words }) {
    const { findings } = this.#shown;
    const at = findings.findIndex(
      (one) => one.text === text && one.replacements.includes(words),
    );
    this.#rows()[at]?.setAttribute("data-done", "replaced");
  }

  #focused = () => document.hasFocus() && this.#place.contains(document.activeElement);

  /** @param {Drawn | null} next */
  #wait(next) {
    const before = this.#shown.findings.map(look);
    const news = next?.findings.some((one) => !before.includes(look(one)));
    this.#waiting = next;
    this.#tools.held.set("findings", news ? () => next && this.#draw(next) : null);
  }

  /** @param {Drawn} next */
  #draw(next) {
    const { t, onDrawn } = this.#tools;
    this.#shown = next;
    this.#wait(null);
    const rows = next.findings.map((one, i) => drawFinding(one, i === 0 ? next.key : "", i, t));
    this.#place.replaceChildren(node("ul", {}, ...rows));
    this.#place.hidden = !rows.length;
    onDrawn(next.findings);
  }

  /** @param {Element} row @returns {Sidecar.Finding | undefined} */
  #findingOf = (row) => this.#shown.findings[[...this.#rows()].findIndex((one) => one === row)];

  #rows = () => this.#place.querySelectorAll("li");

  /** @param {MouseEvent} event */
  #click({ target, detail }) {
    const button = /** @type {Element} */ (target).closest("button");
    const row = button?.closest("li");
    if (detail) button?.blur(); // a click of the mouse must not leave the keyboard here
    if (!button || !row || row.hasAttribute("data-done")) return;
    const finding = this.#findingOf(row);
    const words = finding?.replacements[Number(button.dataset.with)];
    if (button.dataset.act === "dismiss") this.#wave(row);
    else if (finding && words !== undefined)
      this.#tools.onReplace({ span: finding.span, text: finding.text, with: words });
  }

  /** Its rule keeps quiet in this chat; the rows go once nobody is among them. @param {Element} row */
  #wave(row) {
    const rule = this.#findingOf(row)?.rule;
    if (rule === undefined || row.hasAttribute("data-done")) return;
    for (const one of this.#rows())
      if (this.#findingOf(one)?.rule === rule) one.setAttribute("data-done", "dismissed");
    this.#tools.onDismiss(rule);
  }

  /** Left and Right walk along the buttons. @param {KeyboardEvent} event */
  #walk(event) {
    const buttons = [...this.#place.querySelectorAll("button")];
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const forth = getComputedStyle(this.#place).direction === "rtl" ? -step : step;
    const at = buttons.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    buttons[Math.min(buttons.length - 1, Math.max(0, at + forth))]?.focus();
  }
}
