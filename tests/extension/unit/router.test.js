// The router: newest only, replay after a reconnection, no line into the wrong chat.
// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { CHAT, TAB, addPage, desk, line, suggestions } from "./desk.js";
import { fakePost } from "./fakes.js";

test("the panel gets the whole state: connection, chat, newest suggestions", () => {
  const { router, panel } = desk();
  router.onFrame(suggestions(1, [line("a")]));
  const { view } = panel.last("view");
  assert.deepEqual(view.connection, {
    status: "connected",
    problem: undefined,
    address: "127.0.0.1:8765",
  });
  assert.deepEqual(view.conversation, {
    id: CHAT,
    customer: { name: "Dana" },
    waitingSince: null,
    heats: [],
  });
  assert.deepEqual(view.reading, { state: "reading", site: "demo-desk", messages: 0 });
  assert.equal(view.suggestions.items[0].id, "a");
  assert.equal(view.suggestions.offset, 1);
});

test("an older frame never replaces a newer one", () => {
  const { router, shown } = desk();
  router.onFrame(suggestions(5, [line("new")]));
  router.onFrame(suggestions(4, [line("old")]));
  router.onFrame(suggestions(5, [line("same")]));
  assert.deepEqual(shown(), ["new"]);
});

test("after a reconnection the pages are asked, and a lower offset is the newest", () => {
  const { router, page, shown, connect } = desk();
  router.onFrame(suggestions(90, [line("before")]));
  router.onStatus({ status: "offline", problem: "no_server" }, "127.0.0.1:8765");
  assert.deepEqual(shown(), ["before"], "what was shown stays readable");
  const asked = page.posted.length;
  connect();
  assert.deepEqual(page.posted.slice(asked), [{ type: "report" }]);
  router.onFrame(suggestions(1, [line("after")]));
  assert.deepEqual(shown(), ["after"]);
});

test("suggestions of another chat stay with that chat", () => {
  const { router, shown, open } = desk();
  router.onFrame(suggestions(1, [line("other")], "demo-desk:other"));
  assert.equal(shown(), undefined);
  open("demo-desk:other");
  assert.deepEqual(shown(), ["other"]);
});

test("a page speaks for its own site and its open chat alone", () => {
  const { sent, pageEnd } = desk();
  const before = sent.length;
  pageEnd.receive({ type: "conversation.opened", conversation: "bank:1", messages: [] });
  pageEnd.receive({
    type: "message.seen",
    conversation: "demo-desk:other",
    message: "m",
    role: "customer",
    text: "x",
  });
  pageEnd.receive({ type: "signed_off" });
  pageEnd.receive({ type: "toString" });
  assert.equal(sent.length, before);
  pageEnd.receive({
    type: "message.seen",
    conversation: CHAT,
    message: "m",
    role: "customer",
    text: "x",
  });
  assert.equal(sent.length, before + 1);
});

test("a line goes to the page with its chat and its first gap; success is reported", () => {
  const { router, sent, page, pageEnd, panel, panelEnd } = desk();
  const slots = /** @type {Sidecar.Slot[]} */ ([{ name: "item", span: [5, 7] }]);
  router.onFrame(suggestions(1, [line("a", { slots })]));
  panelEnd.receive({ type: "insert", id: "a", text: "text of a" });
  assert.deepEqual(page.last("insert"), {
    type: "insert",
    id: "a",
    text: "text of a",
    gap: [5, 7],
    slots: ["of"],
    conversation: CHAT,
  });
  pageEnd.receive({ type: "inserted", id: "a", conversation: CHAT, ok: true });
  assert.equal(panel.last("inserted").ok, true);
  assert.deepEqual(sent.at(-1), {
    type: "feedback",
    conversation: CHAT,
    suggestion: "a",
    event: "inserted",
  });
});

