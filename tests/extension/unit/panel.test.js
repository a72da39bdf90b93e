// The panel's parts that need no page: gaps, keys, words for heat, place and privacy.
// @ts-check
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { heatStep, localTime } from "../../../extension/panel/customer.js";
import { arranged, reasons } from "../../../extension/panel/group.js";
import { press } from "../../../extension/panel/keys.js";
import { insertable } from "../../../extension/panel/list.js";
import { filled, openSlots, pieces } from "../../../extension/panel/marks.js";
import { points, sources } from "../../../extension/panel/note.js";
import { isLocal, privacyLine, problemText } from "../../../extension/panel/state.js";
import { fromCatalogue } from "../../../extension/panel/strings.js";

const CATALOGUE = new URL("../../../extension/_locales/en/messages.json", import.meta.url);
const t = fromCatalogue(JSON.parse(readFileSync(CATALOGUE, "utf8")));

/** @param {string} text @param {Sidecar.Slot[]} slots @returns {Sidecar.Item} */
const item = (text, slots) => ({ id: "a", kind: "phrase", text, slots });

test("gaps are cut out by code points, and put together they are the text", () => {
  const one = item("🙂 I see {item} and {date}.", [
    { name: "date", span: [19, 25] },
    { name: "item", span: [8, 14] },
  ]);
  const found = pieces(one);
  assert.deepEqual(
    found.filter(({ gap }) => gap).map(({ text }) => text),
    ["{item}", "{date}"],
  );
  assert.equal(found.map(({ text }) => text).join(""), one.text);
});

test("a slot with a value is no gap; spans that make no sense are passed over", () => {
  const one = item("I see it", [
    { name: "filled", span: [0, 1], value: "I" },
    { name: "empty", span: [3, 3] },
    { name: "outside", span: [6, 99] },
    { name: "fine", span: [2, 5] },
    { name: "overlapping", span: [4, 6] },
  ]);
  assert.deepEqual(
    openSlots(one).map(({ name }) => name),
    ["fine"],
  );
  assert.deepEqual(pieces(item("plain", [])), [{ text: "plain", gap: false }]);
});

test("what the chat told is put into the text, and the gaps left are where they stand now", () => {
  const one = item("🙂 {customer_name}, I have {order_number} open for {thing}.", [
    { name: "customer_name", span: [2, 17], value: "Ana 🙂" },
    { name: "order_number", span: [26, 40], value: "44-71" },
    { name: "thing", span: [50, 57] },
  ]);
  const { text, slots } = filled(one);
  assert.equal(text, "🙂 Ana 🙂, I have 44-71 open for {thing}.");
  const [left] = slots ?? [];
  assert.equal(left?.name, "thing");
  assert.equal([...text].slice(...(left?.span ?? [])).join(""), "{thing}");
  assert.equal(filled(item("plain", [])).text, "plain");
});

/** @param {string} key @param {object} [rest] @param {boolean} [typing] */
function pressed(key, rest = {}, typing = false) {
  /** @type {any[]} */
  const done = [];
  const deed = (/** @type {string} */ name) => (/** @type {any} */ value) =>
    done.push(value === undefined ? [name] : [name, value]);
  const names = ["insert", "copy", "dismiss", "move", "note", "search", "leaveSearch"];
  const deeds = /** @type {any} */ (Object.fromEntries(names.map((name) => [name, deed(name)])));
  const event = {
    key,
    ctrlKey: false,
    altKey: false,
    metaKey: false,
    isComposing: false,
    repeat: false,
    ...rest,
  };
  return { taken: press(event, typing, deeds), done };
}

test("keys do what the panel says", () => {
  const table = {
    1: ["insert", 1],
    3: ["insert", 3],
    c: ["copy"],
    Escape: ["dismiss"],
    n: ["note"],
    "/": ["search"],
    j: ["move", 1],
    ArrowUp: ["move", -1],
  };
  for (const [key, deed] of Object.entries(table))
    assert.deepEqual(pressed(key), { taken: true, done: [deed] }, key);
});

test("other keys, Enter among them, do nothing", () => {
  for (const key of ["Enter", " ", "4", "C", "toString"])
    assert.deepEqual(pressed(key), { taken: false, done: [] }, key);
});

test("with a modifier, in the middle of a composed letter or while typing, digits are only digits", () => {
  for (const rest of [
    { ctrlKey: true },
    { altKey: true },
    { metaKey: true },
    { isComposing: true },
  ])
    assert.deepEqual(pressed("1", rest), { taken: false, done: [] });
  assert.deepEqual(pressed("1", {}, true), { taken: false, done: [] });
  assert.deepEqual(pressed("Escape", {}, true).done, [["leaveSearch"]]);
  assert.deepEqual(pressed("Enter", {}, true).done, [["move", 1]]);
});

