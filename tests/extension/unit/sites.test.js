// Site profiles: listed, well formed, matched to pages; and what a server takes of a long chat.
// @ts-check
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { fit } from "../../../extension/background/fit.js";
import { matches, profileFor } from "../../../extension/background/sites.js";

const FOLDER = new URL("../../../extension/sites/", import.meta.url);
const ROLES = ["note", "system", "bot", "agent", "customer"];
/** @param {string} name */
const read = (name) => JSON.parse(readFileSync(new URL(name, FOLDER), "utf8"));
/** @type {string[]} */
const listed = read("index.json");

test("every profile in the folder is listed, and no other", () => {
  const files = readdirSync(FOLDER).filter((name) => name !== "index.json");
  assert.deepEqual(files.sort(), listed.map((name) => `${name}.json`).sort());
});

for (const name of listed)
  test(`${name} has what a reader needs`, () => {
    /** @type {Sidecar.Profile} */
    const profile = read(`${name}.json`);
    assert.equal(profile.id, name);
    assert.ok(profile.verified, "says against what it was checked");
    assert.ok(profile.match.length && profile.list && profile.message && profile.text);
    assert.ok(profile.messageId.attr && profile.composer.selector);
    for (const rule of profile.direction) {
      assert.ok(ROLES.includes(rule.is));
      assert.ok(
        rule.selector || rule.closest || rule.has || rule.attr,
        "a rule without a condition",
      );
    }
    const roles = profile.direction.map(({ is }) => is);
    assert.deepEqual(
      roles,
      ROLES.filter((role) => roles.includes(/** @type {any} */ (role))),
    );
  });

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

test("the demo desk is found by its address", () => {
  const profiles = listed.map((name) => read(`${name}.json`));
  assert.equal(profileFor(profiles, "http://localhost:9999/demo")?.id, "demo-desk");
  assert.equal(profileFor(profiles, "http://localhost:9999/"), null);
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
