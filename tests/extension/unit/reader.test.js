// The reader's judgement: what the server must hear, who wrote a line, how long texts are cut.
// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import "../../../extension/content/profile.js";
import "../../../extension/content/chat.js";
import "../../../extension/content/changes.js";

const { aligned, cut, roleOf } = globalThis.sidecar;

/**
 * What is told of a page that changed.
 * @param {Sidecar.Shown | null} before @param {Sidecar.Shown | null} now
 */
const changes = (before, now) => globalThis.sidecar.changes(before, now).frames;

/**
 * @param {string} message
 * @param {string} [text]
 * @param {Sidecar.Role} [role]
 * @returns {Sidecar.Message}
 */
const said = (message, text = `text of ${message}`, role = "customer") => ({ message, role, text });

/**
 * @param {Sidecar.Message[]} messages
 * @param {Partial<Sidecar.Shown>} [rest]
 * @returns {Sidecar.Shown}
 */
const page = (messages, rest) => ({
  conversation: "desk:1",
  customer: { name: "Dana" },
  ids: messages.map(({ message }) => message),
  messages,
  ...rest,
});

test("a chat that appears is opened with its customer and messages", () => {
  assert.deepEqual(changes(null, page([said("a")])), [
    {
      type: "conversation.opened",
      conversation: "desk:1",
      customer: { name: "Dana" },
      messages: [said("a")],
    },
  ]);
});

test("nothing new, nothing said", () => {
  assert.deepEqual(changes(page([said("a")]), page([said("a")])), []);
  assert.deepEqual(changes(null, null), []);
});

test("a new line is seen, an edited one seen again", () => {
  const now = page([said("a", "edited"), said("b")]);
  assert.deepEqual(changes(page([said("a")]), now), [
    { type: "message.seen", conversation: "desk:1", ...said("a", "edited") },
    { type: "message.seen", conversation: "desk:1", ...said("b") },
  ]);
});

test("a line that gets its text later is seen then", () => {
  const before = page([said("a")], { ids: ["a", "b"] });
  const [frame] = changes(before, page([said("a"), said("b")]));
  assert.equal(frame?.type, "message.seen");
  assert.equal(frame?.message, "b");
});

test("a line that goes is removed; one that comes back under another id is renamed", () => {
  assert.deepEqual(changes(page([said("a"), said("b")]), page([said("b")])), [
    { type: "message.removed", conversation: "desk:1", message: "a" },
  ]);
  const sending = page([said("a"), said("temp", "on its way", "agent")]);
  assert.deepEqual(changes(sending, page([said("a"), said("real", "on its way", "agent")])), [
    { type: "message.renamed", conversation: "desk:1", message: "temp", to: "real" },
  ]);
});

test("the same text twice is two lines, not a rename", () => {
  const frames = changes(
    page([said("a", "hello?")]),
    page([said("a", "hello?"), said("b", "hello?")]),
  );
  assert.deepEqual(
    frames.map(({ type }) => type),
    ["message.seen"],
  );
});

test("history loaded above, another customer, another chat: opened anew", () => {
  const before = page([said("c"), said("d")]);
  for (const now of [
    page([said("a"), said("b"), said("c"), said("d")]),
    page([said("c"), said("d")], { customer: { name: "Dana", locale: "en-IN" } }),
    page([said("c"), said("d")], { conversation: "desk:2" }),
    page([said("c"), said("d"), ...Array.from({ length: 11 }, (_, i) => said(`n${i}`))]),
  ])
    assert.deepEqual(
      changes(before, now).map(({ type }) => type),
      ["conversation.opened"],
    );
});

test("an older line that only left the newest fifty is not removed", () => {
  const before = page([said("a"), said("b")]);
  const now = page([said("b"), said("c")], { ids: ["a", "b", "c"] });
  assert.deepEqual(
    changes(before, now).map(({ type }) => type),
    ["message.seen"],
  );
});

/** @param {number} from @param {number} to */
const lines = (from, to) =>
  Array.from({ length: to - from + 1 }, (_, i) => said(`m${from + i}`));

/**
 * What is told, view after view of one chat.
 * @param {Sidecar.Shown[]} views
 */
function told(...views) {
  /** @type {Sidecar.Shown | null} */
  let before = null;
  return views.map((view) => {
    const { frames, next } = globalThis.sidecar.changes(before, view);
    before = next;
    return frames.map(({ type, message }) => (message ? `${type} ${message}` : type));
  });
}

