// The demo desk's own parts: drafts and findings, what is held back, the order of chats, typing.
// @ts-check
import assert from "node:assert/strict";
import { beforeEach, mock, test } from "node:test";
import { attended } from "../../../sidecar_server/web/static/demo/attention.js";
import { Drafts } from "../../../sidecar_server/web/static/demo/drafts.js";
import { examples } from "../../../sidecar_server/web/static/demo/examples.js";
import { Held } from "../../../sidecar_server/web/static/demo/held.js";
import { caretAfter, placeOf } from "../../../sidecar_server/web/static/demo/typing.js";

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({ apis: ["setTimeout"] });
});

/** @param {string} rule @param {string} text @param {number} [start] */
const finding = (rule, text, start = 0) => ({
  rule,
  span: /** @type {[number, number]} */ ([start, start + text.length]),
  text,
  advice: "say it kindly",
  replacements: [],
});

function drafts() {
  /** @type {[string, number, string][]} */
  const told = [];
  const made = new Drafts((...draft) => told.push(draft));
  const rules = (/** @type {string} */ chat) => made.findings(chat).map(({ rule }) => rule);
  /** @param {number} at of `told` @param {ReturnType<typeof finding>[]} findings */
  const answer = (at, ...findings) => {
    const [conversation = "", revision = 0] = told[at] ?? [];
    return made.take({ conversation, revision, findings });
  };
  return { made, told, rules, answer };
}

test("a draft is told once nothing was typed for a moment, each with a higher revision", () => {
  const { made, told } = drafts();
  made.changed("a", "cal");
  mock.timers.tick(399);
  made.changed("a", "calm");
  mock.timers.tick(399);
  assert.deepEqual(told, []);
  mock.timers.tick(1);
  made.changed("a", "");
  mock.timers.tick(400);
  assert.deepEqual(told, [
    ["a", 1, "calm"],
    ["a", 2, ""],
  ]);
});

test("another chat's draft does not swallow the one before", () => {
  const { made, told } = drafts();
  made.changed("a", "one");
  made.changed("b", "two");
  mock.timers.tick(400);
  assert.deepEqual(
    told.map(([chat, , text]) => [chat, text]),
    [
      ["a", "one"],
      ["b", "two"],
    ],
  );
});

test("only what was found in the newest draft counts", () => {
  const { made, rules, answer } = drafts();
  made.changed("a", "calm down");
  mock.timers.tick(400);
  made.changed("a", "calm down now");
  mock.timers.tick(400);
  assert.equal(answer(0, finding("promise", "calm")), false);
  assert.deepEqual(rules("a"), []);
  assert.equal(answer(1, finding("tone", "calm down")), true);
  assert.deepEqual(rules("a"), ["tone"]);
  assert.deepEqual(rules("b"), []);
});

test("an empty reply has no findings, at once and whatever is still on its way", () => {
  const { made, rules, answer } = drafts();
  made.changed("a", "calm down");
  mock.timers.tick(400);
  answer(0, finding("tone", "calm down"));
  assert.equal(made.changed("a", ""), true);
  assert.deepEqual(rules("a"), []);
  assert.equal(answer(0, finding("tone", "calm down")), false);
  assert.deepEqual(rules("a"), []);
});

test("a rule that was waved away keeps quiet in that chat alone", () => {
  const { made, rules, answer } = drafts();
  for (const chat of ["a", "b"]) made.changed(chat, "calm down");
  mock.timers.tick(400);
  made.dismiss("a", "tone");
  answer(0, finding("tone", "calm down"), finding("promise", "down", 5));
  answer(1, finding("tone", "calm down"));
  assert.deepEqual(rules("a"), ["promise"]);
  assert.deepEqual(rules("b"), ["tone"]);
});

test("of words that were replaced nothing is said any more; the same words elsewhere stay", () => {
  const { made, rules, answer } = drafts();
  made.changed("a", "calm, calm");
  mock.timers.tick(400);
  answer(0, finding("tone", "calm"), finding("sincerity", "calm", 6));
  made.mended("a", "calm", [0, 4]);
  assert.deepEqual(rules("a"), ["sincerity"]);
});

