// The sign on the extension's button: whether the page in this tab is read, paused or not known.
// @ts-check

/** @type {{ [state in Sidecar.Reading["state"]]: { text: string, color: string } }} */
const SIGNS = {
  reading: { text: "●", color: "#0c665e" },
  paused: { text: "II", color: "#65625c" },
  unknown: { text: "?", color: "#a44510" },
  off: { text: "", color: "#65625c" },
};

export class Signs {
  /** @type {Map<number, string>} by tab, so that nothing is set twice */
  #shown = new Map();
  #action;
  #t;

  /**
   * @param {Pick<typeof chrome.action, "setBadgeText" | "setBadgeBackgroundColor" | "setTitle">} action
   * @param {(key: string) => string} t
   */
  constructor(action, t) {
    this.#action = action;
    this.#t = t;
  }

  /** @param {number} tabId @param {Sidecar.Reading} reading */
  show(tabId, { state }) {
    if ((this.#shown.get(tabId) ?? "off") === state) return;
    this.#shown.set(tabId, state);
    const { text, color } = SIGNS[state];
    const ignore = () => {}; // the tab may have closed meanwhile
    this.#action.setBadgeText({ tabId, text }).catch(ignore);
    this.#action.setBadgeBackgroundColor({ tabId, color }).catch(ignore);
    this.#action.setTitle({ tabId, title: this.#t(`sign_${state}`) }).catch(ignore);
  }
}
