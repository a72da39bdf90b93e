// Site profiles: matched to pages; and what a server takes of a long chat.
// @ts-check
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fit } from "../../../extension/background/fit.js";
import { readable } from "../../../extension/background/helpdesks.js";
import { matches } from "../../../extension/background/sites.js";

const FOLDER = new URL("../../../extension/sites/", import.meta.url);
/** @param {string} name */
const read = (name) => JSON.parse(readFileSync(new URL(name, FOLDER), "utf8"));
/** @type {string[]} */
const listed = read("index.json");

test("match patterns", () => {
  const yes = [
    ["http://127.0.0.1/demo*", "http://127.0.0.1:8765/demo"],
    ["http://127.0.0.1/demo*", "http://127.0.0.1:8765/demo?chat=1#x"],
    ["*://*.example.com/*/chat*", "https://desk.example.com/a/b/chat/7"],
    ["https://*.example.com/*", "https://example.com/"],
    ["https://*/x", "https://anything.test/x"],
  ];
  const no = [
    ["http://127.0.0.1/demo*", "http://127.0.0.1:8765/console"],
    ["http://127.0.0.1/demo*", "https://127.0.0.1/demo"],
    ["http://127.0.0.1/demo*", "http://127.0.0.1.example.com/demo"],
    ["https://*.example.com/*", "https://badexample.com/"],
    ["https://*/x", "https://anything.test/xy"],
    ["*://*/*", "file:///etc/hosts"],
    ["nonsense", "http://127.0.0.1/demo"],
    ["http://127.0.0.1/demo*", "not an address"],
  ];
  for (const [pattern, address] of yes)
    assert.ok(matches(String(pattern), String(address)), `${pattern} ${address}`);
  for (const [pattern, address] of no)
    assert.ok(!matches(String(pattern), String(address)), `${pattern} ${address}`);
});

/** @param {Partial<import("../../../extension/background/settings.js").Loaded>} given */
const chosen = (given) =>
  /** @type {import("../../../extension/background/settings.js").Loaded} */ ({
    sites: [],
    paused: [],
    profiles: [],
    ...given,
  });

test("nothing is read on a site that was not switched on, but the demo desk", () => {
  const shipped = listed.map((name) => read(`${name}.json`));
  const ids = (/** @type {string} */ address) =>
    readable(address, shipped, chosen({})).profiles.map(({ id }) => id);
  assert.deepEqual(ids("http://localhost:9999/demo"), ["demo-desk"]);
  assert.deepEqual(ids("http://localhost:9999/"), []);
  assert.deepEqual(ids("https://desk.example.com/app"), []);
  const demo = "http://localhost:9999";
  const paused = readable(`${demo}/demo`, shipped, chosen({ paused: [demo] }));
  assert.deepEqual(paused, { profiles: [], paused: true }, "the demo desk can be paused too");
});

test("on a site that was switched on its own profiles come first, paused none", () => {
  const origin = "https://desk.example.com:8443";
  const profile = (/** @type {string} */ id, /** @type {string[]} */ match) =>
    /** @type {Sidecar.Profile} */ (/** @type {unknown} */ ({ id, match }));
  const shipped = [profile("anywhere", []), profile("elsewhere", ["https://other.example/*"])];
  const own = [profile("mine", ["https://desk.example.com/*"])];
  const sites = [{ origin, paused: false, managed: false }];
  const loaded = chosen({ sites, profiles: own });
  const found = (/** @type {string} */ address, given = loaded) =>
    readable(address, shipped, given).profiles.map(({ id }) => id);
  assert.deepEqual(found(`${origin}/inbox`), ["mine", "anywhere"]);
  assert.deepEqual(found("https://desk.example.com/inbox"), [], "another port is another site");
  const paused = chosen({ sites, paused: [origin], profiles: own });
  assert.deepEqual(readable(`${origin}/inbox`, shipped, paused), { profiles: [], paused: true });
});

test("a chat too long for one frame keeps its newest messages", () => {
  const message = (/** @type {number} */ i) => ({
    message: `m${i}`,
    role: /** @type {const} */ ("customer"),
    text: "é".repeat(3_000),
  });
  const messages = Array.from({ length: 60 }, (_, i) => message(i));
  const frame = fit(
    { type: "conversation.opened", conversation: "c", messages },
    { frame_bytes: 20_000, messages: 50 },
  );
  const kept = /** @type {Sidecar.Message[]} */ (frame.messages);
  assert.deepEqual(
    kept.map((one) => one.message),
    ["m57", "m58", "m59"],
  );
  assert.ok(Buffer.byteLength(JSON.stringify(frame)) <= 20_000);
});

test("a short chat is cut to the number of messages alone", () => {
  const messages = Array.from({ length: 60 }, (_, i) => ({
    message: `m${i}`,
    role: /** @type {const} */ ("agent"),
    text: "x",
  }));
  const kept = /** @type {Sidecar.Message[]} */ (
    fit({ type: "conversation.opened", messages }).messages
  );
  assert.equal(kept.length, 50);
  assert.equal(kept[0]?.message, "m10");
});