test("a refusal reaches the panel with its reason, and is no feedback", () => {
  const { router, sent, pageEnd, panel, panelEnd } = desk();
  router.onFrame(suggestions(1, [line("a")]));
  panelEnd.receive({ type: "insert", id: "a", text: "text of a" });
  const before = sent.length;
  pageEnd.receive({ type: "inserted", id: "a", ok: false, reason: "no_composer" });
  assert.deepEqual(panel.last("inserted"), {
    type: "inserted",
    id: "a",
    ok: false,
    reason: "no_composer",
  });
  assert.equal(sent.length, before);
});

test("a line of the chat before, or a note, is not inserted", () => {
  const { router, page, panel, panelEnd, open } = desk();
  router.onFrame(suggestions(1, [line("a"), line("n", { kind: "note", insertable: false })]));
  panelEnd.receive({ type: "insert", id: "n", text: "x" });
  open("demo-desk:other");
  panelEnd.receive({ type: "insert", id: "a", text: "text of a" });
  assert.equal(page.last("insert"), undefined);
  assert.equal(panel.last("inserted").reason, "moved");
});

test("a line just replaced, which a panel may still hold, can be inserted", () => {
  const { router, page, panelEnd } = desk();
  router.onFrame(suggestions(1, [line("held")]));
  router.onFrame(suggestions(2, [line("newer")]));
  panelEnd.receive({ type: "insert", id: "held", text: "text of held" });
  assert.equal(page.last("insert").id, "held");
});

test("a key in the page inserts by the numbers that the panel shows", () => {
  const { router, page, panelEnd } = desk();
  router.onFrame(suggestions(1, [line("n", { insertable: false }), line("a"), line("b")]));
  router.insertLine(TAB, 2);
  assert.equal(page.last("insert").id, "b");
  panelEnd.receive({ type: "shown", ids: ["n", "a", "b"] });
  router.onFrame(suggestions(2, [line("c")]));
  router.insertLine(TAB, 1);
  assert.equal(page.last("insert").id, "a", "the panel still shows the lines of before");
  const count = page.posted.length;
  router.insertLine(TAB, 3);
  router.insertLine(99, 1);
  assert.equal(page.posted.length, count);
});

test("dismissed means gone, also when the server repeats the line", () => {
  const { router, sent, panelEnd, shown } = desk();
  router.onFrame(suggestions(1, [line("a"), line("b")]));
  panelEnd.receive({ type: "dismiss", id: "a" });
  assert.deepEqual(shown(), ["b"]);
  router.onFrame(suggestions(2, [line("a"), line("c")]));
  assert.deepEqual(shown(), ["c"]);
  assert.deepEqual(sent.at(-1), {
    type: "feedback",
    conversation: CHAT,
    suggestion: "a",
    event: "dismissed",
  });
});

test("shown is said once for each line", () => {
  const { router, sent, panelEnd } = desk();
  router.onFrame(suggestions(1, [line("a"), line("b")]));
  panelEnd.receive({ type: "shown", ids: ["a", "b"] });
  panelEnd.receive({ type: "shown", ids: ["a", "b"] });
  const said = sent.filter((frame) => frame.event === "shown").map((frame) => frame.suggestion);
  assert.deepEqual(said, ["a", "b"]);
});

test("a search's results go to the panel that asked, and can be inserted", () => {
  const { router, sent, page, panel, panelEnd } = desk();
  const other = fakePost();
  router.addPanel(TAB, other.post).receive({ type: "ready" });
  panelEnd.receive({ type: "search", request: "1", query: "refund" });
  const asked = sent.at(-1);
  assert.equal(asked.query, "refund");
  assert.equal(asked.conversation, CHAT);
  router.onFrame({ type: "results", request: asked.request, items: [line("r")] });
  assert.deepEqual(panel.last("results"), { type: "results", request: "1", items: [line("r")] });
  assert.equal(other.last("results"), undefined);
  panelEnd.receive({ type: "insert", id: "r", text: "text of r" });
  assert.equal(page.last("insert").id, "r");
});

