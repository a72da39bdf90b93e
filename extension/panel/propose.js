// The sheet in which an agent proposes a line: what is sent stands there in full, and goes by a press.
// @ts-check
import { byId, node, put } from "./nodes.js";
import { Proposal } from "./proposal.js";

/** @typedef {import("./strings.js").Texts} Texts */

const PATIENCE_MS = 10_000; // then no answer will come: the worker was stopped meanwhile
const MARK = /(\{[a-z][a-z_]{0,40}\})/;

const field = (/** @type {string} */ id) => /** @type {HTMLTextAreaElement} */ (byId(id));

export class Propose {
  #proposal = new Proposal();
  #sheet = byId("propose");
  #line = field("propose-line");
  #text = field("propose-text");
  #why = /** @type {HTMLInputElement} */ (byId("propose-why"));
  #send = /** @type {HTMLButtonElement} */ (byId("propose-send"));
  #t;
  #post;
  #say;
  /** @type {ReturnType<typeof setTimeout> | undefined} while an answer is awaited */
  #waiting;

  /** @param {Texts} t @param {(message: object) => void} post @param {(text: string) => void} say */
  constructor(t, post, say) {
    this.#t = t;
    this.#post = post;
    this.#say = say;
    this.#sheet.addEventListener("toggle", (event) => {
      if (/** @type {ToggleEvent} */ (event).newState === "open") this.#opened();
    });
    this.#on(this.#line, "input", () => this.#proposal.write(this.#line.value));
    this.#on(this.#text, "input", () => this.#proposal.edit(this.#text.value));
    this.#on(byId("propose-again"), "click", () => this.#proposal.again());
    this.#send.addEventListener("click", () => this.#press());
    byId("propose-cancel").addEventListener("click", () => this.#close());
  }

  /** @param {boolean} may whether a server is there that takes lines */
  allow(may) {
    byId("propose-button").hidden = !may;
  }

  /** By its key. */
  open() {
    if (!byId("propose-button").hidden) this.#sheet.showPopover();
  }

  /** The names to take out. @param {{ customers: unknown, agent: unknown }} known */
  know({ customers, agent }) {
    const names = Array.isArray(customers) ? customers.map(String) : [];
    this.#proposal.know({ customers: names, agent: String(agent ?? "") });
    this.#draw();
  }

  /** The reply as it stands. @param {unknown} text */
  begin(text) {
    if (this.#waiting !== undefined) return;
    this.#proposal.begin(String(text ?? ""));
    this.#draw();
  }

  /** It has come. @param {boolean} kept false at the demo desk */
  proposed(kept) {
    this.#answered();
    this.#close();
    this.#say(this.#t(kept ? "propose_sent" : "propose_sent_demo"));
  }

  /** @param {unknown} [detail] the server's sentence, where it gave one */
  failed(detail) {
    this.#answered();
    const text = detail ? this.#t("propose_refused", String(detail)) : this.#t("propose_failed");
    this.#status(text);
    if (!this.#sheet.matches(":popover-open")) this.#say(text);
  }

  #opened() {
    this.#status("");
    this.#draw();
    this.#line.focus(); // the agent opened it, so it may
    this.#post({ type: "propose.begin" });
  }

  #close() {
    this.#proposal.clear();
    this.#why.value = "";
    this.#draw();
    this.#sheet.hidePopover();
  }

  #answered() {
    clearTimeout(this.#waiting);
    this.#waiting = undefined;
    this.#send.disabled = false;
  }

  #press() {
    const { problem, text, why } = this.#proposal.check(this.#why.value);
    this.#why.value = why;
    this.#draw();
    if (problem) {
      this.#status(this.#t(`propose_${problem}`, this.#proposal.over()));
      return this.#text.focus();
    }
    this.#status(this.#t("sheet_asking"));
    this.#send.disabled = true;
    this.#waiting = setTimeout(() => this.failed(), PATIENCE_MS);
    return this.#post({ type: "propose", text, why });
  }

  /** @param {HTMLElement} place @param {string} type @param {() => void} deed */
  #on(place, type, deed) {
    place.addEventListener(type, () => {
      deed();
      this.#status("");
      this.#draw();
    });
  }

  /** @param {string} text */
  #status(text) {
    byId("propose-status").textContent = text;
  }

  /** A field that says it already is left alone: its caret stays. */
  #draw() {
    const { line, text, byHand } = this.#proposal;
    if (this.#line.value !== line) this.#line.value = line;
    if (this.#text.value !== text) this.#text.value = text;
    const pieces = text.split(MARK);
    const marked = pieces.map((one, at) => (at % 2 ? node("mark", {}, one) : one));
    byId("propose-marks").replaceChildren(...marked, "\u200b"); // as high as the field has to be
    const taken = this.#proposal.taken().join(", ");
    const none = text.trim() ? this.#t("propose_nothing_taken") : "";
    put(byId("propose-taken"), taken ? this.#t("propose_taken", taken) : none);
    byId("propose-again").hidden = !byHand;
  }
}
