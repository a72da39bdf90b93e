// The customer's heat over their messages, as a small curve that ends beside its word.
// @ts-check
import { shape } from "./nodes.js";

const WIDTH = 56;
const HEIGHT = 24;
const EDGE = 3;
const FEWEST = 5; // a chat's first messages do not fill the width

/**
 * Where each message's heat lies, the newest at the end of the line.
 * @param {number[]} heats 0 … 1, oldest first
 * @returns {{ x: number, y: number }[]} in units of the drawing, y downwards
 */
export function curvePoints(heats) {
  const step = (WIDTH - 2 * EDGE) / Math.max(heats.length - 1, FEWEST);
  return heats.map((heat, i) => ({
    x: WIDTH - EDGE - (heats.length - 1 - i) * step,
    y: EDGE + (1 - Math.min(1, Math.max(0, heat))) * (HEIGHT - 2 * EDGE),
  }));
}

/** @param {number[]} heats at least one */
export function drawCurve(heats) {
  const points = curvePoints(heats);
  const path = points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`);
  const [cx, cy] = path.at(-1)?.split(",") ?? [];
  const ground = String(HEIGHT - 0.5);
  return shape(
    "svg",
    { class: "curve", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, "aria-hidden": "true" },
    shape("line", { class: "ground", x1: "0", y1: ground, x2: String(WIDTH), y2: ground }),
    shape("polyline", { class: "way", points: path.join(" ") }),
    shape("circle", { class: "now", cx, cy, r: "2.75" }),
  );
}
