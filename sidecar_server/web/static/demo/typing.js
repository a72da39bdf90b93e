// Writes into a box as if typed, so that undo takes it out again.
// @ts-check

/** Where a count of characters ends, in UTF-16 units. @param {string} text @param {number} count */
const units = (text, count) => [...text].slice(0, count).join("").length;

/**
 * Puts text in the place of [from, to), in UTF-16 units; the caret ends after it.
 * @param {HTMLTextAreaElement} box
 * @param {number} from @param {number} to
 * @param {string} text
 * @returns {boolean} whether the box now holds it
 */
export function typeOver(box, from, to, text) {
  const wanted = box.value.slice(0, from) + text + box.value.slice(to);
  box.focus();
  box.setSelectionRange(from, to);
  // Old, and the only way that undo understands.
  document.execCommand(text ? "insertText" : "delete", false, text);
  if (box.value !== wanted) {
    box.setRangeText(text, from, to, "end");
    const how = { bubbles: true, inputType: "insertText", data: text };
    box.dispatchEvent(new InputEvent("input", how));
  }
  return box.value === wanted;
}

/** Selects [start, end) of what was just put in at `at`; counted in characters of it.
 * @param {HTMLTextAreaElement} box @param {number} at @param {string} text @param {[number, number]} span */
export function selectIn(box, at, text, [start, end]) {
  box.setSelectionRange(at + units(text, start), at + units(text, end));
}

/**
 * Where these words stand now: where they stood, or where they stand once.
 * @param {string} text @param {string} words
 * @param {[number, number]} span in characters of the text as it was read
 * @returns {[number, number] | null} in UTF-16 units
 */
export function placeOf(text, words, [start]) {
  const at = units(text, start);
  if (!words) return null;
  if (text.startsWith(words, at)) return [at, at + words.length];
  const found = text.indexOf(words);
  const once = found >= 0 && found === text.lastIndexOf(words);
  return once ? [found, found + words.length] : null;
}

/** Where a caret stands after [from, to) became a text of this length: with the words it was at.
 * @param {number} caret @param {[number, number]} place @param {number} length */
export function caretAfter(caret, [from, to], length) {
  if (caret <= from) return caret;
  return caret < to ? from + length : caret + length - (to - from);
}
