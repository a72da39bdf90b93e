// The second step: which helpdesks are read, how each stands, and what can be done with it.
// @ts-check
import { patternOf } from "../background/helpdesks.js";
import { isFor, readOrigin } from "../background/origins.js";
import { byId, node } from "../panel/nodes.js";
import { ask, deed, keepingFocus, say } from "./ask.js";
import { drawOthers, setUp } from "./profiles.js";

/** @typedef {import("../panel/strings.js").Texts} Texts */

/**
 * What the page knows of helpdesks.
 * @typedef {object} Known
 * @property {Sidecar.Helpdesk[]} helpdesks
 * @property {Sidecar.Profile[]} profiles the agent's own and those that IT set
 * @property {string[]} managedProfiles ids of those that IT set
 * @property {Sidecar.Profile[]} shipped
 */

const PLACE = "site-outcome";
const field = /** @type {HTMLInputElement} */ (byId("site"));

/** @param {string} origin */
const shortly = (origin) => origin.replace(/^https:\/\//, "");

/**
 * How a helpdesk stands: `forbidden`, `paused`, `own`, `known` or `unknown`.
 * @param {Sidecar.Helpdesk} helpdesk @param {Known} known
 */
function standing({ origin, paused, permitted, site }, { profiles, shipped }) {
  if (!permitted) return "forbidden";
  if (paused) return "paused";
  if (profiles.some((profile) => isFor(profile, origin))) return "own";
  return site || shipped.some((profile) => isFor(profile, origin)) ? "known" : "unknown";
}

/** @type {{ [standing: string]: string }} */
const CHIPS = {
  forbidden: "site_not_allowed",
  paused: "site_paused",
  own: "site_reading",
  known: "site_reading",
  unknown: "site_on",
};

export class Helpdesks {
  /** @type {Known} */
  #known = { helpdesks: [], profiles: [], managedProfiles: [], shipped: [] };
  #drawn = "";
  #t;
  #changed;

  /** @param {Texts} t @param {Sidecar.Profile[]} shipped @param {() => void} changed */
  constructor(t, shipped, changed) {
    this.#t = t;
    this.#changed = changed;
    this.#known.shipped = shipped;
    byId("adding").addEventListener("submit", (event) => {
      event.preventDefault();
      void this.#add();
    });
  }

  /** Whether at least one may be read. */
  get any() {
    return this.#known.helpdesks.some(({ permitted }) => permitted);
  }

  /** Whether it is known of one of them how to read it; others show it only in their pages. */
  get sure() {
    const { helpdesks } = this.#known;
    return helpdesks.some((one) => ["own", "known", "paused"].includes(standing(one, this.#known)));
  }

  get known() {
    return this.#known;
  }

  async refresh() {
    this.take(await ask({ type: "helpdesks" }));
  }

  /** Draw the worker's answer, if it tells anything new. @param {any} answer */
  take({ helpdesks = [], profiles = [], managedProfiles = [] }) {
    const shipped = this.#known.shipped;
    this.#known = { helpdesks, profiles, managedProfiles, shipped };
    const now = JSON.stringify(this.#known);
    if (now === this.#drawn) return;
    this.#drawn = now;
    keepingFocus(byId("site-step"), () => this.#draw());
    this.#changed();
  }

  #draw() {
    const { helpdesks } = this.#known;
    byId("sites").hidden = !helpdesks.length;
    byId("sites").replaceChildren(...helpdesks.map((one) => this.#row(one)));
    byId("site-label").textContent = this.#t(helpdesks.length ? "site_another" : "site_question");
    drawOthers(this, this.#t);
  }

  /** @param {Sidecar.Helpdesk} helpdesk */
  #row(helpdesk) {
    const t = this.#t;
    const how = standing(helpdesk, this.#known);
    const own = this.#known.profiles.filter((profile) => isFor(profile, helpdesk.origin));
    return node(
      "li",
      { "data-standing": how, "data-origin": helpdesk.origin },
      node("p", { class: "site-name" }, shortly(helpdesk.origin)),
      node("p", { class: "chip" }, t(CHIPS[how] ?? "")),
      node("p", { class: "quiet" }, t(`site_about_${how}`)),
      node("div", { class: "buttons" }, ...this.#deeds(helpdesk, how, own.length > 0)),
      helpdesk.managed && node("p", { class: "locked" }, t("opt_locked")),
      own.length > 0 && node("ul", {}, ...own.map((profile) => setUp(profile, this, t))),
    );
  }

  /** @param {Sidecar.Helpdesk} helpdesk @param {string} how @param {boolean} own */
  #deeds({ origin, paused, managed }, how, own) {
    const t = this.#t;
    const make = (/** @type {string} */ key, /** @type {() => unknown} */ run, kind = "") =>
      deed(key, shortly(origin), t, run, kind);
    const pause = (/** @type {boolean} */ to) => async () =>
      this.take(await ask({ type: "helpdesk.pause", origin, paused: to }));
    return [
      how === "forbidden" && make("site_allow", () => this.#allow(origin), "primary"),
      how === "unknown" && make("site_set_up", () => this.#pick(origin), "primary"),
      how === "own" && own && make("site_set_up_again", () => this.#pick(origin)),
      how !== "forbidden" &&
        (paused ? make("site_resume", pause(false)) : make("site_pause", pause(true))),
      !managed && make("site_remove", () => this.#remove(origin)),
    ];
  }

  async #add() {
    const read = readOrigin(field.value);
    field.setAttribute("aria-invalid", String("problem" in read));
    if ("origin" in read) return this.#allow(read.origin);
    say(PLACE, false, this.#t(read.problem));
    return field.focus();
  }

  /**
   * The browser asks only while the click counts: nothing is awaited first.
   * @param {string} origin
   */
  async #allow(origin) {
    const leave = await chrome.permissions
      .request({ origins: [patternOf(origin)] })
      .catch(() => false);
    const site = shortly(origin);
    if (!leave) return say(PLACE, false, this.#t("site_refused", site));
    const answer = await ask({ type: "helpdesk.add", origin });
    if (!answer.helpdesks) return say(PLACE, false, this.#t("site_failed"));
    field.value = "";
    this.take(answer);
    return say(PLACE, true, this.#t("site_added", site));
  }

  /** @param {string} origin */
  async #pick(origin) {
    const { ok, problem } = await ask({ type: "pick", origin });
    const site = shortly(origin);
    const text = ok ? this.#t("site_picking", site) : this.#t(`problem_${problem}`, site);
    say(PLACE, Boolean(ok), text || this.#t("site_failed"));
  }

  /** @param {string} origin */
  async #remove(origin) {
    this.take(await ask({ type: "helpdesk.remove", origin }));
    say(PLACE, true, this.#t("site_removed", shortly(origin)));
    field.focus();
  }
}
