// The end of a shift: what the server remembers of today, and one button that has it forgotten.
// @ts-check
import { byId } from "../panel/nodes.js";
import { ask, say } from "./ask.js";

/** @typedef {import("../panel/strings.js").Texts} Texts */
/** @typedef {{ today?: Sidecar.Today | null, signedOff?: boolean, ok?: boolean }} Day */

const PLACE = "shift-outcome";

export class Shift {
  #t;
  #over = false;
  #drawn = "";

  /** @param {Texts} t */
  constructor(t) {
    this.#t = t;
    byId("shift-end").addEventListener("click", () => void this.#turn());
  }

  /** @param {Day} day the worker's answer to `today` */
  take({ today, signedOff = false }) {
    if (this.#over && !signedOff) say(PLACE, true, ""); // begun again, here or by a new connection
    this.#over = signedOff;
    byId("shift-end").textContent = this.#t(signedOff ? "shift_begin" : "shift_end");
    const text = today && !signedOff ? this.#counts(today) : "";
    if (text === this.#drawn) return;
    this.#drawn = text;
    byId("shift-today").textContent = text;
    byId("shift-today").hidden = !text;
  }

  /** @param {Sidecar.Today} today */
  #counts({ shown, used, hostile, thanks }) {
    return this.#t("shift_today", shown, used, hostile, thanks);
  }

  async #turn() {
    const ending = !this.#over;
    const day = /** @type {Day} */ (await ask({ type: ending ? "sign.off" : "sign.on" }));
    this.take(day);
    if (!day.ok) return say(PLACE, false, this.#t("shift_failed"));
    return say(PLACE, true, this.#t(ending ? "shift_done" : "shift_begun"));
  }
}
