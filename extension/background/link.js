// This browser's one connection: the remembered address and token, pairing, and forgetting both.
// @ts-check
import { DEFAULT_ADDRESS, readAddress } from "./address.js";
import { plainCode } from "./proof.js";
import { openSocket } from "./socket.js";

/** @typedef {{ ok: boolean, problem?: string }} Outcome */

/**
 * @typedef {object} Memory what outlives the worker
 * @property {() => Promise<{ address?: string, token?: string }>} load
 * @property {(pairing: { address: string, token: string }) => Promise<void>} save
 * @property {() => Promise<void>} clear
 */

export class Link {
  #memory;
  #onFrame;
  #onStatus;
  #open;
  /** @type {ReturnType<typeof openSocket> | null} */
  #socket = null;
  #address = DEFAULT_ADDRESS;
  /** @type {Sidecar.Status} */
  #status = { status: "connecting" };
  #starting = Promise.resolve();

  /**
   * @param {Memory} memory
   * @param {(frame: Sidecar.Frame) => void} onFrame
   * @param {(status: Sidecar.Status, address: string) => void} onStatus
   * @param {typeof openSocket} [open] for tests
   */
  constructor(memory, onFrame, onStatus, open = openSocket) {
    this.#memory = memory;
    this.#onFrame = onFrame;
    this.#onStatus = onStatus;
    this.#open = open;
  }

  /** @param {Sidecar.Frame} frame */
  send = (frame) => this.#socket?.send(frame) ?? false;

  wake() {
    this.#socket?.wake();
  }

  state = () => ({ ...this.#status, welcome: undefined, address: this.#address });

  /** Connect with what is remembered, or say that there is nothing. */
  start() {
    return (this.#starting = this.#start());
  }

  async #start() {
    const { address, token } = await this.#memory.load();
    const place = readAddress(address ?? "");
    this.#address = "address" in place ? place.address : DEFAULT_ADDRESS;
    this.#socket?.close();
    this.#socket = null;
    if (!token || "problem" in place)
      return this.#tell({ status: "unpaired", problem: "never_paired" });
    this.#socket = this.#dial(place, { token }, (status) => this.#tell(status));
  }

  /**
   * Pair with the server at this address; on failure the former pairing is taken up again.
   * @param {string} typed the address @param {string} code
   * @returns {Promise<Outcome>}
   */
  async pair(typed, code) {
    const place = readAddress(typed);
    if ("problem" in place) return { ok: false, ...place };
    if (!/^[A-Z2-7]{16}$/.test(plainCode(code))) return { ok: false, problem: "no_code" };
    await this.#starting; // the question itself may have woken the worker
    this.#socket?.close();
    const outcome = await this.#firstAnswer(place, code);
    if (!outcome.ok) await this.start();
    return outcome;
  }

  /** Forget the pairing on this side. */
  async forget() {
    await this.#memory.clear();
    await this.start();
  }

  /**
   * @param {{ address: string, url: string }} place @param {string} code
   * @returns {Promise<Outcome>}
   */
  #firstAnswer(place, code) {
    return new Promise((resolve) => {
      this.#address = place.address;
      this.#socket = this.#dial(place, { code }, (status) => {
        this.#tell(status);
        if (status.status === "connected") resolve({ ok: true });
        else if (status.status !== "connecting") resolve({ ok: false, problem: status.problem });
      });
    });
  }

  /**
   * @param {{ address: string, url: string }} place
   * @param {Sidecar.Credential} credential
   * @param {(status: Sidecar.Status) => void} onStatus
   */
  #dial({ address, url }, credential, onStatus) {
    const onPaired = (/** @type {string} */ token) => void this.#memory.save({ address, token });
    const onFrame = this.#onFrame;
    return this.#open({ url, authority: address, credential, onFrame, onStatus, onPaired });
  }

  /** @param {Sidecar.Status} status */
  #tell(status) {
    this.#status = status;
    this.#onStatus(status, this.#address);
  }
}
