// Settings: defaults, then the agent's choice, then what IT has set; junk never gets through.
// @ts-check
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { DEED_KEYS, clash, plainKey } from "../../../extension/background/deeds.js";
import { isFor, readOrigin } from "../../../extension/background/origins.js";
import * as settings from "../../../extension/background/settings.js";
import { profile } from "./sample.js";

const ROOT = new URL("../../../extension/", import.meta.url);
const texts = JSON.parse(readFileSync(new URL("_locales/en/messages.json", ROOT), "utf8"));

/** @param {any} [local] @param {any} [managed] */
function fakeStorage(local = {}, managed = {}) {
  /** @type {((changes: object, area: string) => void)[]} */
  const listeners = [];
  const area = (/** @type {any} */ held) => ({
    held,
    get: async (/** @type {string[]} */ keys) =>
      structuredClone(Object.fromEntries(keys.map((key) => [key, held[key]]))),
    set: async (/** @type {object} */ items) => void Object.assign(held, structuredClone(items)),
  });
  return {
    local: area(local),
    managed: area(managed),
    onChanged: { addListener: (/** @type {any} */ run) => void listeners.push(run) },
    /** @param {string} name @param {object} items */
    change(name, items) {
      Object.assign(name === "managed" ? managed : local, items);
      for (const run of listeners) run(items, name);
    },
  };
}

test("with nothing chosen and nothing set, the defaults stand and nothing is locked", async () => {
  const loaded = await settings.loadSettings(fakeStorage());
  assert.deepEqual(loaded, {
    settings: {
      keysOn: true,
      keys: {},
      badge: true,
      warnSlots: true,
      quiet: false,
      rules: {},
      card: null,
    },
    locked: [],
    server: "",
    sites: [],
    paused: [],
    profiles: [],
    managedProfiles: [],
    faults: [],
  });
});

test("the agent's choice outdoes the defaults; what IT set outdoes both and is locked", async () => {
  const storage = fakeStorage(
    {
      settings: { badge: false, keysOn: false, keys: { copy: "y" }, rules: { tone: true, hint: false } },
      card: { name: "Nora" },
    },
    { features: { keysOn: true, quiet: true }, rules: { tone: false }, server: "localhost:9000" },
  );
  const loaded = await settings.loadSettings(storage);
  const { card, ...others } = loaded.settings;
  assert.equal(card?.name, "Nora");
  assert.deepEqual(others, {
    keysOn: true,
    keys: { copy: "y" },
    badge: false,
    warnSlots: true,
    quiet: true,
    rules: { tone: false, hint: false },
  });
  assert.deepEqual(loaded.locked, ["keysOn", "quiet", "rules.tone", "server"]);
  assert.equal(loaded.server, "localhost:9000");
});

test("junk of any kind falls back and never throws", async () => {
  const junk = [null, 7, "x y", true, [], [null], { a: 1 }, [{ id: 5 }], { keys: 3, badge: "yes", rules: 7 }];
  for (const one of junk) {
    const all = { settings: one, card: one, sites: one, paused: one, profiles: one };
    const it = { server: one, sites: one, profiles: one, features: one, rules: one };
    const loaded = await settings.loadSettings(fakeStorage(all, it));
    assert.deepEqual(loaded.settings, settings.defaults(), JSON.stringify(one));
    assert.deepEqual([loaded.server, loaded.sites, loaded.profiles], ["", [], []]);
  }
  const gone = { get: () => Promise.reject(new Error("no managed storage here")) };
  const storage = /** @type {any} */ ({ ...fakeStorage(), local: gone, managed: gone });
  assert.deepEqual((await settings.loadSettings(storage)).settings, settings.defaults());
  storage.managed = undefined;
  assert.deepEqual((await settings.loadSettings(storage)).locked, []);
});

