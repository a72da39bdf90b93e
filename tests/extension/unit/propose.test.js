// A line for the lead: what would be sent, that it goes by a press alone, and that it carries no name.
// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { press, keysOf } from "../../../extension/panel/keys.js";
import { MOST, Proposal } from "../../../extension/panel/proposal.js";
import { CHAT, TAB, addPage, desk } from "./desk.js";
import { fakePost } from "./fakes.js";

const WELCOME = { type: "welcome", features: ["draft", "propose"] };

/** @param {string} draft */
function begun(draft) {
  const one = new Proposal();
  one.know({ customers: ["Dana Whitfield"], agent: "Ben" });
  one.begin(draft);
  return one;
}

test("it begins with the reply, personal data taken out of what would be sent alone", () => {
  const one = begun(" Dana, write to d@x.example ");
  assert.equal(one.line, "Dana, write to d@x.example");
  assert.equal(one.text, "{name}, write to {email}");
  assert.deepEqual(one.taken(), ["{name}", "{email}"]);
  assert.deepEqual(one.check(""), { problem: "", text: "{name}, write to {email}", why: "" });
});

test("names that come late are taken out as well", () => {
  const one = new Proposal();
  one.begin("Dana, I look.");
  assert.equal(one.text, "Dana, I look.");
  one.know({ customers: ["Dana W"] });
  assert.equal(one.text, "{name}, I look.");
});

test("a reply that comes late takes the place of nothing that was written", () => {
  const one = new Proposal();
  one.write("Mine");
  one.begin("The reply");
  assert.equal(one.line, "Mine");
  one.clear();
  one.begin("The reply");
  assert.equal(one.line, "The reply");
});

test("what was changed by hand stays, until it is taken from the line again", () => {
  const one = begun("I look, Dana");
  one.edit("I look for it");
  one.write("I look, Dana, at once");
  one.know({ customers: ["Dana"] });
  assert.equal(one.text, "I look for it");
  one.again();
  assert.equal(one.text, "I look, {name}, at once");
  assert.equal(one.byHand, false);
});

test("what is written in by hand and never sent is taken out first, and has to be read again", () => {
  for (const [written, left] of [
    ["Mail d@x.example.", "Mail {email}."],
    ["Card 4111 1111 1111 1111", "Card {card}"],
    ["Call +44 20 7946 0958", "Call {phone}"],
    ["It is Dana's", "It is {name}'s"],
  ]) {
    const one = begun("");
    one.edit(String(written));
    assert.equal(one.check("").problem, "again", written);
    assert.equal(one.text, left);
    assert.equal(one.check("").problem, "", "the second press sends what is shown now");
  }
});

test("a number that was put back by hand may be meant", () => {
  const one = begun("Order 4471902");
  one.edit("Model 4471902");
  assert.equal(one.check("").problem, "");
  assert.equal(one.check("").text, "Model 4471902");
});

test("when one would use it is looked through as well, and is shown before it goes", () => {
  const one = begun("I look.");
  assert.deepEqual(one.check("as with Dana, 4471902"), {
    problem: "again",
    text: "I look.",
    why: "as with {name}, {number}",
  });
  assert.equal(one.check("as with {name}, {number}").problem, "");
  assert.equal([...one.check("😀".repeat(300)).why].length, MOST.why);
});

test("an empty line and one too long go nowhere; characters are counted whole", () => {
  assert.equal(begun("  ").check("").problem, "empty");
  const one = begun("");
  one.write("😀".repeat(MOST.text));
  assert.equal(one.check("").problem, "");
  one.write("😀".repeat(MOST.text + 3));
  assert.equal(one.check("").problem, "long");
  assert.equal(one.over(), 3);
});

test("slots of the line are not said to be taken out", () => {
  assert.deepEqual(begun("Your {item}, Dana").taken(), ["{name}"]);
});

/** A desk whose server takes lines. */
function open() {
  const all = desk();
  all.router.onStatus(
    { status: "connected", welcome: /** @type {any} */ (WELCOME) },
    "127.0.0.1:8765",
  );
  const proposals = () => all.sent.filter(({ type }) => type === "propose");
  return { ...all, proposals };
}

