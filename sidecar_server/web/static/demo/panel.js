// Speaks to the panel in its frame over a message channel, in the place of an extension's worker.
// @ts-check

/** @typedef {Record<string, (message: any) => void>} Handlers one for each type the panel sends */

const OFFER_AGAIN_MS = 200;

export class Panel {
  #frame;
  #handlers;
  /** @type {MessagePort | null} the line the panel has answered on */
  #port = null;

  /** @param {HTMLIFrameElement} frame @param {string} address @param {Handlers} handlers */
  constructor(frame, address, handlers) {
    this.#frame = frame;
    this.#handlers = handlers;
    frame.addEventListener("load", () => {
      this.#port = null;
      this.#offer();
    });
    frame.src = address;
  }

  /** @param {object} message */
  tell(message) {
    this.#port?.postMessage(message);
  }

  focus() {
    this.#frame.focus();
    this.#frame.contentWindow?.focus();
  }

  /** Offers a line until the panel speaks: it may be loaded and yet not listen. */
  #offer() {
    if (this.#port) return;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => {
      this.#port = port1;
      if (Object.hasOwn(this.#handlers, data?.type)) this.#handlers[data.type]?.(data);
    };
    this.#frame.contentWindow?.postMessage({ type: "sidecar.port" }, location.origin, [port2]);
    setTimeout(() => this.#offer(), OFFER_AGAIN_MS);
  }
}
