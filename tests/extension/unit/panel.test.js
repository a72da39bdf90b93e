// The panel's parts that need no page: gaps, words for heat, time, place and privacy, and the state.
// @ts-check
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { neediest, others } from "../../../extension/panel/chats.js";
import { curvePoints } from "../../../extension/panel/curve.js";
import { localTime } from "../../../extension/panel/customer.js";
import { arranged, reasons } from "../../../extension/panel/group.js";
import { heatStep, heatWords } from "../../../extension/panel/heat.js";
import { insertable } from "../../../extension/panel/list.js";
import { filled, openSlots, pieces } from "../../../extension/panel/marks.js";
import { points, sources } from "../../../extension/panel/note.js";
import { isLocal, privacyLine } from "../../../extension/panel/privacy.js";
import { fixLine, problemText, stateOf } from "../../../extension/panel/state.js";
import { fromCatalogue } from "../../../extension/panel/strings.js";
import { pressing, waited } from "../../../extension/panel/waiting.js";

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

test("digits count the lines that can be inserted, three at most, and nothing beside them", () => {
  const apart = ["nudge", "introduction", "hint", "care"];
  const lines = [...apart, "a", "n", "b", "c", "d"].map((id) => ({
    ...item(id, []),
    id,
    kind: apart.includes(id) ? id : "phrase",
    insertable: id !== "n",
  }));
  assert.deepEqual(
    insertable(lines).map(({ id }) => id),
    ["a", "b", "c"],
  );
});

/** @param {...string} whys */
const lines = (...whys) =>
  whys.map((why, i) => ({ ...item("Line", []), id: String(i), insertable: true, why }));

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

test("a nudge beside the lines keeps a reason of its own", () => {
  const [nudge] = lines("The clock · Two minutes");
  const items = [{ ...nudge, kind: "nudge", insertable: false }, ...lines("A · Late", "A · Late")];
  const { shared, own } = reasons(/** @type {Sidecar.Item[]} */ (items));
  assert.deepEqual(shared, ["A", "Late"]);
  assert.equal(own(/** @type {Sidecar.Item} */ (items[0])), "The clock · Two minutes");
});