test("what cannot be used of a policy is named", async () => {
  const { match, ...without } = profile();
  const managed = {
    server: "http://sidecar.example:8765",
    sites: ["https://desk.example.com/inbox", "ftp://x"],
    profiles: [profile(), without, "x"],
  };
  const { faults, sites, profiles } = await settings.loadSettings(fakeStorage({}, managed));
  assert.ok(match);
  assert.deepEqual(sites, [{ origin: "https://desk.example.com", paused: false, managed: true }]);
  assert.deepEqual(
    profiles.map(({ id }) => id),
    ["desk"],
  );
  assert.deepEqual(faults, [
    { problem: "site_fault_origin", field: "sites[1]" },
    { problem: "site_fault_server", field: "server" },
    { problem: "site_fault_missing", field: "profiles[1].match" },
    { problem: "site_fault_group", field: "profiles[2]" },
  ]);
});

test("values that IT sets later arrive by the change", async () => {
  const storage = fakeStorage();
  /** @type {any[]} */
  const seen = [];
  const once = new Promise((resolve) =>
    settings.watchSettings(storage, (loaded) => resolve(seen.push(loaded))),
  );
  storage.change("local", { token: "t" });
  storage.change("managed", { features: { badge: false } });
  await once;
  assert.deepEqual(
    seen.map(({ settings: { badge }, locked }) => [badge, locked]),
    [[false, ["badge"]]],
  );
});

test("saving keeps what was chosen under a lock, for the day the lock goes", async () => {
  const before = { badge: false, rules: { tone: false, heard: true } };
  const it = { features: { badge: true }, rules: { tone: true } };
  const storage = fakeStorage({ settings: before }, it);
  const rules = { tone: true, heard: false, nonsense: true };
  const all = { keysOn: false, badge: true, keys: { note: "m", nonsense: "q" }, rules, spy: 1 };
  const { settings: now } = await settings.saveSettings(storage, all);
  const same = { keysOn: false, warnSlots: true, quiet: false, keys: { note: "m" } };
  const shown = { ...same, badge: true, rules: { tone: true, heard: false }, card: null };
  assert.deepEqual(now, shown);
  const kept = { ...same, badge: false, rules: { tone: false, heard: false } };
  assert.deepEqual(storage.local.held.settings, kept);
});

test("the card is kept beside the switches: neither change takes the other along", async () => {
  const storage = fakeStorage();
  await settings.saveCard(storage, { name: " Nora ", spy: 1 });
  const with_ = { quiet: true, card: { name: "Somebody else" } };
  const { settings: now } = await settings.saveSettings(storage, with_);
  assert.deepEqual([now.quiet, now.card?.name], [true, "Nora"]);
  assert.equal((await settings.saveCard(storage, null)).settings.quiet, true);
  assert.equal(storage.local.held.card, null);
});

test("changes that come at once are all kept", async () => {
  const storage = fakeStorage();
  const add = (/** @type {string} */ name) => settings.addSite(storage, `https://${name}.test`);
  await Promise.all(["a", "b", "c"].map(add));
  const { sites } = await settings.loadSettings(storage);
  assert.deepEqual(
    sites.map(({ origin }) => origin),
    ["https://a.test", "https://b.test", "https://c.test"],
  );
});

test("helpdesks are added, paused and removed; IT's can be paused alone", async () => {
  const storage = fakeStorage({}, { sites: ["https://it.test"] });
  const states = async () =>
    (await settings.loadSettings(storage)).sites.map(
      ({ origin, paused }) => `${origin}${paused ? " paused" : ""}`,
    );
  await settings.addSite(storage, "https://own.test");
  await settings.addSite(storage, "https://own.test");
  await settings.addSite(storage, "https://it.test");
  await settings.addSite(storage, "javascript:alert(1)");
  await settings.pauseSite(storage, "https://own.test", true);
  await settings.pauseSite(storage, "https://it.test", true);
  assert.deepEqual(await states(), ["https://it.test paused", "https://own.test paused"]);
  await settings.pauseSite(storage, "https://it.test", false);
  await settings.removeSite(storage, "https://it.test");
  await settings.removeSite(storage, "https://own.test");
  assert.deepEqual(await states(), ["https://it.test"]);
  await settings.addSite(storage, "https://own.test");
  assert.deepEqual(await states(), ["https://it.test", "https://own.test"]);
});

