// The worker's part in live coaching: findings, who needs the agent, what waits, what is asked.
// @ts-check
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { cleanCard } from "../../../extension/background/card.js";
import { hardLine } from "../../../extension/panel/day.js";
import { fromCatalogue } from "../../../extension/panel/strings.js";
import { CHAT, desk, line, suggestions } from "./desk.js";

/** @typedef {import("node:test").TestContext} Context */

const OTHER = "demo-desk:other";
const CATALOGUE = new URL("../../../extension/_locales/en/messages.json", import.meta.url);

/** @param {string} rule @param {string} text @param {string[]} [replacements] @returns {Sidecar.Finding} */
const finding = (rule, text, replacements = ["should"]) => ({
  rule,
  span: [0, text.length],
  text,
  advice: `about ${rule}`,
  replacements,
});

/** A desk whose agent writes, and whose timers are in the test's hand. @param {Context} t */
function writing(t) {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const all = desk();
  const draft = (/** @type {number} */ revision, /** @type {string} */ text, conversation = CHAT) =>
    all.pageEnd.receive({ type: "draft.changed", conversation, revision, text });
  const checked = (
    /** @type {number} */ revision,
    /** @type {Sidecar.Finding[]} */ findings,
    conversation = CHAT,
  ) => all.router.onFrame({ type: "draft.checked", conversation, revision, findings });
  const rules = () =>
    all.panel.last("view").view.findings.map((/** @type {Sidecar.Finding} */ one) => one.rule);
  return { ...all, draft, checked, rules };
}

test("the findings of the newest draft are shown, those of an older one never", (t) => {
  const { draft, checked, rules } = writing(t);
  draft(1, "it will be fine");
  draft(2, "it will surely be fine");
  checked(1, [finding("tone", "will")]);
  assert.deepEqual(rules(), []);
  checked(2, [finding("promise", "will")]);
  assert.deepEqual(rules(), ["promise"]);
  checked(3, [finding("tone", "will")]);
  assert.deepEqual(rules(), ["promise"], "nobody told such a draft");
});

test("words that are gone take their finding with them, an empty draft takes all", (t) => {
  const { draft, checked, rules } = writing(t);
  draft(1, "it will be fine, never mind");
  checked(1, [
    finding("promise", "will"),
    finding("tone", "never mind"),
    finding("heard", "I called three times", []),
  ]);
  draft(2, "it will be fine");
  assert.deepEqual(rules(), ["promise", "heard"]);
  draft(3, "");
  assert.deepEqual(rules(), []);
});

test("each chat has its own findings, and a page read anew has none", (t) => {
  const { draft, checked, rules, open, pageEnd } = writing(t);
  draft(1, "it will be");
  checked(1, [finding("promise", "will")]);
  open(OTHER);
  assert.deepEqual(rules(), []);
  draft(2, "never mind", OTHER);
  checked(2, [finding("tone", "never mind")], OTHER);
  assert.deepEqual(rules(), ["tone"]);
  pageEnd.receive({ type: "active", conversation: CHAT });
  assert.deepEqual(rules(), ["promise"]);
  pageEnd.receive({ type: "left", conversation: CHAT });
  open(CHAT);
  assert.deepEqual(rules(), [], "its draft will be told anew");
});

test("junk among findings is passed over", (t) => {
  const { draft, checked, rules } = writing(t);
  draft(1, "x");
  checked(1, /** @type {any} */ ([null, {}, { rule: "tone", span: 1 }, finding("tone", "x")]));
  assert.deepEqual(rules(), ["tone"]);
  checked(1, /** @type {any} */ ("junk"));
  assert.deepEqual(rules(), ["tone"]);
});

