// What is sent stays within the server's limits, in order, and nothing that matters is left out.
// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { Pace } from "../../../extension/background/pace.js";
import { fakeClock } from "./fakes.js";

function paced(perSecond = 20) {
  /** @type {any[]} */
  const sent = [];
  const clock = fakeClock();
  const pace = new Pace(clock, (frame) => sent.push(frame));
  pace.begin(perSecond);
  return { sent, clock, pace };
}

/** @param {string} type @param {number | string} chat @param {object} [rest] */
const frame = (type, chat, rest = {}) => ({ type, conversation: `c${chat}`, ...rest });

test("a server with the usual limits takes three hundred chats told at once", () => {
  const { sent, clock, pace } = paced();
  for (let chat = 0; chat < 300; chat += 1) pace.push(frame("conversation.opened", chat));
  let [tokens, counted] = [100, 0]; // as web/rate.py counts: a burst of 100, 20 a second
  for (let ms = 0; counted < 300; ms += 10) {
    tokens = Math.min(100, tokens + 0.2) - (sent.length - counted);
    counted = sent.length;
    assert.ok(tokens > 0, `${counted} after ${ms} ms`);
    assert.ok(ms < 20_000, `${counted} of 300`);
    clock.advance(10);
  }
  assert.deepEqual(sent.map(({ conversation }) => conversation), [...Array(300).keys()].map((n) => `c${n}`));
});

test("what waits about a chat is told by its opening; feedback and other chats stay", () => {
  const { sent, clock, pace } = paced(1);
  for (let n = 0; n < 4; n += 1) pace.push(frame("tick", n));
  pace.push(frame("message.seen", 1, { message: "a" }));
  pace.push(frame("feedback", 1));
  pace.push(frame("message.seen", 2, { message: "b" }));
  pace.push(frame("conversation.opened", 1));
  pace.push(frame("draft.changed", 2, { revision: 1 }));
  pace.push(frame("message.seen", 2, { message: "c" }));
  pace.push(frame("draft.changed", 2, { revision: 2 }));
  clock.advance(60_000);
  const said = sent.slice(4).map(({ type, message, revision }) => [type, message ?? revision]);
  assert.deepEqual(said, [
    ["feedback", undefined],
    ["message.seen", "b"],
    ["conversation.opened", undefined],
    ["message.seen", "c"],
    ["draft.changed", 2],
  ]);
});

test("a clock that is set moves nothing; a connection that is over sends nothing more", () => {
  const { sent, clock, pace } = paced(1);
  for (let n = 0; n < 8; n += 1) pace.push(frame("tick", n));
  assert.equal(sent.length, 4);
  clock.set(-86_400_000);
  clock.advance(1_300);
  assert.equal(sent.length, 5);
  pace.end();
  clock.advance(60_000);
  assert.equal(sent.length, 5);
  pace.begin(1);
  pace.push(frame("tick", 9));
  assert.equal(sent.length, 6);
});
