// The day in the footer: what was shown and used and, for the agent alone, how many messages were hard.
// @ts-check
import { put } from "./nodes.js";
import { host, isLocal } from "./privacy.js";

/** @typedef {import("./strings.js").Texts} Texts */

/**
 * How many hard messages came, and who knows: nobody else. "" on a day without.
 * @param {Sidecar.Today | null | undefined} today @param {string} address host:port of the server @param {Texts} t
 */
export function hardLine(today, address, t) {
  if (!today?.hostile) return "";
  return isLocal(address)
    ? t("today_hard_local", today.hostile)
    : t("today_hard_remote", today.hostile, host(address));
}

/**
 * @typedef {object} Places
 * @property {HTMLElement} row
 * @property {HTMLElement} counts
 * @property {HTMLElement} hard
 * @property {HTMLElement} reel the button for the thank-you reel
 * @property {HTMLElement} handover the button for the matched colleagues
 */

/** @param {Places} places @param {Sidecar.View} view @param {Texts} t */
export function drawDay({ row, counts, hard, reel, handover }, { today, conversation, connection }, t) {
  const up = connection.status === "connected";
  row.hidden = !today;
  put(counts, today ? t("today_counts", today.shown, today.used) : "");
  put(hard, hardLine(today, connection.address, t));
  hard.hidden = !hard.textContent;
  hard.title = hard.textContent ?? ""; // one line of it is drawn
  reel.hidden = !today?.thanks || !up;
  handover.hidden = !today || !conversation || !up;
}
