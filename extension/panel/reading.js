// Whether the page in front of the agent is read, in one quiet line, and the button to pause it.
// @ts-check
import { put } from "./nodes.js";
import { privacyLine } from "./privacy.js";

/** @typedef {import("./strings.js").Texts} Texts */

/** Whether reading can be paused, or taken up again. @param {Sidecar.Reading} reading */
export const pausable = ({ state }) => state === "reading" || state === "paused";

/**
 * @typedef {object} Places
 * @property {HTMLElement} line
 * @property {HTMLElement} pause
 * @property {HTMLElement} privacy
 */

/**
 * @param {Places} places
 * @param {Sidecar.View} view
 * @param {string} fix what to do about the connection, where nothing else says it
 * @param {Texts} t
 */
export function drawReading({ line, pause, privacy }, view, fix, t) {
  const { reading, connection } = view;
  line.dataset.reading = reading.state;
  put(line, t(`reading_${reading.state}`));
  pause.hidden = reading.state !== "reading"; // to resume is the panel's first thing to do
  privacy.dataset.status = connection.status;
  put(privacy, [privacyLine(view, t), fix].filter(Boolean).join(" "));
}