test("a held key inserts once, but moves on and on", () => {
  assert.deepEqual(pressed("1", { repeat: true }), { taken: true, done: [] });
  assert.deepEqual(pressed("ArrowDown", { repeat: true }).done, [["move", 1]]);
});

test("digits count the lines that can be inserted, three at most", () => {
  const lines = ["a", "n", "b", "c", "d"].map((id) => ({
    ...item(id, []),
    id,
    insertable: id !== "n",
  }));
  assert.deepEqual(
    insertable(lines).map(({ id }) => id),
    ["a", "b", "c"],
  );
});

/** @param {...string} whys */
const lines = (...whys) => whys.map((why, i) => ({ ...item("Line", []), id: String(i), why }));

test("what all lines are shown for is said once, the rest with each line", () => {
  const table = [
    { whys: ["They wrote “a” · Late", "They wrote “a” · Late"], above: 2, own: ["", ""] },
    { whys: ["They wrote “a” · Late", "They wrote “a” · Lost"], above: 1, own: ["Late", "Lost"] },
    { whys: ["A · Late", "B · Late"], above: 0, own: ["A · Late", "B · Late"] },
    { whys: ["A", "A · Late"], above: 1, own: ["", "Late"] },
    { whys: ["A · Late", ""], above: 0, own: ["A · Late", ""] },
    { whys: [], above: 0, own: [] },
  ];
  for (const { whys, above, own } of table) {
    const items = lines(...whys);
    const found = reasons(items);
    assert.equal(found.shared.length, above, whys.join());
    assert.deepEqual(items.map(found.own), own);
  }
});

test("a note comes before the lines, whose order stays", () => {
  const items = ["phrase", "note", "nudge"].map((kind) => ({ ...item(kind, []), kind }));
  assert.deepEqual(
    arranged(items).map(({ kind }) => kind),
    ["note", "phrase", "nudge"],
  );
});

test("a note's points have names only where all of them are there", () => {
  assert.deepEqual(points("Means.\nDo.\nDo not.\nLimits."), {
    gist: "Means.",
    rest: [
      { name: "advise", line: "Do." },
      { name: "avoid", line: "Do not." },
      { name: "limits", line: "Limits." },
    ],
  });
  assert.deepEqual(points("Means.\nDo not.").rest, [{ name: "", line: "Do not." }]);
});

test("sources: titles with and without an address", () => {
  assert.deepEqual(sources("A law, section 3; Do it, a page, https://example.org/x_(y)"), [
    { title: "A law, section 3", address: "" },
    { title: "Do it, a page", address: "https://example.org/x_(y)" },
  ]);
  assert.equal(sources("javascript:alert(1)")[0]?.address, "");
});

test("heat in words", () => {
  assert.deepEqual([-1, 0, 0.24, 0.25, 0.5, 0.74, 0.75, 1].map(heatStep), [0, 0, 0, 1, 2, 2, 3, 3]);
});

test("the customer's clock, and none where the zone is not known", () => {
  const noon = new Date("2026-01-01T12:00:00Z");
  assert.match(localTime("Asia/Kolkata", noon), /5:30|17:30/);
  assert.equal(localTime("Mars/Olympus", noon), "");
  assert.equal(localTime(undefined, noon), "");
});

test("the privacy line names the address, and claims only what is so", () => {
  const line = (/** @type {any} */ status, /** @type {string} */ address) =>
    privacyLine({ status, address }, t);
  assert.equal(
    line("connected", "127.0.0.1:8765"),
    "Nothing leaves this computer — connected to 127.0.0.1:8765",
  );
  assert.doesNotMatch(line("connected", "team.example.com:443"), /Nothing leaves/);
  assert.match(line("connected", "team.example.com:443"), /team\.example\.com:443/);
  assert.doesNotMatch(line("offline", "127.0.0.1:8765"), /connected/);
  assert.ok(
    isLocal("localhost:1") &&
      !isLocal("localhost.example.com:1") &&
      !isLocal("127.0.0.1.example.com"),
  );
});

test("a problem is said with its fix; a sentence from elsewhere is said as it is", () => {
  assert.match(problemText("not_paired", t), /sidecar pair/);
  assert.match(problemText("no_server", t), /sidecar serve/);
  assert.equal(problemText("Something else happened.", t), "Something else happened.");
});

test("texts: values go in as they are, unknown keys are empty", () => {
  assert.equal(t("local_time", "$TIME$ <b>"), "$TIME$ <b> there");
  assert.equal(t("strategy_de-escalate"), "De-escalate");
  assert.equal(t("no such text"), "");
});
