// The strip above the cards: who the customer is, their clock, how heated it is, what is at stake.
// @ts-check
import { drawCurve } from "./curve.js";
import { heatStep, heatWords } from "./heat.js";
import { node, put, unseen } from "./nodes.js";
import { nameOf } from "./strings.js";
import { wait } from "./waiting.js";

/** @typedef {import("./strings.js").Texts} Texts */

/**
 * The customer's wall clock, with the day where theirs is another; "" where the zone is not known.
 * @param {string | undefined} timezone
 * @param {Date} now
 */
export function localTime(timezone, now) {
  if (!timezone) return "";
  try {
    const day = (/** @type {string} */ timeZone) => now.toLocaleDateString("en", { timeZone });
    const same = day(timezone) === day(Intl.DateTimeFormat().resolvedOptions().timeZone);
    return now.toLocaleTimeString(undefined, {
      timeZone: timezone,
      hour: "numeric",
      minute: "2-digit",
      weekday: same ? undefined : "short",
    });
  } catch {
    return "";
  }
}

/**
 * @param {number[]} heats
 * @param {Sidecar.Cues | null} cues
 * @param {Texts} t
 */
function heat(heats, cues, t) {
  const value = heats.at(-1) ?? cues?.heat;
  if (value === undefined) return null;
  const trend = cues?.trend ?? value - (heats.at(-2) ?? value);
  return node(
    "span",
    { class: "heat", "data-step": String(heatStep(value)) },
    drawCurve(heats.length ? heats : [value]),
    unseen(`${t("heat")}: `),
    node("span", { class: "words" }, heatWords(value, trend, t)),
  );
}

/** @param {Sidecar.Customer} customer @param {Texts} t */
function facts({ locale, country, timezone }, t) {
  const time = localTime(timezone, new Date());
  const ours = t("texts_language");
  const place = nameOf("language", locale, ours) || nameOf("region", country, ours);
  return [place, time && t("local_time", time)].map(
    (fact) => fact && node("span", { class: "fact" }, fact),
  );
}

/**
 * Draw the strip; its rows keep their height, so that nothing below them moves.
 * @param {HTMLElement} strip
 * @param {Sidecar.View} view
 * @param {Texts} t
 */
export function drawCustomer(strip, { conversation, suggestions }, t) {
  strip.hidden = !conversation;
  if (!conversation) return strip.replaceChildren();
  const { customer, waitingSince = null, heats = [] } = conversation;
  const cues = suggestions?.cues ?? null;
  const name = customer.name || t("no_name");
  return put(
    strip,
    node(
      "div",
      { class: "who" },
      node("h1", { dir: "auto", title: name }, name),
      waitingSince !== null && wait(waitingSince, "long", t),
    ),
    node("p", { class: "facts" }, ...facts(customer, t)),
    node(
      "p",
      { class: "cues" },
      heat(heats, cues, t),
      cues?.stakes === "high" && node("span", { class: "stakes" }, t("stakes_high")),
    ),
  );
}
