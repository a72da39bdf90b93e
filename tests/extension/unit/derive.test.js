// What the picker tells from text alone: names that people wrote, times, the number of a chat.
// @ts-check
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import vm from "node:vm";

const CONTENT = new URL("../../../extension/content/", import.meta.url);
/** @type {string[]} */
const listed = JSON.parse(readFileSync(new URL("picker.json", CONTENT), "utf8"));
const names = ["profile.js", "chat.js", ...listed.map((name) => name.replace("content/", ""))];
const world = vm.createContext({ URL });
for (const name of names) vm.runInContext(readFileSync(new URL(name, CONTENT), "utf8"), world);
const { sidecar } = world;

test("every script of the picker is in the list, and all leave one frozen global", () => {
  const ours = readdirSync(CONTENT).filter((name) => /^(pick.*|derive)\.js$/.test(name));
  assert.deepEqual(
    ours.filter((name) => !names.includes(name)),
    [],
  );
  assert.ok(Object.isFrozen(sidecar) && Object.isFrozen(sidecar.picking));
  assert.equal(typeof sidecar.pick, "function");
});

test("names that a person wrote are kept, what a build made up is not", () => {
  const people = [
    "message",
    "msg-in",
    "left-bubble",
    "chatMessageRow",
    "message-bubble-container",
    "col2",
    "bg-n-solid-blue",
    "is-outgoing",
    "thread-type-note",
    "ProseMirror",
    "entry_author",
  ];
  const builds = [
    "css-1x2y3z",
    "sc-gsTCUz",
    "_ab12c",
    "ember123",
    "svelte-1abcde",
    "x1n2onr6",
    "jss42",
    "hXyZqWb",
    "Message_root__3fGh2",
    "a",
    ":r1:",
    "css-ab12cd",
    "bdfghjk",
  ];
  for (const name of people) assert.equal(sidecar.picking.written(name), true, name);
  for (const name of builds) assert.equal(sidecar.picking.written(name), false, name);
});

test("times are times and talk is not", () => {
  const times = [
    "10:04",
    "2:08 pm",
    "9:02 AM",
    "14:22:09",
    "Today at 10:04",
    "yesterday",
    "5 min ago",
    "just now",
    "Nov 28, 2026 9:00 AM",
    "28.11.2026",
    "2026-11-28T09:14:00Z",
    "3h",
    "Monday 10:04",
  ];
  const talk = ["ok", "12", "Abeni", "see you at 10:30 then", "I now have 2", "a Fairphone 5", ""];
  for (const text of times) assert.equal(sidecar.picking.isTime(text), true, text);
  for (const text of talk) assert.equal(sidecar.picking.isTime(text), false, text);
});

/** @param {string} address */
function numberIn(address) {
  const where = sidecar.conversationIn(address);
  return where && sidecar.part(address, where.regex);
}

test("the number of a chat is found in an address", () => {
  const origin = "https://desk.example.com";
  const known = {
    "/app/accounts/1/conversations/4711": "4711",
    "/app/accounts/1/conversations/4711?tab=notes": "4711",
    "/#/tickets/9/zoom": "9",
    "/inbox/8f3a91c2-11aa-4bcd-9e00-aabbccddeeff": "8f3a91c2-11aa-4bcd-9e00-aabbccddeeff",
    "/chat?ticket_id=5512&x=1": "5512",
    "/room/8f3a91c2?tab=chat": "8f3a91c2",
    "/7781": "7781",
  };
  for (const [path, number] of Object.entries(known)) {
    assert.equal(numberIn(origin + path), number, path);
  }
  for (const path of ["/", "/app/dashboard", "/settings/profile"]) {
    assert.equal(numberIn(origin + path), null, path);
  }
});

test("the same rule finds the next chat's number", () => {
  const where = sidecar.conversationIn("https://desk.example.com/app/accounts/1/conversations/42");
  const next = "https://desk.example.com/app/accounts/1/conversations/43?x=2#top";
  assert.equal(sidecar.part(next, where.regex), "43");
});