test("what is no line comes before the lines, whose order stays", () => {
  const kinds = ["phrase", "hint", "care", "introduction", "note", "of the future", "nudge"];
  const items = kinds.map((kind) => ({ ...item(kind, []), kind }));
  assert.deepEqual(
    arranged(items).map(({ kind }) => kind),
    ["nudge", "note", "care", "introduction", "hint", "phrase", "of the future"],
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

test("heat rises or eases in words only where it truly does", () => {
  assert.equal(heatWords(0.8, 0.3, t), "angry, rising");
  assert.equal(heatWords(0.3, -0.3, t), "tense, easing");
  assert.equal(heatWords(0.1, 0.05, t), "calm");
});

test("the curve ends beside its word, higher for more heat, and stays inside its drawing", () => {
  const [low, high, last] = curvePoints([0, 1, 7]);
  assert.ok(low && high && last);
  assert.ok(low.y > high.y && low.x < high.x);
  assert.equal(last.y, high.y); // a heat beyond 1 is drawn as 1
  const [only] = curvePoints([0.5]);
  assert.equal(only?.x, last.x);
  const many = curvePoints(Array(20).fill(0));
  assert.ok(many.every(({ x, y }) => x >= 0 && x <= 56 && y >= 0 && y <= 24));
});

test("the customer's clock, and none where the zone is not known", () => {
  const noon = new Date("2026-01-01T12:00:00Z");
  assert.match(localTime("Asia/Kolkata", noon), /5:30|17:30/);
  assert.equal(localTime("Mars/Olympus", noon), "");
  assert.equal(localTime(undefined, noon), "");
});

test("the day is said where theirs is another than here", () => {
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const late = new Date("2026-01-01T11:30:00Z");
  assert.doesNotMatch(localTime(timeZone, late), /Thu|Fri/);
  const [east, west] = ["Pacific/Kiritimati", "Pacific/Niue"].map((zone) => localTime(zone, late));
  assert.match(`${east} ${west}`, /Fri|Wed|Thu/); // fourteen hours ahead, eleven behind
});

test("waiting counts up quietly: tens of seconds, then minutes, then hours", () => {
  const table = { 0: "", 9_999: "", 10_000: "10 sec", 59_999: "50 sec", 60_000: "1 min" };
  for (const [ms, words] of Object.entries(table)) assert.equal(waited(Number(ms), "en"), words);
  assert.equal(waited(-5_000, "en"), "");
  assert.equal(waited(3_599_000, "en"), "59 min");
  assert.equal(waited(3_900_000, "en"), "1 hr 5 min");
});

test("a wait grows pressing", () => {
  assert.deepEqual([0, 89_999, 90_000, 299_999, 300_000].map(pressing), [
    "short",
    "short",
    "some",
    "some",
    "long",
  ]);
});

/** @param {string} id @param {number | null} waitingSince @returns {Sidecar.Chat} */
const chat = (id, waitingSince, here = false) => ({
  id,
  name: id,
  tab: 1,
  here,
  waitingSince,
  heat: 0,
  fresh: false,
});

test("the other chats: the longest waiting first, who waits for nothing last, in the order given", () => {
  const chats = [
    chat("answered", null),
    chat("here", 1, true),
    chat("late", 900),
    chat("done", null),
    chat("early", 100),
  ];
  const order = others(chats).map(({ id }) => id);
  assert.deepEqual(order, ["early", "late", "answered", "done"]);
  assert.equal(chats[0]?.id, "answered"); // what was given is left as it was
});

test("where the server says who needs the agent, its order stands, and the first is known", () => {
  const chats = [
    { ...chat("here", 1, true), why: "waiting" },
    { ...chat("promised", 900), why: "your promise" },
    chat("early", 100),
  ];
  assert.deepEqual(
    others(chats).map(({ id }) => id),
    ["promised", "early"],
  );
  assert.equal(neediest(chats), "here");
  assert.equal(neediest([chat("early", 100)]), "");
});

/** @type {Sidecar.View} */
const VIEW = {
  connection: { status: "connected", address: "127.0.0.1:8765" },
  reading: { state: "reading", site: "demo", messages: 12 },
  conversation: null,
  suggestions: null,
  chats: [],
  settings: { keysOn: true, keys: {}, badge: true, warnSlots: true },
};

test("the privacy line names the address, and claims only what is so", () => {
  const line = (/** @type {any} */ status, /** @type {string} */ address) =>
    privacyLine({ ...VIEW, connection: { status, address } }, t);
  const here = line("connected", "127.0.0.1:8765");
  assert.equal(here, "Nothing left this computer. Messages read: 12, kept: none.");
  assert.equal(line("connected", "[::1]:8765"), here);
  const team = line("connected", "team.example.com:443");
  assert.doesNotMatch(team, /Nothing left/);
  assert.match(team, /^Sent to team\.example\.com alone\./);
  assert.equal(line("offline", "127.0.0.1:8765"), "Nothing is being sent.");
  for (const state of /** @type {const} */ (["paused", "unknown", "off"]))
    assert.match(privacyLine({ ...VIEW, reading: { ...VIEW.reading, state } }, t), /^Nothing of/);
});

test("only this computer is local", () => {
  for (const address of ["localhost:1", "127.0.0.1:8765", "127.1.2.3", "[::1]:8765", "::1"])
    assert.ok(isLocal(address), address);
  for (const address of ["localhost.example.com:1", "127.0.0.1.example.com", "example.com:443", ""])
    assert.ok(!isLocal(address), address);
});

test("the state shown is the most pressing one, and each has its words", () => {
  const state = (/** @type {any} */ status, /** @type {any} */ reading) =>
    stateOf({
      ...VIEW,
      connection: { status, address: "" },
      reading: { ...VIEW.reading, state: reading },
    });
  const table = [
    ["unpaired", "paused", "unpaired"],
    ["offline", "paused", "paused"],
    ["offline", "off", "offline"],
    ["connected", "off", "off"],
    ["connected", "unknown", "unknown"],
    ["connected", "reading", "no_chat"],
  ];
  for (const [status, reading, name] of table) assert.equal(state(status, reading), name);
  for (const name of ["unpaired", "paused", "connecting", "offline", "off", "unknown", "no_chat"])
    assert.ok(t(`${name}_title`), name);
});

test("what is broken is said with its fix, and nothing where all is well", () => {
  assert.match(fixLine({ status: "offline", address: "" }, t), /sidecar serve/);
  assert.equal(fixLine({ status: "connected", address: "" }, t), "");
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