test("a rule that was waved away keeps quiet in that chat and no other", (t) => {
  const { draft, checked, rules, sent, open, panelEnd } = writing(t);
  draft(1, "it will be");
  checked(1, [finding("promise", "will"), finding("tone", "it")]);
  panelEnd.receive({ type: "finding.dismiss", rule: "promise" });
  assert.deepEqual(sent.at(-1), {
    type: "feedback",
    conversation: CHAT,
    suggestion: "finding:promise",
    event: "dismissed",
  });
  checked(1, [finding("promise", "will"), finding("tone", "it")]);
  assert.deepEqual(rules(), ["tone"]);
  open(OTHER);
  draft(2, "it will be", OTHER);
  checked(2, [finding("promise", "will")], OTHER);
  assert.deepEqual(rules(), ["promise"]);
});

test("offered words go to the page with their chat; once replaced nothing is said of them", (t) => {
  const { draft, checked, rules, page, panel, pageEnd, panelEnd } = writing(t);
  draft(1, "will be");
  checked(1, [finding("promise", "will", ["should"])]);
  const wanted = { span: [0, 4], text: "will", with: "should" };
  panelEnd.receive({ type: "replace", ...wanted });
  assert.deepEqual(page.last("replace"), { type: "replace", ...wanted, conversation: CHAT });
  pageEnd.receive({ type: "replaced", conversation: CHAT, ...wanted, ok: true });
  assert.equal(panel.last("replaced").ok, true);
  assert.deepEqual(rules(), []);
});

test("words that nobody offered, or that belong to another chat, are not written", (t) => {
  const { draft, checked, page, panel, panelEnd, open } = writing(t);
  draft(1, "will be");
  checked(1, [finding("promise", "will", ["should"])]);
  panelEnd.receive({ type: "replace", span: [0, 4], text: "will", with: "must" });
  open(OTHER);
  panelEnd.receive({ type: "replace", span: [0, 4], text: "will", with: "should" });
  assert.equal(page.last("replace"), undefined);
  assert.deepEqual(panel.last("replaced").reason, "moved");
});

test("chats stand in the order of need, with the reason; another connection begins anew", () => {
  const { router, panel, open, connect } = desk();
  open(OTHER);
  open("demo-desk:third");
  const chats = () =>
    panel.last("view").view.chats.map((/** @type {Sidecar.Chat} */ { id, why }) => [id, why]);
  const waiting = (/** @type {string} */ conversation, /** @type {string} */ why) => ({
    conversation,
    why,
    waiting_s: 1,
  });
  const order = [waiting(OTHER, "your promise"), waiting("elsewhere", "x"), waiting(CHAT, "waiting")];
  router.onFrame({ type: "attention", order });
  assert.deepEqual(chats(), [
    [OTHER, "your promise"],
    [CHAT, "waiting"],
    ["demo-desk:third", ""],
  ]);
  connect();
  assert.deepEqual(
    chats().map((/** @type {string[]} */ [id]) => id),
    [CHAT, OTHER, "demo-desk:third"],
  );
});

test("what comes unasked waits while any draft is written, and is shown once that has stopped", (t) => {
  const { router, draft, open, shown } = writing(t);
  open(OTHER);
  draft(1, "half a", OTHER);
  const asides = ["nudge", "hint", "care"].map((kind) => line(kind, { kind }));
  router.onFrame(suggestions(1, [...asides, line("a")], OTHER));
  assert.deepEqual(shown(), ["a"]);
  t.mock.timers.tick(2_000);
  draft(2, "half a line", OTHER);
  t.mock.timers.tick(2_000);
  router.onFrame(suggestions(2, [...asides, line("a")], OTHER));
  assert.deepEqual(shown(), ["a"], "a repeated frame lets nothing out");
  t.mock.timers.tick(1_000);
  assert.deepEqual(shown(), ["nudge", "hint", "care", "a"]);
});

test("what stood there before the agent began to write stays, and comes at once while nobody writes", (t) => {
  const { router, draft, shown } = writing(t);
  router.onFrame(suggestions(1, [line("n", { kind: "nudge" })]));
  assert.deepEqual(shown(), ["n"]);
  draft(1, "half");
  router.onFrame(suggestions(2, [line("n", { kind: "nudge" }), line("a")]));
  assert.deepEqual(shown(), ["n", "a"]);
});

