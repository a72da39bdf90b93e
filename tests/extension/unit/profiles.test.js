// The contract of every site profile: well formed, its words known and documented, a page that shows it.
// @ts-check
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { checkProfile } from "../../../extension/background/shape.js";

const TOP = new URL("../../../", import.meta.url);
const SITES = new URL("extension/sites/", TOP);
const PAGES = new URL("tests/extension/pages/", TOP);
const ROLES = ["note", "system", "bot", "agent", "customer"];
/** Its page is the server's own, with tests of its own. */
const DEMO = "demo-desk";

/** @param {URL} url */
const json = (url) => JSON.parse(readFileSync(url, "utf8"));
/** @param {string} name @returns {Sidecar.Profile} */
const profileOf = (name) => json(new URL(`${name}.json`, SITES));
const types = readFileSync(new URL("extension/types.d.ts", TOP), "utf8");
/** @type {string[]} */
const listed = json(new URL("index.json", SITES));
const traps = readdirSync(PAGES).flatMap((name) => /^(trap-.*)\.html$/.exec(name)?.[1] ?? []);

/**
 * The fields of an interface, or of one of its fields, as types.d.ts has them.
 * @param {string} name @param {string} [field]
 */
function fields(name, field) {
  const body = new RegExp(`^  interface ${name} \\{\\n(.*?)^  \\}`, "ms").exec(types)?.[1] ?? "";
  const inner = field && new RegExp(`^    ${field}\\??: \\{(.*?)\\};?$`, "ms").exec(body)?.[1];
  const key = inner ? /^ {6}(\w+)\??: /gm : /^ {4}(\w+)\??: /gm;
  return [...(inner ?? body).matchAll(key)].map(([, name]) => String(name));
}

const FIELDS = {
  profile: fields("Profile"),
  where: fields("Where"),
  rule: fields("DirectionRule"),
  composer: fields("Profile", "composer"),
};

/** @param {Sidecar.Where} where @param {Sidecar.Profile} profile */
function statesSomething({ from, selector, attr, regex }, { chat }) {
  if (from === "url") return assert.ok(regex && !selector && !attr, "an address is cut by a regex");
  assert.ok(selector || (chat && attr), "which element?");
  if (from) assert.equal(from === "attr", Boolean(attr), "an attribute, or the text?");
}

/** What is kept of a profile is all of it: nothing in it that nobody reads. @param {Sidecar.Profile} profile */
function wellFormed(profile) {
  assert.deepEqual(checkProfile(profile), { profile });
  for (const where of [profile.conversation, ...Object.values(profile.customer ?? {})])
    statesSomething(where, profile);
}

/** @param {Sidecar.DirectionRule[]} direction */
function judges(direction) {
  const roles = direction.map(({ is }) => is);
  assert.ok(roles.includes("agent") && roles.includes("customer"), "agent and customer");
  for (const { regex, attr } of direction) assert.ok(!regex || attr, "a regex without its attribute");
  const sorted = [...roles].sort((a, b) => ROLES.indexOf(a) - ROLES.indexOf(b));
  assert.deepEqual(roles, sorted, "written in the order in which they are judged");
}

test("the words of a profile are read from the types", () => {
  assert.deepEqual(FIELDS.composer, ["selector", "kind", "noteMode", "frame", "send"]);
  assert.ok(FIELDS.profile.includes("shadowHost") && FIELDS.rule.includes("author"));
});

test("every profile in the folder is listed, and no other", () => {
  const files = readdirSync(SITES).filter((name) => name !== "index.json");
  assert.deepEqual(files.sort(), listed.map((name) => `${name}.json`).sort());
});

for (const name of listed)
  test(`${name} is well formed`, () => {
    const profile = profileOf(name);
    assert.equal(profile.id, name);
    assert.match(name, /^[a-z0-9]+(-[a-z0-9]+)*$/);
    wellFormed(profile);
    judges(profile.direction);
  });

for (const name of [...listed.filter((one) => one !== DEMO), ...traps])
  test(`${name} has a page, and an expectation that shows each of its roles`, () => {
    assert.ok(existsSync(new URL(`${name}.html`, PAGES)), `tests/extension/pages/${name}.html`);
    const { address, profile, chats } = json(new URL(`${name}.expected.json`, PAGES));
    assert.match(address, /^\//);
    const read = profile ?? profileOf(name);
    wellFormed(read);
    judges(read.direction);
    const said = chats.flatMap((/** @type {Sidecar.Shown} */ chat) => chat.messages);
    const shown = new Set(said.map((/** @type {Sidecar.Message} */ one) => one.role));
    assert.deepEqual(shown, new Set(read.direction.map((/** @type {any} */ rule) => rule.is)));
  });

test("a page has a profile, and nothing is fetched from elsewhere", () => {
  for (const file of readdirSync(PAGES)) {
    const name = file.replace(/\.(html|expected\.json)$/, "");
    assert.ok(listed.includes(name) || traps.includes(name), file);
    if (!file.endsWith(".html")) continue;
    const html = readFileSync(new URL(file, PAGES), "utf8");
    assert.doesNotMatch(html, /<(script|img|link)[^>]+(src|href)=|@import|url\(/, file);
  }
});

test("docs/adding-a-site.md explains every field, and no other", () => {
  const docs = readFileSync(new URL("docs/adding-a-site.md", TOP), "utf8");
  const table = docs.split("\n").filter((line) => line.startsWith("| `"));
  const explained = table.flatMap((line) =>
    [...String(line.split("|")[1]).matchAll(/`([\w.]+)`/g)].map(([, key]) => String(key)),
  );
  const nested = [
    ...FIELDS.where.map((key) => `conversation.${key}`),
    ...FIELDS.rule.map((key) => `direction.${key}`),
    ...FIELDS.composer.map((key) => `composer.${key}`),
  ];
  assert.deepEqual(explained.sort(), [...FIELDS.profile, ...nested].sort());
});