test("the panel is told whether the server takes lines", () => {
  const { router, panel } = open();
  assert.equal(panel.last("view").view.proposes, true);
  router.onStatus({ status: "connected" }, "127.0.0.1:8765");
  assert.equal(panel.last("view").view.proposes, false);
  router.onStatus({ status: "offline", welcome: /** @type {any} */ (WELCOME) }, "127.0.0.1:8765");
  assert.equal(panel.last("view").view.proposes, false);
});

test("asked to begin, the worker names who is known and asks the page for the reply", () => {
  const { router, panel, panelEnd, page, pageEnd, proposals } = open();
  router.set({ keysOn: true, keys: {}, badge: true, warnSlots: true, card: /** @type {any} */ ({ name: "Ben" }) });
  panelEnd.receive({ type: "propose.begin" });
  const { customers, agent } = panel.last("proposal");
  assert.deepEqual([customers, agent], [["Dana"], "Ben"]);
  assert.ok(page.last("draft"));
  pageEnd.receive({ type: "draft", conversation: CHAT, text: "I look." });
  assert.equal(panel.last("draft").text, "I look.");
  pageEnd.receive({ type: "draft", conversation: "another:site", text: "No." });
  assert.equal(panel.last("draft").text, "I look.");
  assert.deepEqual(proposals(), [], "nothing goes without a press");
});

test("the names of other tabs' customers are known too, and no view carries the agent's", () => {
  const { router, panel, panelEnd } = open();
  const other = addPage(router, TAB + 1, fakePost().post);
  other.receive({
    type: "conversation.opened",
    conversation: "demo-desk:omar",
    customer: { name: "Omar" },
    messages: [],
  });
  panelEnd.receive({ type: "propose.begin" });
  assert.deepEqual(panel.last("proposal").customers.sort(), ["Dana", "Omar"]);
  assert.ok(!JSON.stringify(panel.last("view")).includes("Ben"));
});

test("a press sends the line as shown with the chat, and its answer comes back", () => {
  const { panel, panelEnd, proposals, router } = open();
  panelEnd.receive({ type: "propose", text: "I look.", why: "late", customer: "Dana" });
  const [frame] = proposals();
  const { request, ...rest } = frame;
  assert.deepEqual(rest, { type: "propose", text: "I look.", why: "late", conversation: CHAT });
  router.onFrame({ type: "proposed", request, kept: true });
  assert.deepEqual(panel.last("proposed"), { type: "proposed", kept: true });
});

test("a refusal comes back in the server's words; without a server it is said at once", () => {
  const { panel, panelEnd, proposals, router } = open();
  panelEnd.receive({ type: "propose", text: "I look.", why: "" });
  const { request } = proposals()[0];
  router.onFrame({ type: "problem", code: "not_allowed", detail: "mend it", about: { request } });
  assert.equal(panel.last("propose.failed").detail, "mend it");
  panelEnd.receive({ type: "propose", text: "I look.", why: "" });
  router.onStatus({ status: "offline" }, "127.0.0.1:8765");
  assert.equal(panel.last("propose.failed").detail, undefined);
});

test("while somebody writes in a sheet, keys are letters, and Esc still takes it back", () => {
  /** @type {string[]} */
  const done = [];
  const deeds = /** @type {any} */ ({
    leave: () => Boolean(done.push("leave")),
    next: () => done.push("next"),
    "insert-1": () => done.push("insert"),
  });
  const still = { ctrlKey: false, altKey: false, metaKey: false, isComposing: false, repeat: false };
  const keys = keysOf({ keysOn: true, keys: {} });
  for (const key of ["1", "Enter", "ArrowDown", "/"])
    assert.equal(press({ key, ...still }, "text", keys, deeds), false, key);
  assert.equal(press({ key: "Escape", ...still }, "text", keys, deeds), true);
  assert.equal(press({ key: "Escape", ...still, isComposing: true }, "text", keys, deeds), false);
  assert.deepEqual(done, ["leave"]);
});