test("a key in the page counts the lines alone", () => {
  const { router, page } = desk();
  router.onFrame(suggestions(1, [line("n", { kind: "nudge" }), line("a")]));
  router.insertLine(7, 1);
  assert.equal(page.last("insert").id, "a");
});

test("the day's counts are shown as the server gave them", () => {
  const { router, panel } = desk();
  assert.equal(panel.last("view").view.today, null);
  router.onFrame({ type: "today", shown: 12, used: 5, hostile: "junk", thanks: 1, off: ["tone"] });
  assert.deepEqual(panel.last("view").view.today, {
    shown: 12,
    used: 5,
    hostile: 0,
    thanks: 1,
    off: ["tone"],
    locked: [],
  });
});

test("the thank-yous and the colleagues go to the panel that asked last", () => {
  const { router, sent, panel, panelEnd } = desk();
  panelEnd.receive({ type: "reel" });
  const old = sent.at(-1);
  panelEnd.receive({ type: "reel" });
  router.onFrame({ type: "thanks", request: old.request, lines: ["old"] });
  assert.equal(panel.last("thanks"), undefined);
  router.onFrame({ type: "thanks", request: sent.at(-1).request, lines: ["Thank you!"] });
  assert.deepEqual(panel.last("thanks").lines, ["Thank you!"]);
  panelEnd.receive({ type: "match" });
  const asked = sent.at(-1);
  assert.deepEqual(asked, { type: "match", request: asked.request, conversation: CHAT });
  router.onFrame({ type: "colleagues", request: asked.request, people: [{ name: "Mira" }] });
  assert.deepEqual(panel.last("colleagues").people, [{ name: "Mira" }]);
});

test("a question that gets no answer is said to have failed", () => {
  const { router, sent, panel, panelEnd } = desk();
  panelEnd.receive({ type: "match" });
  const about = { request: sent.at(-1).request };
  router.onFrame({ type: "problem", code: "unavailable", detail: "", about });
  assert.ok(panel.last("match.failed"));
  panelEnd.receive({ type: "reel" });
  router.onStatus({ status: "offline" }, "127.0.0.1:8765");
  assert.ok(panel.last("reel.failed"));
});

test("what the agent switched is told after each welcome, and when it changes", () => {
  const { router, sent, connect } = desk();
  const told = () => sent.filter(({ type }) => type === "settings").map(({ type, ...rest }) => rest);
  const plain = { keysOn: true, keys: {}, badge: true, warnSlots: true };
  router.set(plain);
  connect();
  assert.deepEqual(told(), [], "an older storage has nothing of it");
  const card = cleanCard({ name: "Ana" });
  const chosen = { ...plain, rules: { tone: false }, quiet: true, card };
  router.set(chosen);
  router.set({ ...chosen, badge: false });
  const first = { rules: { tone: false }, quiet: true, card };
  assert.deepEqual(told(), [first]);
  router.onStatus({ status: "offline" }, "127.0.0.1:8765");
  router.set({ ...chosen, card: null });
  assert.deepEqual(told(), [first], "not before there is a welcome");
  connect();
  assert.deepEqual(told().at(-1), { ...first, card: { name: "" } });
});

test("hard messages are counted with who sees it and where it is held, and not at all without any", () => {
  const t = fromCatalogue(JSON.parse(readFileSync(CATALOGUE, "utf8")));
  const today = { shown: 1, used: 1, hostile: 3, thanks: 0, off: [], locked: [] };
  assert.match(hardLine(today, "localhost:1", t), /3\. Only you see this; held on this computer/);
  assert.match(hardLine(today, "team.example.com:443", t), /held at team\.example\.com until/);
  assert.equal(hardLine({ ...today, hostile: 0 }, "localhost:1", t), "");
  assert.equal(hardLine(null, "localhost:1", t), "");
});
