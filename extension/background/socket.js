// The only socket: server-first handshake, keep-alive, reconnection. Knows nothing of extensions.
// @ts-check
import { meaningOf } from "./closing.js";
import { begin } from "./handshake.js";
import { Pace } from "./pace.js";

const TICK_MS = 20_000;
const HANDSHAKE_MS = 10_000;
const SHORTEST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
const LAST_DOUBLING = 5; // from there on the longest wait bounds

/** @type {Sidecar.Clock} */
const systemClock = {
  now: () => Date.now(),
  random: () => Math.random(),
  setTimeout: (run, ms) => setTimeout(run, ms),
  clearTimeout: (timer) => clearTimeout(timer),
};

/**
 * Full jitter: anywhere between the shortest wait and a bound that doubles with each attempt, so
 * that those whom a server leaves all at once do not come back all at once.
 * @param {number} attempt 0 for the first
 * @param {() => number} random 0 … 1
 * @returns {number} milliseconds
 */
export function waitBefore(attempt, random) {
  const bound = Math.min(LONGEST_WAIT_MS, SHORTEST_WAIT_MS * 2 ** (attempt + 1));
  return SHORTEST_WAIT_MS + random() * (bound - SHORTEST_WAIT_MS);
}

/** @param {unknown} data @returns {Sidecar.Frame | null} */
function parse(data) {
  try {
    const frame = JSON.parse(String(data));
    return frame && typeof frame.type === "string" ? frame : null;
  } catch {
    return null;
  }
}

/**
 * @typedef {object} Options
 * @property {string} url ws://HOST:PORT/live
 * @property {string} authority HOST:PORT as dialled
 * @property {Sidecar.Credential} credential with a code, this is a pairing: see `onPaired`
 * @property {(frame: Sidecar.Frame) => void} onFrame every frame after `welcome`
 * @property {(status: Sidecar.Status) => void} onStatus
 * @property {(token: string) => void} [onPaired] the token to keep; later connections use it
 * @property {string} [client] name and version
 * @property {typeof WebSocket} [WebSocket] for tests
 * @property {Sidecar.Clock} [clock] for tests
 */

/**
 * Open a connection to a sidecar server and keep it open until `close`.
 *
 * Nothing but `hello` is sent until the server has proved that it holds the same key. Frames given
 * to `send` while there is no `welcome` are refused (false): the page is the truth, and whoever
 * listens to `onStatus` sends the present state again on `connected`.
 * @param {Options} options
 */
export function openSocket(options) {
  const connection = new Connection(options);
  connection.connect();
  return {
    /** @param {object} frame @returns {boolean} whether it goes out, in its turn */
    send: (frame) => connection.send(frame),
    /** For anything that notices time passing: reconnects now where that is due. */
    wake: () => connection.wake(),
    /** Say goodbye for good. */
    close: () => connection.close(),
  };
}

class Connection {
  #options;
  #credential;
  #clock;
  #Socket;
  #pace;
  /** @type {WebSocket | null} */
  #socket = null;
  #welcomed = false;
  #closed = false;
  #attempt = 0;
  #lastTick = 0;
  #lastHeard = 0;
  /** @type {unknown} */
  #timer = null;

  /** @param {Options} options */
  constructor(options) {
    this.#options = options;
    this.#credential = options.credential;
    this.#clock = options.clock ?? systemClock;
    this.#Socket = options.WebSocket ?? WebSocket;
    this.#pace = new Pace(this.#clock, (frame) => this.#socket?.send(JSON.stringify(frame)));
  }

