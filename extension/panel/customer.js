// The strip above the cards: who the customer is, their clock, how heated it is, what is at stake.
// @ts-check
import { node } from "./nodes.js";

/** @typedef {import("./strings.js").Texts} Texts */

/** From this heat on, the word at the same place in `heat_0` … `heat_3` is used. */
const HEAT_STEPS = [0, 0.25, 0.5, 0.75];
const TREND = 0.1;

/** @param {number} heat 0 … 1 @returns {number} 0 … 3 */
export const heatStep = (heat) =>
  Math.max(
    0,
    HEAT_STEPS.findLastIndex((from) => heat >= from),
  );

/**
 * The customer's wall clock, or "" where the zone is unknown to the browser.
 * @param {string | undefined} timezone
 * @param {Date} now
 */
export function localTime(timezone, now) {
  if (!timezone) return "";
  try {
    const format = { timeZone: timezone, hour: "2-digit", minute: "2-digit" };
    return new Intl.DateTimeFormat(
      undefined,
      /** @type {Intl.DateTimeFormatOptions} */ (format),
    ).format(now);
  } catch {
    return "";
  }
}

/** @param {"language" | "region"} type @param {string | undefined} code */
function nameOf(type, code) {
  if (!code) return "";
  try {
    return (
      new Intl.DisplayNames([navigator.language], { type, languageDisplay: "standard" }).of(code) ??
      code
    );
  } catch {
    return code;
  }
}

/** @param {Sidecar.Cues} cues @param {Texts} t */
function heat(cues, t) {
  const value = Math.min(1, Math.max(0, cues.heat ?? 0));
  const step = heatStep(value);
  const trend = cues.trend ?? 0;
  const turning = trend > TREND ? t("trend_up") : trend < -TREND ? t("trend_down") : "";
  const bar = node("span", { class: "bar", "aria-hidden": "true" }, node("span"));
  bar.style.setProperty("--heat", String(value));
  const words = [t(`heat_${step}`), turning].filter(Boolean).join(", ");
  const label = node("span", { class: "hidden-words" }, `${t("heat")}: `);
  return node("span", { class: "heat", "data-step": String(step) }, bar, label, words);
}

/** @param {Sidecar.Customer} customer @param {Texts} t */
function facts(customer, t) {
  const time = localTime(customer.timezone, new Date());
  const place = nameOf("language", customer.locale) || nameOf("region", customer.country);
  return [
    place && node("span", { class: "fact" }, place),
    time && node("span", { class: "fact clock" }, t("local_time", time)),
  ];
}

/**
 * Draw the strip anew.
 * @param {HTMLElement} strip
 * @param {Sidecar.View} view
 * @param {Texts} t
 */
export function drawCustomer(strip, view, t) {
  strip.hidden = !view.conversation;
  if (!view.conversation) return;
  const { customer } = view.conversation;
  const cues = view.suggestions?.cues;
  strip.replaceChildren(
    node("h1", { dir: "auto" }, customer.name || t("no_name")),
    node("p", { class: "facts" }, ...facts(customer, t)),
    node(
      "p",
      { class: "cues" },
      cues && heat(cues, t),
      cues?.stakes === "high" && node("span", { class: "stakes" }, t("stakes_high")),
    ),
  );
}
