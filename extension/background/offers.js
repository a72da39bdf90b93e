// Tells each page that joins how it may be read, and again whenever that may have changed.
// @ts-check
import { onHost, permitted, readable } from "./helpdesks.js";

/** @typedef {import("./settings.js").Loaded} Loaded */
/** @typedef {import("./router.js").Router} Router */

/**
 * Frames without an address of their own are read as their tab.
 * @param {chrome.runtime.MessageSender | undefined} sender
 */
export const addressOf = (sender) =>
  /^https?:/.test(sender?.url ?? "") ? String(sender?.url) : String(sender?.tab?.url ?? "");

/**
 * A port may close at any moment; what is posted after that is for nobody.
 * @param {chrome.runtime.Port} port
 */
export const poster = (port) => (/** @type {object} */ message) => {
  try {
    port.postMessage(message);
  } catch {
    // closed
  }
};

export class Offers {
  /** @type {Set<() => Promise<void>>} one for each page that has joined */
  #joined = new Set();
  #browser;
  #router;
  #shipped;
  #loaded;

  /**
   * @param {import("./helpdesks.js").Browser} browser @param {Router} router
   * @param {Promise<Sidecar.Profile[]>} shipped @param {() => Promise<Loaded>} loaded what is chosen now
   */
  constructor(browser, router, shipped, loaded) {
    this.#browser = browser;
    this.#router = router;
    this.#shipped = shipped;
    this.#loaded = loaded;
  }

  /** Tell every page anew; no site that was taken away is read on. */
  all = () => Promise.all([...this.#joined].map((offer) => offer()));

  /** @param {chrome.runtime.Port} port of a content script */
  async join(port) {
    const tab = port.sender?.tab?.id;
    const address = addressOf(port.sender);
    if (tab === undefined || !URL.canParse(address)) return;
    const { origin, host } = new URL(address);
    const place = { tab, frame: port.sender?.frameId ?? 0, origin, post: poster(port) };
    /** @type {ReturnType<Router["addPage"]> | null} */
    let page = null;
    let offered = "";
    const offer = async () => {
      const { profiles, paused } = await this.#may(address);
      const { card: _, ...settings } = (await this.#loaded()).settings;
      const named = profiles.map((profile) => onHost(profile, host));
      // What is read goes on undisturbed where only a setting has changed.
      const now = JSON.stringify([named, paused]);
      if (now === offered) return place.post({ type: "settings", settings });
      offered = now;
      page?.gone();
      page = named.length || paused ? this.#router.addPage({ ...place, paused }) : null;
      return place.post({ type: "profiles", profiles: named, settings });
    };
    /** @type {Promise<void>} */
    let turn = Promise.resolve();
    const next = () => (turn = turn.then(offer)); // one after the other, the newest last
    this.#joined.add(next);
    port.onMessage.addListener((message) => {
      if (message?.type === "renew") void next();
      else page?.receive(message);
    });
    port.onDisconnect.addListener(() => {
      this.#joined.delete(next);
      page?.gone();
    });
    await next();
  }

  /** @param {string} address */
  async #may(address) {
    const allowed = await permitted(this.#browser, new URL(address).origin);
    if (!allowed) return { profiles: [], paused: false };
    return readable(address, await this.#shipped, await this.#loaded());
  }
}
