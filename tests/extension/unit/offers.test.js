// What a page is told of the settings: how it is read, and nothing of whom it is read for.
// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { Offers } from "../../../extension/background/offers.js";
import { Router } from "../../../extension/background/router.js";
import { loadSettings } from "../../../extension/background/settings.js";
import { profile } from "./sample.js";

test("no page ever gets the agent's card, neither as it joins nor when a setting changes", async () => {
  const kept = { card: { name: "Nora" }, sites: ["https://desk.example.com"], profiles: [profile()] };
  const area = { get: async () => kept, set: async () => {} };
  const storage = { local: area, managed: { get: async () => ({}) }, onChanged: {} };
  const loaded = await loadSettings(/** @type {any} */ (storage));
  assert.equal(loaded.settings.card?.name, "Nora");
  /** @type {any[]} */
  const posted = [];
  const listener = { addListener() {} };
  const port = {
    sender: { url: "https://desk.example.com/?chat=7", tab: { id: 1 }, frameId: 0 },
    postMessage: (/** @type {object} */ message) => void posted.push(message),
    onMessage: listener,
    onDisconnect: listener,
  };
  const browser = /** @type {any} */ ({ permissions: { contains: async () => true } });
  const router = new Router({ send: () => true });
  const offers = new Offers(browser, router, Promise.resolve([]), async () => loaded);
  await offers.join(/** @type {any} */ (port));
  await offers.all();
  const told = posted.filter(({ settings }) => settings);
  assert.deepEqual(
    told.map(({ type }) => type),
    ["profiles", "settings"],
  );
  for (const { settings } of told) {
    assert.equal(settings.warnSlots, true);
    assert.ok(!("card" in settings));
  }
});
