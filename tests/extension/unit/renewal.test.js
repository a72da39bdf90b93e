// When a newer version may take the place of this one: never in a chat, and not put off for ever.
// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { Renewal } from "../../../extension/background/renewal.js";
import { fakeClock, rest } from "./fakes.js";

const S = 1_000;
const MIN = 60 * S;
const DRAFT = { type: "draft.changed", conversation: "c", revision: 1, text: "Hel" };

/** A worker; what it keeps is there for the next one. @param {{ deed?: number }} [kept] */
function worker(kept = {}, clock = fakeClock()) {
  const seen = { open: true, reloads: 0, writes: 0 };
  const renewal = new Renewal(
    {
      load: async () => kept.deed,
      keep: (deed) => {
        seen.writes += 1;
        kept.deed = deed;
      },
      inUse: async () => seen.open,
      reload: () => void (seen.reloads += 1),
    },
    clock,
  );
  /** The alarm's rhythm, for so long. @param {number} ms */
  const pass = async (ms) => {
    for (let gone = 0; gone < ms; gone += 30 * S) {
      clock.advance(30 * S);
      await renewal.look();
      await rest();
    }
  };
  return { renewal, clock, seen, kept, pass };
}

test("without a newer version nothing is ever reloaded, and nothing is kept", async () => {
  const { renewal, seen, pass } = worker();
  seen.open = false;
  renewal.heard(DRAFT);
  await pass(120 * MIN);
  assert.deepEqual([seen.reloads, seen.writes], [0, 0]);
});

test("where nothing is open it comes with the next look", async () => {
  const { renewal, seen, pass } = worker();
  seen.open = false;
  await pass(MIN);
  renewal.waits();
  await pass(30 * S);
  assert.equal(seen.reloads, 1);
});

test("while an agent works it waits, for as long as it takes", async () => {
  const { renewal, seen, pass } = worker();
  renewal.waits();
  for (let quarter = 0; quarter < 40; quarter += 1) {
    await pass(15 * MIN);
    renewal.heard(DRAFT);
  }
  assert.equal(seen.reloads, 0);
  await pass(29 * MIN);
  assert.equal(seen.reloads, 0);
  await pass(MIN);
  assert.ok(seen.reloads > 0, "half an hour without a deed, a chat still open");
});

test("what comes by itself puts nothing off: customers, bots, cards drawn, a page left open", async () => {
  const unasked = [
    { type: "message.seen", role: "customer" },
    { type: "message.seen", role: "bot" },
    { type: "conversation.opened" },
    { type: "shown", ids: [] },
    { type: "ready" },
    { type: "state" },
    { type: "settings" },
  ];
  const { renewal, seen, pass } = worker();
  renewal.waits();
  for (let gone = 0; gone < 30; gone += 1) {
    for (const one of unasked) renewal.heard(one);
    await pass(MIN);
  }
  assert.ok(seen.reloads > 0);
});

test("each deed of an agent counts", async () => {
  const deeds = [
    DRAFT,
    { type: "message.seen", role: "agent" },
    { type: "inserted", ok: true },
    { type: "insert", id: "a" },
    { type: "search", query: "late" },
    { type: "card.save", card: {} },
    { type: "pair", code: "" },
    { type: "insert-1" },
  ];
  for (const deed of deeds) {
    const { renewal, seen, pass } = worker();
    renewal.waits();
    await pass(20 * MIN);
    renewal.heard(deed);
    await pass(20 * MIN);
    assert.equal(seen.reloads, 0, deed.type);
  }
});

test("a worker that was stopped goes on where it was: what joins it again is no deed", async () => {
  const first = worker();
  await first.pass(MIN);
  first.renewal.heard(DRAFT);
  first.renewal.waits();
  await first.pass(20 * MIN);
  const second = worker(first.kept, first.clock);
  await rest();
  second.clock.advance(S);
  second.renewal.heard(DRAFT); // told anew by a page that reconnects
  await second.pass(9 * MIN);
  assert.equal(second.seen.reloads, 0);
  await second.pass(2 * MIN);
  assert.ok(second.seen.reloads > 0);
});

test("a worker that an alarm has just woken looks once everything has joined it", async () => {
  const { renewal, clock, seen } = worker({ deed: -60 * MIN });
  await rest();
  seen.open = false; // nothing has joined yet
  await renewal.look();
  assert.equal(seen.reloads, 0);
  seen.open = true;
  renewal.heard({ type: "ready" });
  clock.advance(3 * S);
  await rest();
  assert.equal(seen.reloads, 1, "and that look comes by itself");
});

test("while it waits, deeds are kept once a minute at most", async () => {
  const { renewal, clock, seen } = worker();
  clock.advance(MIN);
  renewal.waits();
  for (let second = 0; second < 180; second += 1) {
    clock.advance(S);
    renewal.heard(DRAFT);
  }
  assert.ok(seen.writes <= 4, String(seen.writes));
});
