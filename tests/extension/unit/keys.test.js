// The panel's keys: which there are, whose they are, and when the panel is deaf to them.
// @ts-check
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { KEYS, keysOf, press } from "../../../extension/panel/keys.js";

const CATALOGUE = new URL("../../../extension/_locales/en/messages.json", import.meta.url);
const ON = { keysOn: true, keys: {} };

/**
 * Press a key; `left` is what Esc takes back, if anything is open.
 * @param {string} key
 * @param {{ rest?: object, typing?: boolean, settings?: { keysOn: boolean, keys: { [deed: string]: string } }, open?: boolean }} [how]
 */
function pressed(key, { rest = {}, typing = false, settings = ON, open = false } = {}) {
  /** @type {string[]} */
  const done = [];
  const names = [...Object.keys(KEYS), "keys"];
  const deeds = Object.fromEntries(names.map((name) => [name, () => void done.push(name)]));
  const leave = () => open && Boolean(done.push("leave"));
  const still = { ctrlKey: false, altKey: false, metaKey: false, isComposing: false, repeat: false };
  const event = { key, ...still, ...rest };
  const all = /** @type {import("../../../extension/panel/keys.js").Deeds} */ ({ ...deeds, leave });
  return { taken: press(event, typing, keysOf(settings), all), done };
}

const nothing = { taken: false, done: [] };

test("each deed has its key, and the arrows and ? are there as well", () => {
  for (const [deed, key] of Object.entries(KEYS))
    assert.deepEqual(pressed(key), { taken: true, done: [deed] }, key);
  assert.deepEqual(pressed("ArrowDown").done, ["next"]);
  assert.deepEqual(pressed("ArrowUp").done, ["previous"]);
  assert.deepEqual(pressed("?").done, ["keys"]);
});

test("other keys, Enter among them, do nothing", () => {
  for (const key of ["Enter", " ", "Tab", "4", "C", "toString", "__proto__"])
    assert.deepEqual(pressed(key), nothing, key);
});

test("with a modifier, in the middle of a composed letter or while typing, digits are only digits", () => {
  for (const rest of [
    { ctrlKey: true },
    { altKey: true },
    { metaKey: true },
    { isComposing: true },
  ])
    assert.deepEqual(pressed("1", { rest }), nothing);
  assert.deepEqual(pressed("1", { typing: true }), nothing);
  assert.deepEqual(pressed("Enter", { typing: true }).done, ["next"]);
});

test("a held key acts once, but moves on and on", () => {
  assert.deepEqual(pressed("1", { rest: { repeat: true } }), { taken: true, done: [] });
  assert.deepEqual(pressed("ArrowDown", { rest: { repeat: true } }).done, ["next"]);
});

test("Esc first takes back what is open, and only then dismisses", () => {
  assert.deepEqual(pressed("Escape", { open: true }).done, ["leave"]);
  assert.deepEqual(pressed("Escape").done, ["dismiss"]);
  const settings = { keysOn: true, keys: { dismiss: "x" } };
  assert.deepEqual(pressed("Escape", { open: true, settings }).done, ["leave"]);
  assert.deepEqual(pressed("Escape", { settings }), nothing);
});

test("an agent's own key takes the place of the old one", () => {
  const settings = { keysOn: true, keys: { copy: "y", "insert-1": "a" } };
  assert.deepEqual(pressed("y", { settings }).done, ["copy"]);
  assert.deepEqual(pressed("c", { settings }), nothing);
  assert.deepEqual(pressed("a", { settings }).done, ["insert-1"]);
  assert.deepEqual(pressed("2", { settings }).done, ["insert-2"]);
});

test("a key that two deeds want is the chosen one's; the other then has none", () => {
  const settings = { keysOn: true, keys: { copy: "n" } };
  assert.deepEqual(pressed("n", { settings }).done, ["copy"]);
  assert.equal(keysOf(settings)?.note, undefined);
});

test("no choice makes Enter, Tab or space insert, and unknown deeds are passed over", () => {
  const keys = { "insert-1": "Enter", "insert-2": " ", copy: "Tab", fly: "z" };
  const settings = { keysOn: true, keys };
  for (const key of ["Enter", " ", "Tab", "z"])
    assert.deepEqual(pressed(key, { settings }), nothing, key);
  assert.deepEqual(pressed("1", { settings }).done, ["insert-1"]);
});

test("a deed can be left without a key", () => {
  const settings = { keysOn: true, keys: { pause: "" } };
  assert.deepEqual(pressed("p", { settings }), nothing);
  assert.deepEqual(pressed("", { settings }), nothing);
});

test("switched off, plain keys do nothing, and Esc still takes back what is open", () => {
  const settings = { keysOn: false, keys: {} };
  for (const key of [...Object.values(KEYS), "?", "ArrowDown"])
    assert.deepEqual(pressed(key, { settings }), nothing, key);
  assert.deepEqual(pressed("Escape", { settings, open: true }).done, ["leave"]);
  assert.deepEqual(pressed("Enter", { settings, typing: true }).done, ["next"]);
});

test("each deed is named on the sheet of keys", () => {
  const texts = JSON.parse(readFileSync(CATALOGUE, "utf8"));
  const named = Object.keys(KEYS).map((deed) => `sheet_${deed.replace(/-\d$/, "")}`);
  const pairs = { sheet_previous: "sheet_next" }; // said together
  for (const name of named)
    assert.ok(texts[/** @type {any} */ (pairs)[name] ?? name], name);
});
