// What the worker knows of the server's memory for the agent: a card's answer, the day, its end.
// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { cleanCard } from "../../../extension/background/card.js";
import { Coaching } from "../../../extension/background/coaching.js";
import { defaults } from "../../../extension/background/settings.js";
import { fakeClock } from "./fakes.js";

const CARD = cleanCard({ name: "Nora" });
const TODAY = { type: "today", shown: 3, locked: ["tone"] };
const DETAIL = "fact 1 of the card seems to tell of religion";
const REFUSAL = {
  type: "problem",
  code: "not_allowed",
  detail: DETAIL,
  about: { type: "settings" },
};

function setting() {
  const clock = fakeClock();
  /** @type {any[]} */
  const sent = [];
  const wire = { open: true };
  const coaching = new Coaching((frame) => wire.open && Boolean(sent.push(frame)), clock);
  const settings = { ...defaults(), quiet: true, rules: { tone: false }, card: CARD };
  coaching.set(settings);
  return { clock, sent, wire, coaching };
}

test("a card is asked about, and taken with the `today` that answers", async () => {
  const { coaching, sent } = setting();
  const answer = coaching.check(CARD);
  assert.deepEqual(sent, [{ type: "settings", card: CARD }]);
  coaching.onFrame({ type: "suggestions" });
  coaching.onFrame(TODAY);
  assert.deepEqual(await answer, { how: "taken" });
  assert.equal(coaching.state.today?.shown, 3);
});

test("no card is sent as one without a name", () => {
  const { coaching, sent } = setting();
  void coaching.check(null);
  assert.deepEqual(sent, [{ type: "settings", card: {} }]);
});

test("a refusal comes with the server's own sentence; other frames' problems are none", async () => {
  const { coaching } = setting();
  const answer = coaching.check(CARD);
  coaching.onFrame({ ...REFUSAL, about: { type: "search" } });
  coaching.onFrame(REFUSAL);
  assert.deepEqual(await answer, { how: "refused", detail: DETAIL });
  assert.equal(coaching.state.refused, ""); // it is not the one that is kept
});

test("offline, unanswered, cut off or unknown to the server: a card is checked later", async () => {
  /** @type {((of: ReturnType<typeof setting>) => void)[]} */
  const ways = [
    ({ clock }) => clock.advance(3_000),
    ({ coaching }) => coaching.onStatus({ status: "offline" }),
    ({ coaching }) => coaching.onFrame({ ...REFUSAL, code: "unknown_type" }),
    ({ coaching }) => coaching.onFrame({ ...REFUSAL, code: "unavailable" }),
    ({ coaching }) => void coaching.check(CARD), // a second press
  ];
  for (const way of ways) {
    const of = setting();
    const answer = of.coaching.check(CARD);
    way(of);
    assert.deepEqual(await answer, { how: "later" });
  }
  const { coaching, wire } = setting();
  wire.open = false;
  assert.deepEqual(await coaching.check(CARD), { how: "later" });
});

test("a kept card that is refused is told, and the switches that came with it still hold", () => {
  const { coaching, sent } = setting();
  coaching.onFrame(REFUSAL);
  assert.equal(coaching.state.refused, DETAIL);
  assert.deepEqual(sent, [{ type: "settings", rules: { tone: false }, quiet: true }]);
  coaching.onFrame(REFUSAL);
  assert.equal(sent.length, 1); // no frame for ever
  coaching.onStatus({ status: "connected" });
  assert.equal(coaching.state.refused, "");
});

test("after the end of a shift the switches hold and the card stays here, until it begins anew", () => {
  const { coaching, sent } = setting();
  coaching.onFrame(TODAY);
  assert.equal(coaching.signOff(), true);
  assert.deepEqual(sent, [
    { type: "signed_off" },
    { type: "settings", rules: { tone: false }, quiet: true },
  ]);
  assert.deepEqual([coaching.state.today, coaching.state.signedOff], [null, true]);
  const switched = coaching.outgoing({ type: "settings", quiet: false, card: CARD });
  assert.deepEqual(JSON.parse(JSON.stringify(switched)), { type: "settings", quiet: false });
  sent.length = 0;
  assert.equal(coaching.signOn(), true);
  assert.deepEqual(sent, [{ type: "settings", card: CARD }]);
  assert.equal(coaching.state.signedOff, false);
  const frame = { type: "settings", card: CARD };
  assert.deepEqual(coaching.outgoing(frame), frame);
});

test("without a server nobody is signed off", () => {
  const { coaching, wire } = setting();
  wire.open = false;
  assert.equal(coaching.signOff(), false);
  assert.equal(coaching.state.signedOff, false);
});