  /** @param {object} frame */
  send(frame) {
    if (!this.#welcomed || this.#socket?.readyState !== 1) return false;
    this.#pace.push(frame);
    return true;
  }

  wake() {
    if (!this.#closed && (this.#slept() || !this.#socket)) this.connect();
  }

  close() {
    this.#closed = true;
    this.#clock.clearTimeout(this.#timer);
    this.#drop();
  }

  connect() {
    this.#drop();
    if (this.#attempt === 0) this.#options.onStatus({ status: "connecting" });
    const { url, authority, client = "sidecar-browser/1" } = this.#options;
    const mine = (this.#socket = new this.#Socket(url));
    const hands = begin(authority, this.#credential, client);
    this.#later(() => this.#lost(0), HANDSHAKE_MS);
    mine.onopen = async () => {
      const { hello } = await hands;
      if (this.#socket === mine) mine.send(JSON.stringify(hello));
    };
    mine.onclose = (event) => {
      if (this.#socket === mine) this.#lost(event.code);
    };
    // One frame after the other, though each step of the handshake is asynchronous.
    let queue = hands.then(() => {});
    mine.onmessage = ({ data }) => {
      queue = queue.then(async () => this.#take(mine, data, await hands));
    };
  }

  /**
   * @param {WebSocket} mine
   * @param {unknown} data
   * @param {Awaited<ReturnType<typeof begin>>} hands
   */
  async #take(mine, data, hands) {
    const frame = parse(data);
    if (!frame || this.#socket !== mine) return;
    this.#lastHeard = this.#clock.now();
    if (this.#welcomed) return this.#options.onFrame(frame);
    const step = await hands.next(frame);
    if (this.#socket === mine) this.#follow(mine, step);
  }

  /** @param {WebSocket} mine @param {import("./handshake.js").Step} step */
  #follow(mine, { fault, send, token, welcome }) {
    if (fault) return this.#lost(0, fault);
    if (send) mine.send(JSON.stringify(send));
    if (token) {
      this.#credential = { token };
      this.#options.onPaired?.(token);
    }
    if (welcome) this.#begun(welcome);
  }

  /** @param {Sidecar.Welcome} welcome */
  #begun(welcome) {
    this.#welcomed = true;
    this.#attempt = 0;
    this.#pace.begin(welcome.limits?.frames_per_second);
    this.#lastTick = this.#clock.now();
    this.#later(() => this.#tick(), TICK_MS);
    this.#options.onStatus({ status: "connected", welcome });
  }

  #tick() {
    if (this.#slept()) return this.connect();
    this.#lastTick = this.#clock.now();
    this.send({ type: "tick" });
    this.#later(() => this.#tick(), TICK_MS);
  }

  /**
   * Twice the period without our tick or a word of theirs: one side slept, or the line is dead.
   * A clock that was set back would hide that until the old time comes again, so it counts too.
   */
  #slept() {
    const now = this.#clock.now();
    const isFar = (/** @type {number} */ at) => Math.abs(now - at) > 2 * TICK_MS;
    return this.#welcomed && (isFar(this.#lastTick) || isFar(this.#lastHeard));
  }

  /** @param {number} code @param {string} [fault] */
  #lost(code, fault) {
    this.#drop();
    const { patient, ...status } = meaningOf(code, fault);
    if ("code" in this.#credential) return this.#pairingFailed(status);
    if (patient) this.#attempt = LAST_DOUBLING;
    this.#later(() => this.connect(), waitBefore(this.#attempt++, this.#clock.random));
    this.#options.onStatus(status);
  }

  /** A code is good once, so a failed pairing is not tried again. @param {Sidecar.Status} status */
  #pairingFailed(status) {
    this.close();
    const refused = status.problem === "not_paired";
    this.#options.onStatus(refused ? { ...status, problem: "code_wrong" } : status);
  }

  /** Let go without waiting for the close event, which a sleeping network may never send. */
  #drop() {
    const old = this.#socket;
    this.#socket = null;
    this.#welcomed = false;
    this.#pace.end();
    old?.close();
  }

  /** @param {() => void} run @param {number} ms */
  #later(run, ms) {
    this.#clock.clearTimeout(this.#timer);
    this.#timer = this.#clock.setTimeout(run, ms);
  }
}