test("a line found in one chat is not inserted into another, whatever is searched there", () => {
  const { router, sent, page, panelEnd, open } = desk();
  panelEnd.receive({ type: "search", request: "1", query: "refund" });
  router.onFrame({ type: "results", request: sent.at(-1).request, items: [line("r")] });
  open("demo-desk:other");
  panelEnd.receive({ type: "search", request: "2", query: "re" });
  panelEnd.receive({ type: "insert", id: "r", text: "text of r" });
  assert.equal(page.last("insert"), undefined);
});

test("without a chat lines are searched all the same", () => {
  const { router, sent } = desk();
  const panel = fakePost();
  router.addPanel(99, panel.post).receive({ type: "search", request: "1", query: "refund" });
  const asked = sent.at(-1);
  assert.equal(Object.hasOwn(asked, "conversation"), false);
  router.onFrame({ type: "results", request: asked.request, items: [line("r")] });
  assert.equal(panel.last("results").items[0].id, "r");
});

test("a panel follows its window's tab", () => {
  const { router, panel, panelEnd } = desk();
  router.onFrame(suggestions(1, [line("a")]));
  panelEnd.follow(8);
  assert.equal(panel.last("view").view.conversation, null);
  panelEnd.follow(TAB);
  assert.equal(panel.last("view").view.conversation.id, CHAT);
});

test("a closed tab's chats are closed, unless another tab shows them", () => {
  const { router, sent, open } = desk();
  open("demo-desk:two");
  const other = addPage(router, 8, () => {});
  other.receive({ type: "conversation.opened", conversation: CHAT, messages: [] });
  router.tabClosed(TAB);
  const closed = sent
    .filter(({ type }) => type === "conversation.closed")
    .map((frame) => frame.conversation);
  assert.deepEqual(closed, ["demo-desk:two"]);
});

test("the page that came last speaks for its tab; the old one's end changes nothing", () => {
  const { router, pageEnd, panel, sent } = desk();
  const fresh = fakePost();
  addPage(router, TAB, fresh.post).receive({
    type: "conversation.opened",
    conversation: CHAT,
    messages: [],
  });
  pageEnd.gone();
  assert.equal(panel.last("view").view.conversation.id, CHAT);
  const before = sent.length;
  pageEnd.receive({
    type: "message.seen",
    conversation: CHAT,
    message: "m",
    role: "customer",
    text: "x",
  });
  assert.equal(sent.length, before);
});

test("a server that does not know the chat is told it again", () => {
  const { router, page } = desk();
  const before = page.posted.length;
  router.onFrame({ type: "problem", code: "too_long", detail: "" });
  router.onFrame({
    type: "problem",
    code: "unknown_conversation",
    detail: "",
    about: { conversation: CHAT },
  });
  assert.deepEqual(page.posted.slice(before), [{ type: "report" }]);
});

test("after dropped frames the pages say once more what they show", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const { router, page } = desk();
  const before = page.posted.length;
  router.onFrame({ type: "problem", code: "slow_down", detail: "" });
  assert.equal(page.posted.length, before, "not while the server is still busy");
  t.mock.timers.tick(5_000);
  assert.deepEqual(page.posted.slice(before), [{ type: "report" }]);
});

test("unknown frames and messages are passed over", () => {
  const { router, panelEnd, sent } = desk();
  const before = sent.length;
  router.onFrame({ type: "from.the.future" });
  router.onFrame({ type: "constructor" });
  panelEnd.receive({ type: "hasOwnProperty" });
  panelEnd.receive(undefined);
  assert.equal(sent.length, before);
});

test("when the server has forgotten everything, every page is asked what it shows", () => {
  const { router, page } = desk();
  const before = page.posted.length;
  router.report();
  assert.deepEqual(page.posted.slice(before), [{ type: "report" }]);
});