test("a server that forgot the chat hears of its reply again, and old answers are too late", () => {
  const { made, told, rules, answer } = drafts();
  made.changed("a", "calm down");
  mock.timers.tick(400);
  made.rest("a");
  assert.equal(answer(0, finding("tone", "calm down")), false);
  made.again("a");
  made.again("b");
  assert.deepEqual(told.at(-1), ["a", 2, "calm down"]);
  answer(1, finding("tone", "calm down"));
  assert.deepEqual(rules("a"), ["tone"]);
});

/** @param {string} id @param {string} kind */
const item = (id, kind) => ({ id, kind, text: id });

test("what comes unasked waits until three seconds after the last key; what stood there stays", () => {
  const released = mock.fn();
  const held = new Held(released);
  const ids = (/** @type {Sidecar.Item[]} */ ...items) => held.pass("a", items).map(({ id }) => id);
  const [line, nudge] = [item("line", "phrase"), item("nudge", "nudge")];
  const [hint, care] = [item("hint", "hint"), item("care", "care")];
  assert.deepEqual(ids(line, nudge), ["line", "nudge"]);
  held.typed();
  assert.deepEqual(ids(line, nudge, hint, care), ["line", "nudge"]);
  mock.timers.tick(2_999);
  held.typed();
  mock.timers.tick(2_999);
  assert.equal(released.mock.callCount(), 0);
  mock.timers.tick(1);
  assert.equal(released.mock.callCount(), 1);
  assert.deepEqual(ids(line, nudge, hint, care), ["line", "nudge", "hint", "care"]);
});

test("a nudge that went and comes again while somebody writes is held back like a new one", () => {
  const held = new Held(() => {});
  held.pass("a", [item("nudge", "nudge")]);
  held.pass("a", []);
  held.typed();
  assert.deepEqual(held.pass("a", [item("nudge", "nudge")]), []);
});

test("the chats that need their agent come first, in the server's order; the rest as they were", () => {
  const chats = ["a", "b", "c", "d"].map((id) => ({ id }));
  const order = [
    { conversation: "c", why: "waiting · hot" },
    { conversation: "gone", why: "waiting" },
    { conversation: "a", why: "waiting" },
  ];
  assert.deepEqual(attended(chats, order), [
    { id: "c", why: "waiting · hot" },
    { id: "a", why: "waiting" },
    { id: "b", why: "" },
    { id: "d", why: "" },
  ]);
});

test("example colleagues are those who share a language, and say that they are examples", () => {
  const card = (/** @type {string} */ name, /** @type {string[]} */ ...languages) => ({
    name,
    years: 3,
    expertise: ["bills"],
    languages,
    facts: [],
  });
  const cards = [card("Jonas", "en", "de"), card("Haruka", "en", "ja")];
  const who = (/** @type {(string | undefined)[]} */ ...spoken) =>
    examples(cards, spoken, ["billing-mistake"]).map(({ name, languages }) => [name, ...languages]);
  assert.deepEqual(who("en", "ja-JP"), [
    ["Jonas (example)", "en"],
    ["Haruka (example)", "en", "ja"],
  ]);
  assert.deepEqual(who(undefined, "de-DE"), [["Jonas (example)", "de"]]);
  assert.deepEqual(who("fr", ""), []);
  assert.deepEqual(examples(cards, ["de"], ["x", "billing-mistake"])[0]?.topics, ["bills"]);
  assert.deepEqual(examples(cards, ["de"], ["delivery-late"]), []);
});

test("words are found where they stood, counted in characters, or where they stand once", () => {
  assert.deepEqual(placeOf("😀 calm down", "calm down", [2, 11]), [3, 12]);
  assert.deepEqual(placeOf("Well, 😀 calm down", "calm down", [2, 11]), [9, 18]);
  assert.equal(placeOf("calm, or calm", "calm", [4, 8]), null);
  assert.deepEqual(placeOf("calm, or calm", "calm", [9, 13]), [9, 13]);
  assert.equal(placeOf("all is well", "calm", [0, 4]), null);
  assert.equal(placeOf("anything", "", [0, 0]), null);
});

test("a caret stays with the words it was at", () => {
  assert.equal(caretAfter(2, [4, 8], 6), 2);
  assert.equal(caretAfter(6, [4, 8], 6), 10);
  assert.equal(caretAfter(9, [4, 8], 6), 11);
});
