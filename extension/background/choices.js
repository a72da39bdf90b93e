// Tells the server what the agent switched: after each welcome, and whenever it changes.
// @ts-check

const NO_CARD = { name: "" }; // takes away the one that the server knows

export class Choices {
  #send;
  #told = "";

  /** @param {(frame: Sidecar.Frame) => boolean} send */
  constructor(send) {
    this.#send = send;
  }

  /** A new connection knows nothing. */
  welcomed() {
    this.#told = "";
  }

  /** @param {Sidecar.Settings} settings of which only what is there is told */
  tell({ rules, quiet, card }) {
    const chosen = Object.entries({ rules, quiet, card: card === null ? NO_CARD : card });
    const fields = Object.fromEntries(chosen.filter(([, value]) => value !== undefined));
    const now = JSON.stringify(fields);
    if (now === "{}" || now === this.#told) return;
    if (this.#send({ type: "settings", ...fields })) this.#told = now;
  }
}
