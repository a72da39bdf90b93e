// What the extension may do, and rules that hold over all of its files.
// @ts-check
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import vm from "node:vm";

const ROOT = new URL("../../../extension/", import.meta.url);
/** @param {string} name */
const text = (name) => readFileSync(new URL(name, ROOT), "utf8");
const manifest = JSON.parse(text("manifest.json"));
const scripts = readdirSync(ROOT, { recursive: true })
  .map(String)
  .filter((name) => name.endsWith(".js"));
/** @type {string[]} */
const contentScripts = manifest.content_scripts[0].js;

test("permissions are these and no more", () => {
  assert.deepEqual(manifest.permissions, ["storage", "sidePanel", "scripting", "alarms"]);
  assert.deepEqual(manifest.host_permissions, ["http://127.0.0.1/*", "http://localhost/*"]);
  assert.deepEqual(manifest.optional_host_permissions, ["http://*/*", "https://*/*"]);
  assert.equal(manifest.web_accessible_resources, undefined);
  assert.equal(manifest.externally_connectable, undefined);
});

test("pages of the extension run its own files; plainly they talk to this computer alone", () => {
  const policy = manifest.content_security_policy.extension_pages;
  assert.match(policy, /default-src 'none'/);
  assert.match(policy, /script-src 'self';/);
  const [, reached] = /connect-src ([^;]*);/.exec(policy) ?? [];
  assert.equal(reached, "'self' ws://127.0.0.1:* ws://localhost:* wss:");
  assert.match(policy, /require-trusted-types-for 'script'/);
});

test("the id is fixed by the public key", () => {
  const digest = createHash("sha256").update(Buffer.from(manifest.key, "base64")).digest("hex");
  const id = [...digest.slice(0, 32)]
    .map((digit) => String.fromCharCode(97 + parseInt(digit, 16)))
    .join("");
  assert.equal(id, "encdpgeckjpfpomfllckeiaiifglnpao");
});

test("every file that the manifest names is there", () => {
  const named = [
    manifest.background.service_worker,
    manifest.side_panel.default_path,
    manifest.options_ui.page,
    ...Object.values(manifest.icons),
    ...contentScripts,
  ];
  for (const name of named) assert.ok(existsSync(new URL(name, ROOT)), name);
});

test("at most four commands suggest a key, and none with Enter", () => {
  /** @type {any[]} */
  const commands = Object.values(manifest.commands);
  const keys = commands.flatMap((one) => one.suggested_key?.default ?? []);
  assert.ok(keys.length <= 4);
  assert.equal(new Set(keys).size, keys.length);
});

test("texts of the manifest and the pages are in the catalogue", () => {
  const catalogue = JSON.parse(text("_locales/en/messages.json"));
  const pages = text("panel/panel.html") + text("options/options.html");
  const asked = [
    ...text("manifest.json").matchAll(/__MSG_(\w+)__/g),
    ...pages.matchAll(/data-(?:text|label|placeholder)="(\w+)"/g),
    ...scripts.flatMap((name) => [...text(name).matchAll(/\bt\("(\w+)"/g)]),
    ...scripts.flatMap((name) =>
      [...text(name).matchAll(/problem: "(\w+)"/g)].map(([, key]) => ["", `problem_${key}`]),
    ),
  ];
  for (const [, key] of asked) assert.ok(catalogue[String(key)], `no text for ${key}`);
  for (const [key, { message, placeholders = {} }] of Object.entries(catalogue)) {
    assert.match(key, /^\w+$/);
    const used = [...message.matchAll(/\$(\w+)\$/g)].map(([, name]) => name.toLowerCase());
    assert.deepEqual(used.sort(), Object.keys(placeholders).sort(), key);
  }
});

const LANGUAGES = readdirSync(new URL("_locales", ROOT));

test("every language has every text, with the same gaps in it", () => {
  assert.deepEqual(LANGUAGES.sort(), ["de", "en", "es", "fr", "ja"]);
  const english = JSON.parse(text("_locales/en/messages.json"));
  for (const language of LANGUAGES) {
    const catalogue = JSON.parse(text(`_locales/${language}/messages.json`));
    assert.deepEqual(Object.keys(catalogue), Object.keys(english), language);
    assert.equal(catalogue.texts_language.message, language);
    assert.ok(catalogue.description.message.length <= 132);
    for (const [key, { message, placeholders = {} }] of Object.entries(catalogue)) {
      const gaps = (/** @type {string} */ one) => one.match(/\$\w+\$|`[^`]*`/g)?.sort() ?? [];
      assert.deepEqual(gaps(message), gaps(english[key].message), `${language} ${key}`);
      assert.deepEqual(placeholders, english[key].placeholders ?? {}, `${language} ${key}`);
      assert.ok(message.trim() === message && message, `${language} ${key}`);
    }
  }
});

test("content scripts leave one global, frozen, and nothing else", () => {
  const port = {
    postMessage() {},
    disconnect() {},
    onMessage: { addListener() {} },
    onDisconnect: { addListener() {} },
  };
  const chrome = { runtime: { id: "x", connect: () => port, onMessage: port.onMessage } };
  class MutationObserver {}
  const rest = { MutationObserver, addEventListener() {}, setTimeout, clearTimeout };
  const world = vm.createContext({ chrome, ...rest });
  world.window = world;
  const before = Object.getOwnPropertyNames(world);
  for (const name of contentScripts) {
    vm.runInContext(text(name), world);
    assert.deepEqual(
      Object.getOwnPropertyNames(world).filter((one) => !before.includes(one)),
      ["sidecar"],
      name,
    );
    assert.ok(Object.isFrozen(world.sidecar));
  }
});

test("only socket.js opens a socket", () => {
  const users = scripts.filter((name) =>
    /new\s+\S*(WebSocket|Socket)\b|\bWebSocket\b|EventSource|XMLHttpRequest/.test(text(name)),
  );
  assert.deepEqual(users, ["background/socket.js"]);
});

test("text never becomes markup or code, and storage never holds more than the pairing", () => {
  const forbidden =
    /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|createContextualFragment|DOMParser|setHTML/;
  for (const name of scripts) assert.doesNotMatch(text(name), forbidden, name);
  const keepers = scripts.filter((name) =>
    /chrome\.storage|localStorage|sessionStorage|indexedDB|caches\./.test(text(name)),
  );
  assert.deepEqual(keepers, ["background/worker.js"]);
});

test("every script is type-checked and says its purpose first", () => {
  for (const name of scripts) assert.match(text(name), /^\/\/ [A-Z].*\n\/\/ @ts-check\n/, name);
});
