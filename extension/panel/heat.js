// Heat in words and as a mark: calm, tense, upset or angry, and whether it rises or eases.
// @ts-check
import { shape } from "./nodes.js";

/** @typedef {import("./strings.js").Texts} Texts */

/** From this heat on, the word at the same place in `heat_0` … `heat_3` is used. */
const STEPS = [0, 0.25, 0.5, 0.75];
const TREND = 0.1;

/** @param {number} heat 0 … 1 @returns {number} 0 … 3 */
export const heatStep = (heat) =>
  Math.max(
    0,
    STEPS.findLastIndex((from) => heat >= from),
  );

/** @param {number} trend how much warmer than before @param {Texts} t */
const turning = (trend, t) =>
  trend > TREND ? t("trend_up") : trend < -TREND ? t("trend_down") : "";

/** @param {number} heat @param {number} trend @param {Texts} t */
export const heatWords = (heat, trend, t) =>
  [t(`heat_${heatStep(heat)}`), turning(trend, t)].filter(Boolean).join(", ");

/** Four bars, as many of them full as the heat has steps. @param {number} heat */
export const heatMark = (heat) =>
  shape(
    "svg",
    { class: "mark", viewBox: "0 0 14 12", "aria-hidden": "true" },
    ...STEPS.map((from, i) =>
      shape("rect", {
        class: heat >= from || i === 0 ? "full" : "void",
        x: String(i * 3.75),
        y: String(9 - i * 3),
        width: "2.5",
        height: String(3 + i * 3),
        rx: "0.75",
      }),
    ),
  );
