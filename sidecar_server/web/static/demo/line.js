// The desk's line to the server; a token that the server has forgotten is replaced by a fresh one.
// @ts-check
// The extension's own socket, so that the desk and its worker speak alike.
import { openSocket } from "/demo/extension/background/socket.js";

/** @typedef {{status: Sidecar.Status["status"], problem?: string}} Connection */
/** @typedef {{send: (frame: object) => boolean, close: () => void}} Socket */

const RENEW_ONCE_MS = 5_000;

/**
 * @typedef {object} Options
 * @property {() => Promise<string>} renew a fresh token
 * @property {(frame: any) => void} onFrame
 * @property {(isUp: boolean) => void} onStatus the connection is another
 */

export class Line {
  #options;
  /** @type {Connection} */
  #connection = { status: "connecting" };
  /** @type {Socket | null} */
  #socket = null;
  #renewing = false;

  /** @param {Options} options */
  constructor(options) {
    this.#options = options;
  }

  get connection() {
    return this.#connection;
  }

  /** @param {string} token */
  open(token) {
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    this.#socket = openSocket({
      url: `${scheme}://${location.host}/live`,
      authority: location.host,
      credential: { token },
      onFrame: this.#options.onFrame,
      onStatus: (/** @type {Connection} */ status) => this.#changed(status),
    });
  }

  /** Lost while there is no connection: whoever hears of the next one tells all anew.
   * @param {object} frame @returns {boolean} whether it went out */
  send(frame) {
    return this.#socket?.send(frame) ?? false;
  }

  /** @param {Connection} status */
  #changed({ status, problem }) {
    this.#connection = problem ? { status, problem } : { status };
    if (status === "unpaired") void this.#renew();
    this.#options.onStatus(status === "connected");
  }

  /** The server was started anew and no longer knows this page's token. */
  async #renew() {
    if (this.#renewing) return this.#stopped("not_paired"); // the fresh one was refused as well
    this.#renewing = true;
    this.#socket?.close();
    try {
      this.open(await this.#options.renew());
    } catch {
      this.#stopped("unavailable");
    }
    setTimeout(() => (this.#renewing = false), RENEW_ONCE_MS);
  }

  /** @param {string} problem */
  #stopped(problem) {
    this.#connection = { status: "offline", problem };
    this.#options.onStatus(false);
  }
}
