// Files that go out and come in: what the agent made, as JSON.
// @ts-check
import { byId, node } from "../panel/nodes.js";

const MOST_BYTES = 200_000;

/** Hand a value out as a file. @param {string} name @param {object} value */
export function handOut(name, value) {
  const text = `${JSON.stringify(value, null, 2)}\n`;
  const href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  node("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href));
}

/**
 * A button that asks for a file.
 * @param {string} button its id @param {string} field the file's field, unseen
 * @param {(file: File) => unknown} run
 */
export function askForFile(button, field, run) {
  const input = /** @type {HTMLInputElement} */ (byId(field));
  byId(button).addEventListener("click", () => input.click());
  input.addEventListener("change", async () => {
    const chosen = input.files?.[0];
    if (chosen) await run(chosen);
    input.value = ""; // so that the same file, once mended, may be chosen again
  });
}

/**
 * The same for a file's text, "" where it is far too long.
 * @param {string} button @param {string} field @param {(text: string) => unknown} run
 */
export const takeIn = (button, field, run) =>
  askForFile(button, field, async (file) => run(file.size <= MOST_BYTES ? await file.text() : ""));
