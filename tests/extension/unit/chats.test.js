// Several chats, tabs and frames: which one is shown, who waits since when, how heat went.
// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { CHAT, NOW, addPage, desk, line, suggestions } from "./desk.js";
import { fakePost } from "./fakes.js";

test("several chats in a page are all told; the panel shows the one in front", () => {
  const { router, sent, panel, pageEnd, open, shown } = desk();
  open("demo-desk:two");
  pageEnd.receive({ type: "active", conversation: CHAT });
  const before = sent.length;
  for (const conversation of [CHAT, "demo-desk:two"])
    pageEnd.receive({
      type: "message.seen",
      conversation,
      message: "m1",
      role: "customer",
      text: "x",
    });
  assert.equal(sent.length, before + 2);
  router.onFrame(suggestions(1, [line("a")]));
  router.onFrame(suggestions(2, [line("b")], "demo-desk:two"));
  assert.deepEqual(shown(), ["a"]);
  const { chats } = panel.last("view").view;
  assert.deepEqual(
    chats.map((/** @type {any} */ { id, here, fresh }) => [id, here, fresh]),
    [
      [CHAT, true, true],
      ["demo-desk:two", false, true],
    ],
  );
});

test("a customer waits from the first message that nobody answered", () => {
  const { panel, pageEnd } = desk();
  const waiting = () => panel.last("view").view.conversation.waitingSince;
  const say = (/** @type {string} */ message, /** @type {string} */ role, /** @type {string} */ at) =>
    pageEnd.receive({
      type: "message.seen",
      conversation: CHAT,
      message,
      role,
      text: "x",
      sent_at: at,
    });
  say("a", "customer", "2026-03-02T09:58:00Z");
  say("b", "customer", "2026-03-02T09:59:00Z");
  assert.equal(waiting(), Date.parse("2026-03-02T09:58:00Z"));
  say("n", "note", "2026-03-02T09:59:10Z");
  assert.ok(waiting(), "a private note answers nobody");
  say("c", "agent", "2026-03-02T09:59:30Z");
  assert.equal(waiting(), null);
  say("d", "customer", "2026-03-09T09:59:30Z");
  assert.equal(waiting(), NOW, "a time that cannot be is not believed");
});

test("the heat after each of the customer's messages is kept, once a message", () => {
  const { router, panel, pageEnd } = desk();
  const say = (/** @type {string} */ message, /** @type {string} */ role) =>
    pageEnd.receive({ type: "message.seen", conversation: CHAT, message, role, text: "x" });
  const answer = (
    /** @type {number} */ offset,
    /** @type {string} */ message,
    /** @type {number} */ heat,
  ) => router.onFrame({ ...suggestions(offset, []), about: { message }, cues: { heat } });
  say("m1", "customer");
  answer(1, "m1", 0.2);
  say("m2", "customer");
  answer(2, "m2", 0.4);
  answer(3, "m2", 0.5);
  say("a1", "agent");
  answer(4, "a1", 0.5);
  assert.deepEqual(panel.last("view").view.conversation.heats, [0.2, 0.5]);
});

test("another chat is brought to the front, in its own tab", () => {
  const { router, gone, panelEnd } = desk();
  const other = fakePost();
  addPage(router, 8, other.post).receive({
    type: "conversation.opened",
    conversation: "demo-desk:two",
    messages: [],
  });
  panelEnd.receive({ type: "go", conversation: "demo-desk:two" });
  assert.deepEqual(gone, [8]);
  assert.equal(other.last("show").conversation, "demo-desk:two");
});

test("of a tab's frames the one with a chat is shown, and each is told of its own", () => {
  const { router, panel } = desk();
  const [top, inner] = [fakePost(), fakePost()];
  router.addPanel(9, panel.post);
  addPage(router, 9, top.post, { site: "" });
  assert.equal(panel.last("view").view.reading.state, "unknown");
  const end = addPage(router, 9, inner.post, { frame: 3 });
  end.receive({ type: "conversation.opened", conversation: CHAT, messages: [] });
  assert.equal(panel.last("view").view.conversation.id, CHAT);
  assert.equal(panel.last("view").view.reading.state, "reading");
  end.gone();
  assert.equal(panel.last("view").view.reading.state, "unknown");
});

test("a chat that the page has left is not shown any more", () => {
  const { panel, pageEnd } = desk();
  pageEnd.receive({ type: "left", conversation: CHAT });
  assert.equal(panel.last("view").view.conversation, null);
});
