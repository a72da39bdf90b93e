// What is suggested and checked: one switch each; those that IT or the server has locked say so.
// @ts-check
import { CHECKS, KINDS } from "../background/rules.js";
import { byId } from "../panel/nodes.js";
import { ask, keepingFocus } from "./ask.js";
import { switchRow } from "./switch.js";

/** @typedef {import("../panel/strings.js").Texts} Texts */

export class Rules {
  #t;
  /** @type {Sidecar.Settings} */
  #settings = { keysOn: true, keys: {}, badge: true, warnSlots: true };
  /** @type {string[]} */
  #locked = [];
  /** Rules that are off for everybody at this server. @type {string[]} */
  #offForAll = [];
  #drawn = "";
  #changed;

  /** @param {Texts} t @param {(answer: any) => void} changed takes the worker's answer to a change */
  constructor(t, changed) {
    this.#t = t;
    this.#changed = changed;
  }

  /** @param {any} answer the worker's, to `settings` @param {Sidecar.Today | null} [today] */
  take({ settings = this.#settings, locked = this.#locked }, today) {
    this.#settings = settings;
    this.#locked = locked;
    if (today) this.#offForAll = today.locked;
    const now = JSON.stringify([settings.rules, settings.quiet, locked, this.#offForAll]);
    if (now === this.#drawn) return;
    this.#drawn = now;
    this.#draw("quiet-switch", [this.#quiet()]);
    this.#draw("check-switches", CHECKS.map((rule) => this.#switch(rule)));
    this.#draw("kind-switches", KINDS.map((rule) => this.#switch(rule)));
  }

  /** @param {string} place @param {Node[]} rows */
  #draw(place, rows) {
    keepingFocus(byId(place), () => byId(place).replaceChildren(...rows));
  }

  /** @param {Partial<Sidecar.Settings>} change */
  async #save(change) {
    const settings = { ...this.#settings, ...change, card: undefined };
    this.#changed(await ask({ type: "settings.save", settings }));
  }

  #quiet() {
    const t = this.#t;
    const { quiet = false } = this.#settings;
    const locked = this.#locked.includes("quiet") ? t("opt_locked") : "";
    const what = { name: "quiet", label: t("rule_quiet"), hint: t("rule_quiet_hint") };
    return switchRow({ ...what, on: quiet, locked }, (on) => this.#save({ quiet: on }));
  }

  /** @param {string} rule */
  #switch(rule) {
    const t = this.#t;
    const { rules = {} } = this.#settings;
    const locked = this.#lockOf(rule);
    const on = rules[rule] !== false && !this.#offForAll.includes(rule);
    const what = { name: `rule-${rule}`, label: t(`rule_${rule}`), hint: t(`rule_${rule}_hint`) };
    const save = (/** @type {boolean} */ to) => this.#save({ rules: { ...rules, [rule]: to } });
    return switchRow({ ...what, on, locked }, save);
  }

  /** @param {string} rule */
  #lockOf(rule) {
    if (this.#offForAll.includes(rule)) return this.#t("rule_off_for_all");
    return this.#locked.includes(`rules.${rule}`) ? this.#t("opt_locked") : "";
  }
}
