// Keys and switches: each plain key is changed by pressing another in its field.
// @ts-check
import { DEED_KEYS, clash, plainKey } from "../background/deeds.js";
import { byId, node } from "../panel/nodes.js";
import { ask, keepingFocus, say } from "./ask.js";
import { switchRow } from "./switch.js";

/** @typedef {import("../panel/strings.js").Texts} Texts */
/** @typedef {"keysOn" | "badge" | "warnSlots"} Switch */

const PLACE = "key-outcome";
const MODIFIERS = ["Shift", "Control", "Alt", "AltGraph", "Meta", "CapsLock", "NumLock", "Fn"];
/** @type {{ [name in Switch]: [place: string, text: string, hint: string] }} */
const SWITCHES = {
  keysOn: ["key-switch", "key_on", "key_on_hint"],
  badge: ["page-switches", "opt_badge", ""],
  warnSlots: ["page-switches", "opt_warn_slots", "opt_warn_slots_hint"],
};

/** @param {string} key */
const shown = (key) => (key === "Escape" ? "Esc" : key);

export class Keys {
  #t;
  /** @type {Sidecar.Settings} */
  #settings = { keysOn: true, keys: {}, badge: true, warnSlots: true };
  /** @type {string[]} */
  #locked = [];
  /**
   * What IT has set besides: where the server is, and what of its settings cannot be used.
   * @type {{ server: string, faults: { problem: string, field: string }[] }}
   */
  it = { server: "", faults: [] };
  #drawn = "";

  /** @param {Texts} t */
  constructor(t) {
    this.#t = t;
    byId("key-reset").addEventListener("click", async () => {
      await this.#save({ keys: {} });
      say(PLACE, true, t("key_was_reset"));
    });
    this.take({}); // what it is like before the worker answers
  }

  /** @param {any} answer the worker's, to `settings` */
  take({ settings = this.#settings, locked = this.#locked, server = "", faults = [] }) {
    this.it = { server, faults };
    this.#settings = settings;
    this.#locked = locked;
    const now = JSON.stringify([settings, locked]);
    if (now === this.#drawn) return;
    this.#drawn = now;
    keepingFocus(byId("key-switch"), () => this.#drawSwitches("key-switch"));
    keepingFocus(byId("page-switches"), () => this.#drawSwitches("page-switches"));
    keepingFocus(byId("deed-list"), () => this.#drawDeeds());
    /** @type {HTMLFieldSetElement} */ (byId("deeds")).disabled = !settings.keysOn;
  }

  /** @param {Partial<Sidecar.Settings>} change */
  async #save(change) {
    this.take(await ask({ type: "settings.save", settings: { ...this.#settings, ...change } }));
  }

  /** @param {string} place */
  #drawSwitches(place) {
    const names = /** @type {Switch[]} */ (Object.keys(SWITCHES));
    const here = names.filter((name) => SWITCHES[name][0] === place);
    byId(place).replaceChildren(...here.map((name) => this.#switch(name)));
  }

  /** @param {Switch} name */
  #switch(name) {
    const t = this.#t;
    const [, text, hint] = SWITCHES[name];
    const locked = this.#locked.includes(name) ? t("opt_locked") : "";
    const what = { name, label: t(text), hint: hint && t(hint), on: this.#settings[name], locked };
    return switchRow(what, (on) => this.#save({ [name]: on }));
  }

  #drawDeeds() {
    const keys = { ...DEED_KEYS, ...this.#settings.keys };
    const rows = Object.keys(DEED_KEYS).map((deed) => this.#row(deed, keys[deed] ?? ""));
    byId("deed-list").replaceChildren(...rows);
    byId("key-reset").hidden = !Object.keys(this.#settings.keys).length;
  }

  /** @param {string} deed @param {string} key */
  #row(deed, key) {
    const field = node("input", {
      id: `key-${deed}`,
      class: "key",
      "data-spot": deed,
      value: shown(key),
      autocomplete: "off",
      autocapitalize: "off",
      spellcheck: "false",
      "aria-describedby": "key-hint key-outcome",
    });
    field.addEventListener("keydown", (event) => void this.#pressed(deed, key, event));
    field.addEventListener("input", () => (field.value = shown(key))); // from an input method
    return node("p", {}, node("label", { for: field.id }, this.#name(deed)), field);
  }

  /** @param {string} deed */
  #name = (deed) => this.#t(`key_${deed}`);

  /** @param {string} deed @param {string} old @param {KeyboardEvent} event */
  async #pressed(deed, old, event) {
    const { key: pressed, ctrlKey, altKey, metaKey } = event;
    if (ctrlKey || altKey || metaKey || pressed === "Tab" || MODIFIERS.includes(pressed)) return;
    event.preventDefault();
    const key = plainKey(pressed);
    const other = clash(this.#settings.keys, deed, key);
    if (!key) return say(PLACE, false, this.#t("key_refused"));
    if (other) return say(PLACE, false, this.#t("key_clash", shown(key), this.#name(other)));
    if (key !== old) await this.#save({ keys: { ...this.#settings.keys, [deed]: key } });
    return say(PLACE, true, this.#t("key_changed", this.#name(deed), shown(key)));
  }
}