test("an own profile is kept by its id; IT's cannot be replaced", async () => {
  const storage = fakeStorage({}, { profiles: [{ ...profile(), id: "its" }] });
  assert.deepEqual(await settings.saveProfile(storage, profile()), { ok: true });
  assert.deepEqual(await settings.saveProfile(storage, { ...profile(), version: 2 }), { ok: true });
  assert.deepEqual(await settings.saveProfile(storage, { ...profile(), id: "its" }), {
    ok: false,
    problem: "site_fault_managed",
    field: "id",
  });
  const { profiles, managedProfiles } = await settings.loadSettings(storage);
  assert.deepEqual(
    profiles.map(({ id, version }) => [id, version]),
    [
      ["its", 1],
      ["desk", 2],
    ],
  );
  assert.deepEqual(managedProfiles, ["its"]);
  assert.equal((await settings.removeProfile(storage, "desk")).profiles.length, 1);
});

test("whatever is pasted of an address becomes its origin", () => {
  const good = {
    "https://desk.example.com/app/inbox?x=1#y": "https://desk.example.com",
    " desk.example.com/inbox ": "https://desk.example.com",
    "HTTP://Desk.Example.com:80/": "http://desk.example.com",
    "https://desk.example.com:8443/x": "https://desk.example.com:8443",
    "localhost:3000/chat": "http://localhost:3000",
    "127.0.0.1:8080": "http://127.0.0.1:8080",
    "desk.example.com:8080": "https://desk.example.com:8080",
    "http://helpdesk/": "http://helpdesk",
  };
  for (const [typed, origin] of Object.entries(good))
    assert.deepEqual(readOrigin(typed), { origin }, typed);
});

test("a bad address is told apart, each with its own sentence", () => {
  const bad = {
    "": "empty",
    "  ": "empty",
    "our help desk": "address",
    "anna@example.com": "address",
    "https://anna:pw@desk.example.com": "address",
    "https://*.example.com/*": "address",
    "https://": "address",
    zendesk: "short",
    "chrome://extensions": "scheme",
    "file:///tmp/x.html": "scheme",
    "javascript://x.test/%0aalert(1)": "scheme",
    "about:blank": "scheme",
  };
  for (const [typed, what] of Object.entries(bad)) {
    assert.deepEqual(readOrigin(typed), { problem: `site_bad_${what}` }, typed);
    assert.ok(texts[`site_bad_${what}`], what);
  }
});

test("a profile is for an origin whatever the path and the port", () => {
  const of = (/** @type {string} */ pattern) => /** @type {any} */ ({ match: [pattern] });
  assert.ok(isFor(of("https://*.example.com/chat*"), "https://desk.example.com"));
  assert.ok(isFor(of("http://127.0.0.1:3000/x*"), "http://127.0.0.1:3000"));
  assert.ok(isFor(of("http://127.0.0.1/*"), "http://127.0.0.1:3000"));
  assert.ok(!isFor(of("https://*.example.com/chat*"), "https://example.org"));
  assert.ok(!isFor(of("https://desk.example.com/*"), "http://desk.example.com"));
  assert.ok(!isFor(/** @type {any} */ ({ match: [] }), "https://desk.example.com"));
});

test("a key of the panel is one that prints, or one of a few named; never Enter", () => {
  const none = ["Enter", " ", "Tab", "Shift", "ArrowDown", "F6", "Dead", "?", "", 7, undefined];
  for (const key of none)
    assert.equal(plainKey(key), "", String(key));
  for (const [key, kept] of Object.entries({ Q: "q", "!": "!", é: "é", Escape: "Escape" }))
    assert.equal(plainKey(key), kept);
});

test("no two deeds share a key", async () => {
  assert.equal(clash({}, "note", "c"), "copy");
  assert.equal(clash({ copy: "y" }, "note", "c"), "");
  assert.equal(clash({ copy: "y" }, "copy", "y"), "");
  const clashing = { settings: { keys: { note: "c" } } };
  assert.deepEqual((await settings.loadSettings(fakeStorage(clashing))).settings.keys, {});
  const swapped = { settings: { keys: { note: "c", copy: "n", search: "/", next: "Enter" } } };
  assert.deepEqual((await settings.loadSettings(fakeStorage(swapped))).settings.keys, {
    note: "c",
    copy: "n",
  });
  for (const deed of Object.keys(DEED_KEYS)) assert.ok(texts[`key_${deed.replace(/\W/g, "_")}`]);
});
