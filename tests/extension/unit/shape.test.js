// Site profiles as files and policies bring them: checked field by field, as the schema has it too.
// @ts-check
import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import { test } from "node:test";
import { CHECKS, KINDS, cleanRules } from "../../../extension/background/rules.js";
import { checkProfile } from "../../../extension/background/shape.js";
import { profile } from "./sample.js";

const ROOT = new URL("../../../extension/", import.meta.url);
/** @param {string} name */
const json = (name) => JSON.parse(readFileSync(new URL(name, ROOT), "utf8"));
const texts = json("_locales/en/messages.json");
const schema = json("managed_schema.json").properties;
const profileSchema = schema.profiles.items;

test("every shipped profile passes the check, and comes out as it went in", () => {
  for (const name of readdirSync(new URL("sites/", ROOT))) {
    if (name === "index.json") continue;
    const shipped = json(`sites/${name}`);
    assert.deepEqual(checkProfile(shipped), { profile: shipped }, name);
  }
});

test("a fault in a profile names its field in a sentence", () => {
  /** @type {[object, string, string][]} */
  const faults = [
    [{ list: undefined }, "missing", "list"],
    [{ composer: { kind: "textarea" } }, "missing", "composer.selector"],
    [{ composer: { selector: "x", kind: "iframe" } }, "word", "composer.kind"],
    [{ id: "a:b" }, "name", "id"],
    [{ version: "1" }, "number", "version"],
    [{ match: "https://x.test/*" }, "list", "match"],
    [{ match: ["x.test"] }, "pattern", "match[0]"],
    [{ conversation: { regex: "(" } }, "regex", "conversation.regex"],
    [{ direction: [{ is: "agent", selector: ".a" }] }, "customer", "direction"],
    [{ direction: [{ is: "customer" }] }, "condition", "direction[0]"],
    [{ direction: [{ is: "client", selector: "x" }] }, "word", "direction[0].is"],
    [{ carryAuthor: "yes" }, "truth", "carryAuthor"],
    [{ message: "  " }, "text", "message"],
    [{ message: "x".repeat(5_000) }, "text", "message"],
    [{ time: "title" }, "group", "time"],
    [{ textExclude: [".a", "!"] }, "selector", "textExclude[1]"],
    [{ shadowHost: "a >>> !" }, "selector", "shadowHost"],
  ];
  const fits = (/** @type {string} */ selector) => !selector.includes("!");
  for (const [change, what, field] of faults) {
    const found = checkProfile({ ...profile(), ...change }, fits);
    assert.deepEqual(found, { problem: `site_fault_${what}`, field });
    assert.ok(texts[`site_fault_${what}`].message.includes("$FIELD$"), what);
  }
  for (const what of ["origin", "server", "managed", "group"])
    assert.ok(texts[`site_fault_${what}`], what);
});

test("unknown fields of a profile are dropped at every depth", () => {
  const more = { ...profile(), script: "alert(1)", composer: { ...profile().composer, run: 1 } };
  assert.deepEqual(checkProfile(more), { profile: profile() });
});

test("the schema for IT knows every field of a profile that the check knows, and no token", () => {
  assert.deepEqual(Object.keys(schema), ["server", "sites", "profiles", "features", "rules"]);
  const switches = Object.keys(schema.features.properties);
  assert.deepEqual(switches.sort(), ["badge", "keysOn", "quiet", "warnSlots"]);
  const rules = schema.rules.properties;
  assert.deepEqual(Object.keys(rules), [...CHECKS, ...KINDS]);
  const all13 = Object.fromEntries(Object.keys(rules).map((rule) => [rule, false]));
  assert.deepEqual(cleanRules(all13), all13);
  agrees(all13, schema.rules, "rules");
  const all = {
    ...profile(),
    shadowHost: "x-desk",
    chat: ".window",
    customer: { name: {}, locale: {}, country: {}, timezone: {} },
    messageId: { attr: "data-id", regex: "." },
    conversation: { from: "attr", selector: "x", attr: "y", regex: "z" },
    order: "newest-first",
    ignore: ["x"],
    direction: [
      { is: "customer", selector: "x", closest: "x", has: "x", attr: "x", regex: "x", author: "x" },
    ],
    carryAuthor: true,
    showsPanel: true,
    author: "x",
    text: "x",
    textExclude: ["x"],
    time: { selector: "x", attr: "x" },
    composer: { selector: "x", kind: "rich", noteMode: "x", frame: "x", send: "x" },
  };
  assert.deepEqual(checkProfile(all), { profile: all });
  agrees(all, profileSchema, "profile");
});

/**
 * The schema has exactly these fields, at every depth.
 * @param {any} value @param {any} schema @param {string} field
 */
function agrees(value, schema, field) {
  const part = schema.$ref ? profileSchema.properties.conversation : schema;
  if (Array.isArray(value)) {
    assert.equal(part.type, "array", field);
    agrees(value[0], part.items, `${field}[]`);
  } else if (typeof value === "object") {
    if (!schema.$ref)
      assert.deepEqual(Object.keys(part.properties).sort(), Object.keys(value).sort(), field);
    for (const key of Object.keys(value))
      agrees(value[key], part.properties[key], `${field}.${key}`);
  } else assert.equal(part.type, typeof value === "number" ? "integer" : typeof value, field);
}
