// How long a customer has been waiting: in words that count up quietly, and how pressing it is.
// @ts-check
import { node } from "./nodes.js";

/** @typedef {import("./strings.js").Texts} Texts */

const SECOND_MS = 1_000;
const QUIET_S = 10; // the first minute goes by in tens, so that nothing flickers
const MINUTE_S = 60;
const HOUR_S = 3_600;
const SOME_MS = 90_000;
const LONG_MS = 300_000;

/**
 * "20 sec", "2 min", "1 hr 5 min"; "" for a moment.
 * @param {number} ms
 * @param {string} language that of the words around it
 */
export function waited(ms, language) {
  const amount = (/** @type {number} */ value, /** @type {"second" | "minute" | "hour"} */ unit) =>
    value.toLocaleString(language, { style: "unit", unit, unitDisplay: "short" });
  const seconds = Math.floor(ms / SECOND_MS / QUIET_S) * QUIET_S;
  if (seconds <= 0) return "";
  if (seconds < MINUTE_S) return amount(seconds, "second");
  const minutes = amount(Math.floor((seconds % HOUR_S) / MINUTE_S), "minute");
  return seconds < HOUR_S ? minutes : `${amount(Math.floor(seconds / HOUR_S), "hour")} ${minutes}`;
}

/** Only the look depends on it. @param {number} ms */
export const pressing = (ms) => (ms >= LONG_MS ? "long" : ms >= SOME_MS ? "some" : "short");

/** @param {HTMLElement} place @param {number} now @param {Texts} t */
function write(place, now, t) {
  const ms = now - Number(place.dataset.since);
  const long = waited(ms, t("texts_language"));
  const short = place.dataset.form === "short";
  const text = short ? long || t("waiting_now") : long ? t("waiting", long) : t("waiting_moment");
  if (place.textContent !== text) place.textContent = text;
  place.dataset.pressing = pressing(ms);
}

/**
 * @param {number} since ms since 1970
 * @param {"long" | "short"} form a sentence, or the bare time
 * @param {Texts} t
 */
export function wait(since, form, t) {
  const place = node("span", { class: "wait", "data-since": String(since), "data-form": form });
  write(place, Date.now(), t);
  return place;
}

/** Let all waiting times below `root` go on. @param {ParentNode} root @param {Texts} t */
export function tick(root, t) {
  for (const place of root.querySelectorAll("[data-since]"))
    write(/** @type {HTMLElement} */ (place), Date.now(), t);
}
