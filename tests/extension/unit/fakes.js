// Stand-ins for what a test must hold in its hand: the clock, the network, a port.
// @ts-check
import { createHash, createHmac } from "node:crypto";

/** @param {string | Buffer} data */
export const sha256 = (data) => createHash("sha256").update(data).digest();

/**
 * The proof as the contract has it, computed by another implementation.
 * @param {Buffer} key @param {string} who @param {string} authority
 * @param {string} client @param {string} server
 */
export const proof = (key, who, authority, client, server) =>
  createHmac("sha256", key)
    .update(`sidecar1|${who}|${authority}|${client}|${server}`)
    .digest("hex");

/** Let everything that is merely asynchronous come to rest. */
export async function rest() {
  for (let i = 0; i < 20; i += 1) await new Promise((resolve) => setImmediate(resolve));
}

/**
 * Wait for what other threads, such as those of crypto, bring about.
 * @param {() => boolean} done
 */
export async function until(done) {
  for (let i = 0; i < 2_000 && !done(); i += 1)
    await new Promise((resolve) => setTimeout(resolve, 1));
  if (!done()) throw new Error("it never came about");
}

/** A clock that stands still until told. */
export function fakeClock() {
  /** @type {{ at: number, run: () => void }[]} */
  let timers = [];
  let time = 0;
  return {
    random: () => 0.5,
    now: () => time,
    /** @param {() => void} run @param {number} ms */
    setTimeout(run, ms) {
      const timer = { at: time + ms, run };
      timers.push(timer);
      return timer;
    },
    /** @param {any} timer */
    clearTimeout(timer) {
      timers = timers.filter((one) => one !== timer);
    },
    /** @param {number} ms */
    advance(ms) {
      const end = time + ms;
      for (;;) {
        const next = timers.filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        timers = timers.filter((one) => one !== next);
        time = Math.max(time, next.at);
        next.run();
      }
      time = end;
    },
    /** The computer sleeps: time passes and no timer runs. @param {number} ms */
    sleep: (ms) => void (time += ms),
    /** Somebody sets the clock: timers do not feel it. @param {number} ms */
    set(ms) {
      time += ms;
      for (const timer of timers) timer.at += ms;
    },
    /** When the next timer is due, counted from now. */
    due: () => Math.min(...timers.map(({ at }) => at)) - time,
  };
}

/**
 * What a fake server is: its key, its place, and the nonce it always gives.
 * @typedef {{ key: Buffer, authority: string, nonce: string, impostor: boolean }} Party
 */

/** One end of a socket that never leaves this process; the test plays the other. */
class FakeSocket {
  readyState = 0;
  /** @type {any[]} */
  sent = [];
  /** @type {any} */
  onopen;
  /** @type {any} */
  onclose;
  /** @type {any} */
  onmessage;
  #party;

  /** @param {string} url @param {Party} party */
  constructor(url, party) {
    this.url = url;
    this.#party = party;
  }

  /** @param {string} text */
  send(text) {
    this.sent.push(JSON.parse(text));
  }

  close() {
    this.readyState = 3;
  }

  accept() {
    this.readyState = 1;
    this.onopen?.();
  }

  /** @param {object} frame */
  receive(frame) {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }

  /** @param {number} code */
  hangUp(code) {
    this.readyState = 3;
    this.onclose?.({ code });
  }

  /** Everything up to `welcome`, checking the client's proof. */
  async shakeHands() {
    const { key, authority, nonce, impostor } = this.#party;
    this.accept();
    await until(() => this.sent.length > 0);
    const hello = this.sent.at(-1);
    const real = proof(key, "server", authority, hello.nonce, nonce);
    this.receive({ type: "challenge", nonce, proof: impostor ? "00".repeat(32) : real });
    await until(() => this.sent.length > 1 || this.readyState === 3);
    const auth = this.sent.at(-1);
    if (auth.type !== "auth") return;
    if (auth.proof !== proof(key, "client", authority, hello.nonce, nonce))
      return this.hangUp(4401);
    this.receive({ type: "welcome", protocol: 1, epoch: "one" });
    await rest();
  }
}

/**
 * A server that keeps the handshake.
 * @param {string} token @param {{ impostor?: boolean, authority?: string }} [how]
 */
export function fakeServer(token, { impostor = false, authority = "127.0.0.1:8765" } = {}) {
  const party = { key: sha256(token), authority, nonce: "5e".repeat(32), impostor };
  /** @type {any[]} every socket opened, the newest last */
  const sockets = [];
  /** @param {string} url */
  function WebSocket(url) {
    const socket = new FakeSocket(url, party);
    sockets.push(socket);
    return socket;
  }
  return { sockets, WebSocket: /** @type {any} */ (WebSocket), newest: () => sockets.at(-1) };
}

/** Collects what is posted, newest last. */
export function fakePost() {
  /** @type {any[]} */
  const posted = [];
  const post = (/** @type {object} */ message) => void posted.push(structuredClone(message));
  return {
    posted,
    post,
    last: (/** @type {string} */ type) => posted.findLast((one) => one.type === type),
  };
}