test("a list that keeps only what is in view: scrolling up and down tells nothing", () => {
  const [, ...later] = told(
    page(lines(20, 40)),
    page(lines(10, 30)),
    page(lines(0, 20)),
    page(lines(20, 40)),
    page(lines(21, 41)),
    page(lines(30, 42)),
  );
  assert.deepEqual(later, [[], [], [], ["message.seen m41"], ["message.seen m42"]]);
});

test("scrolled so far up that no known line is left: history is not taken for the chat", () => {
  const at = (/** @type {Sidecar.Message[]} */ all, /** @type {string} */ day) =>
    page(all.map((one) => ({ ...one, sent_at: `2026-03-${day}T10:00:00.000Z` })));
  const [, up, down] = told(at(lines(50, 60), "20"), at(lines(0, 9), "01"), at(lines(50, 60), "20"));
  assert.deepEqual([up, down], [[], []]);
});

test("several lines on their way come back under their real ids, each once", () => {
  const sent = (/** @type {string} */ id, /** @type {string} */ text) => said(id, text, "agent");
  const [, , gone, back] = told(
    page([said("a")]),
    page([said("a"), sent("t1", "one"), sent("t2", "two")]),
    page([said("a")]),
    page([said("a"), sent("r1", "one"), sent("r2", "two")]),
  );
  assert.deepEqual(gone, []);
  assert.deepEqual(back, ["message.renamed t1", "message.renamed t2"]);
});

test("lines without ids keep their names when the oldest go and the same words come again", () => {
  const one = (/** @type {string} */ name) => said(name, name.replace(/-\d+$/, ""));
  const before = page(["x-1", "ok-1", "y-1", "ok-2"].map(one));
  const now = aligned(before, page(["y-1", "ok-1", "ok-2"].map(one)));
  assert.deepEqual(now.ids, ["y-1", "ok-2", "ok-3"]);
  assert.deepEqual(
    globalThis.sidecar.changes(before, now).frames.map(({ type, message }) => [type, message]),
    [["message.seen", "ok-3"]],
  );
});

test("an author's name judges a line, the one carried forward too; no name judges none", () => {
  /** @type {Sidecar.DirectionRule[]} */
  const rules = [{ is: "customer", author: "^Dana$" }];
  assert.equal(roleOf(element([]), rules, "Dana"), "customer");
  assert.equal(roleOf(element([]), rules, "Danae"), "unknown");
  assert.equal(roleOf(element([]), rules), "unknown");
});

test("a chat that is closed is left, once", () => {
  assert.deepEqual(changes(page([said("a")]), null), [{ type: "left", conversation: "desk:1" }]);
});

/**
 * An element that answers to these selectors.
 * @param {string[]} own
 * @param {string[]} [around]
 * @param {string[]} [inside]
 */
const element = (own, around = [], inside = []) =>
  /** @type {Element} */ (
    /** @type {unknown} */ ({
      matches: (/** @type {string} */ one) => own.includes(one),
      closest: (/** @type {string} */ one) => (around.includes(one) ? {} : null),
      querySelector: (/** @type {string} */ one) => (inside.includes(one) ? {} : null),
      getAttribute: (/** @type {string} */ name) => (own.includes(`[${name}]`) ? "left" : null),
    })
  );

/** @type {Sidecar.DirectionRule[]} */
const RULES = [
  { is: "customer", selector: ".left" },
  { is: "agent", selector: ".right" },
  { is: "bot", selector: ".right", has: ".robot" },
  { is: "note", closest: ".private" },
  { is: "system", attr: "data-event", regex: "^left$" },
];

test("roles: what is surely not the customer wins, whatever the order of the rules", () => {
  assert.equal(roleOf(element([".left"]), RULES), "customer");
  assert.equal(roleOf(element([".right"]), RULES), "agent");
  assert.equal(roleOf(element([".right"], [], [".robot"]), RULES), "bot");
  assert.equal(roleOf(element([".left", ".right"]), RULES), "agent");
  assert.equal(roleOf(element([".left"], [".private"]), RULES), "note");
  assert.equal(roleOf(element([".left", "[data-event]"]), RULES), "system");
});

test("a line that no rule names is unknown, never the customer's", () => {
  assert.equal(roleOf(element([".elsewhere"]), RULES), "unknown");
  assert.equal(roleOf(element([]), [{ is: "customer" }]), "unknown");
});

test("a long text is cut at 4,000 code points and says so", () => {
  assert.deepEqual(cut("short"), { text: "short" });
  assert.deepEqual(cut("😀".repeat(4_000)), { text: "😀".repeat(4_000) });
  const long = cut("😀".repeat(4_001));
  assert.equal([...long.text].length, 4_000);
  assert.equal(long.truncated, true);
});
