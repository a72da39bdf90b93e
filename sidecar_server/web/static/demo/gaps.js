// Finds the gaps that a line left to the agent, and says so before they reach a customer.
// @ts-check

const GAP = /\{\w+\}/gu; // as the library writes them
const ONE = ["There is an open gap", "Fill it in"];
const MANY = ["There are open gaps", "Fill them in"];

/** The gaps still open in a text, each once. @param {string} text */
const openGaps = (text) => [...new Set(text.match(GAP) ?? [])];

/** A warning below the reply: once for the same gaps, then the agent's word counts. */
export class GapWarning {
  #place;
  #told = "";

  /** @param {HTMLElement} place */
  constructor(place) {
    this.#place = place;
  }

  /** Whether this text should be looked at again before it is sent. @param {string} text */
  stops(text) {
    const gaps = openGaps(text);
    if (!gaps.length || this.#told === gaps.join()) return false;
    this.#told = gaps.join();
    const names = document.createElement("b");
    names.textContent = gaps.join(", ");
    const [intro, fix] = gaps.length > 1 ? MANY : ONE;
    this.#place.replaceChildren(`${intro}: `, names, `. ${fix}, or send once more as it stands.`);
    this.#place.hidden = false;
    return true;
  }

  /** Takes the warning back once its gaps are filled in or gone. @param {string} text */
  refresh(text) {
    if (this.#told && openGaps(text).join() !== this.#told) this.clear();
  }

  clear() {
    this.#told = "";
    this.#place.hidden = true;
    this.#place.replaceChildren();
  }
}

/** Selects the first gap, so that the next key press fills it. @param {HTMLTextAreaElement} box */
export function selectGap(box) {
  const [first = ""] = openGaps(box.value);
  const at = box.value.indexOf(first);
  box.focus();
  box.setSelectionRange(at, at + first.length);
}
