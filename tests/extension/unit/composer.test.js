// Insertion into a reply box: at the caret, nothing lost, the gap selected, refusals told.
// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import "../../../extension/content/profile.js";
import "../../../extension/content/caret.js";
import "../../../extension/content/spacing.js";
import "../../../extension/content/typing.js";
import "../../../extension/content/composer.js";

const { insertText, joined, watchCaret } = globalThis.sidecar;

/** @type {any} */
const PROFILE = { composer: { selector: "#reply", kind: "textarea", noteMode: ".note-mode" } };

/**
 * @typedef {object} How
 * @property {string} [value]
 * @property {[number, number]} [caret] where the agent put it; without it the box was never touched
 * @property {boolean} [typing] whether the browser types for scripts
 * @property {boolean} [hidden]
 * @property {number} [most] how many characters it takes
 * @property {boolean} [note] whether the box takes private notes now
 * @property {boolean} [stubborn] whether the box refuses to be written by script
 */

/** A reply box, as far as insertion looks at it. */
class Box {
  /** @type {any} */
  ownerDocument = null;
  selectionStart = 0;
  selectionEnd = 0;
  events = 0;

  /** @param {How} how */
  constructor(how) {
    this.how = how;
    this.value = how.value ?? "";
    this.setSelectionRange(...(how.caret ?? [0, 0]));
  }

  contains = (/** @type {unknown} */ other) => other === this;
  getRootNode = () => this.ownerDocument;
  matches = (/** @type {string} */ selector) => selector === "textarea, input";
  closest = (/** @type {string} */ selector) => (selector === "#reply" ? this : null);
  getClientRects = () => (this.how.hidden ? [] : [{}]);
  focus = () => (this.ownerDocument.activeElement = this);
  dispatchEvent = () => (this.events += 1);

  /** @param {number} start @param {number} end */
  setSelectionRange(start, end) {
    [this.selectionStart, this.selectionEnd] = [start, end];
  }

  get maxLength() {
    return this.how.most ?? -1;
  }

  /** @param {string} text @param {number} start @param {number} end */
  setRangeText(text, start, end) {
    if (!this.how.stubborn) this.value = this.value.slice(0, start) + text + this.value.slice(end);
  }
}

/** The page around it. */
class Page {
  /** @type {unknown} */
  activeElement = null;
  /** @type {{ [type: string]: (event: any) => void }} */
  listeners = {};

  /** @param {Box} box @param {How} how */
  constructor(box, how) {
    this.box = box;
    this.how = how;
    box.ownerDocument = this;
  }

  addEventListener = (/** @type {string} */ type, /** @type {any} */ run) =>
    (this.listeners[type] = run);
  querySelector = (/** @type {string} */ selector) =>
    this.how.note && selector === ".note-mode" ? {} : null;
  querySelectorAll = () => [this.box];

  /** @param {string} _name @param {boolean} _ui @param {string} text */
  execCommand(_name, _ui, text) {
    const { box, how } = this;
    if (how.typing === false) return false;
    box.value = box.value.slice(0, box.selectionStart) + text + box.value.slice(box.selectionEnd);
    box.selectionStart = box.selectionEnd += text.length;
    return true;
  }
}

/** @param {How} how */
function desk(how) {
  const box = new Box(how);
  const page = new Page(box, how);
  const doc = /** @type {any} */ (page);
  globalThis.InputEvent = /** @type {any} */ (class {});
  watchCaret(doc, PROFILE);
  page.activeElement = how.caret ? box : null;
  page.listeners.focusin?.({});
  const insert = (/** @type {string} */ text, /** @type {Sidecar.Span | null} */ gap = null) =>
    insertText(doc, PROFILE, text, gap);
  return { box, insert };
}

test("goes in at the caret and leaves the rest as it was", async () => {
  const { box, insert } = desk({ value: "Hi Dana, \nBest, Kim", caret: [9, 9] });
  assert.deepEqual(await insert("I am looking."), { ok: true });
  assert.equal(box.value, "Hi Dana, I am looking.\nBest, Kim");
  assert.equal(box.selectionStart, 22);
});

test("a selection is kept, not replaced", async () => {
  const { box, insert } = desk({ value: "keep this", caret: [0, 4] });
  await insert("New.");
  assert.equal(box.value, "keep New. this");
});

test("a draft whose caret nobody set is continued at its end", async () => {
  const { box, insert } = desk({ value: "Restored draft." });
  await insert("More.");
  assert.equal(box.value, "Restored draft. More.");
});

test("the first gap is selected, counted in code points; the next line goes after this one", async () => {
  const { box, insert } = desk({ value: "😀 ", caret: [3, 3] });
  await insert("🙂 where is {item} now?", [11, 17]);
  assert.equal(box.value.slice(box.selectionStart, box.selectionEnd), "{item}");
  await insert("Next.");
  assert.equal(box.value, "😀 🙂 where is {item} now? Next.");
});

test("a line that would be cut short is refused whole", async () => {
  const { box, insert } = desk({ value: "Hi.", caret: [3, 3], most: 8 });
  assert.deepEqual(await insert("Hello"), { ok: false, reason: "refused" });
  assert.equal(box.value, "Hi.");
});

test("two keys in a row insert one line after the other", async () => {
  const { box, insert } = desk({ value: "", caret: [0, 0] });
  await Promise.all([insert("One."), insert("Two.")]);
  assert.equal(box.value, "One. Two.");
});

test("without the browser's typing, the text still goes in and the page is told", async () => {
  const { box, insert } = desk({ value: "A ", caret: [2, 2], typing: false });
  assert.deepEqual(await insert("line"), { ok: true });
  assert.equal(box.value, "A line");
  assert.equal(box.events, 1);
});

test("no reply box, or one for private notes: nothing is inserted, and the reason told", async () => {
  for (const how of [{ hidden: true }, { note: true }]) {
    const { box, insert } = desk({ value: "x", caret: [1, 1], ...how });
    assert.deepEqual(await insert("line"), { ok: false, reason: "no_composer" });
    assert.equal(box.value, "x");
  }
});

test("a box that takes nothing is a refusal, with its text unharmed", async () => {
  const { box, insert } = desk({ value: "x", caret: [1, 1], typing: false, stubborn: true });
  assert.deepEqual(await insert("line"), { ok: false, reason: "refused" });
  assert.equal(box.value, "x");
});

test("spaces keep lines apart where the script uses them", () => {
  const cases = [
    ["Hello", "You", "", " ", ""],
    ["Hello ", "You", "", "", ""],
    ["", "You", "there", "", " "],
    ["(", "You", ")", "", ""],
    ["Done.", "Next.", ", thanks", " ", ""],
    ["お待ちください。", "確認します", "", "", ""],
  ];
  for (const [before = "", text = "", after = "", lead, tail] of cases)
    assert.deepEqual(joined(before, text, after), { lead, tail }, before + text + after);
});
