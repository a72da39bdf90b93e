// Servers of neighbouring versions: an older one lacks additions, a newer one has unknown ones.
// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { Coaching } from "../../../extension/background/coaching.js";
import { CHAT, TAB, desk, line, suggestions } from "./desk.js";
import { fakePost } from "./fakes.js";

const ADDED = { added: { deep: [1, null] }, mood: "later", _: true };
const AT = "127.0.0.1:8765";

/** What an older server answers to a type that it does not know. @param {any} frame */
const unknown = ({ type, request, conversation }) => ({
  type: "problem",
  code: "unknown_type",
  detail: "this type of frame is not known here — send the frame as docs/protocol.md describes it",
  about: { type, request, conversation },
});

/** @param {any} welcome what this server says of itself */
function beside(welcome) {
  const made = desk();
  made.router.onStatus({ status: "connected", welcome }, AT);
  return { ...made, view: () => made.panel.last("view").view };
}

test("a server without features: lines come, and what it lacks is not offered", () => {
  for (const welcome of [{ type: "welcome", protocol: 1 }, { type: "welcome", features: [] }]) {
    const { router, shown, view } = beside(welcome);
    router.onFrame({ ...suggestions(1, [line("a")]), cues: undefined, about: undefined });
    assert.deepEqual(shown(), ["a"]);
    assert.equal(view().proposes, false);
    assert.equal(view().today, null);
    assert.deepEqual(view().findings, []);
  }
});

test("a server that knows no question says so, and whoever asked is told", () => {
  const { router, sent, panel, panelEnd, shown } = beside({ type: "welcome", protocol: 1 });
  router.onFrame(suggestions(1, [line("a")]));
  for (const [ask, failed] of [
    ["reel", "reel.failed"],
    ["match", "match.failed"],
  ]) {
    panelEnd.receive({ type: ask });
    router.onFrame(unknown(sent.at(-1)));
    assert.ok(panel.last(String(failed)), failed);
  }
  assert.deepEqual(shown(), ["a"], "nothing else is lost");
});

test("a server that knows no settings leaves what was chosen to the browser", async () => {
  /** @type {any[]} */
  const sent = [];
  const coaching = new Coaching((frame) => Boolean(sent.push(frame)));
  coaching.onStatus({ status: "connected" });
  const answer = coaching.check(null);
  coaching.onFrame(unknown(sent.at(-1)));
  assert.deepEqual(await answer, { how: "later" });
  assert.equal(coaching.state.refused, "");
});

test("what a newer server adds is passed over, at every depth", () => {
  const { router, shown, view, sent } = beside({ type: "welcome", features: ["tomorrow"], ...ADDED });
  const before = sent.length;
  const item = { ...line("a"), slots: [], ...ADDED };
  const nobodyKnows = { ...line("b"), kind: "weather", insertable: false, ...ADDED };
  router.onFrame({ type: "translation", conversation: CHAT, ...ADDED });
  router.onFrame({ ...suggestions(1, [item, nobodyKnows]), cues: { heat: 0.2, ...ADDED }, ...ADDED });
  router.onFrame({ type: "today", shown: 1, used: 0, ...ADDED });
  router.onFrame({ type: "attention", order: [{ conversation: CHAT, why: "early", ...ADDED }] });
  router.onFrame({ type: "problem", code: "of_tomorrow", detail: "x", ...ADDED });
  assert.deepEqual(shown(), ["a", "b"], "an unknown kind is a plain card");
  assert.equal(view().today.shown, 1);
  assert.equal(view().connection.status, "connected");
  assert.equal(sent.length, before);
});

test("a line of an unknown kind is drawn and not taken for something to insert", () => {
  const { router, page, panel, panelEnd } = beside({ type: "welcome", protocol: 1 });
  router.onFrame(suggestions(1, [{ ...line("b"), kind: "weather", insertable: false }]));
  panelEnd.receive({ type: "insert", id: "b" });
  assert.equal(panel.last("inserted")?.ok, false);
  assert.equal(page.last("insert"), undefined);
  const other = fakePost();
  router.addPanel(TAB, other.post).receive({ type: "ready" });
  assert.equal(other.last("view").view.suggestions.items[0].kind, "weather");
});
