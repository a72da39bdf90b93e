// What is said of a server on another computer: nobody starts it from here, or asks it for a code.
// @ts-check
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fixLine, problemText } from "../../../extension/panel/state.js";
import { fromCatalogue } from "../../../extension/panel/strings.js";

const CATALOGUE = new URL("../../../extension/_locales/en/messages.json", import.meta.url);
const english = JSON.parse(readFileSync(CATALOGUE, "utf8"));
const t = fromCatalogue(english);

test("of a server on another computer nobody is told to run a command here", () => {
  const at = "sidecar.example.com:443";
  const found = Object.keys(english)
    .filter((key) => /^(problem|pair)_.*_elsewhere$/.test(key))
    .map((key) => english[key].message);
  assert.ok(found.length > 8);
  for (const text of found) assert.doesNotMatch(text, /`|this computer/, text);
  assert.doesNotMatch(problemText("no_server", t, at), /sidecar serve/);
  assert.doesNotMatch(fixLine({ status: "unpaired", address: at }, t), /sidecar pair/);
  assert.match(problemText("no_server", t, "localhost:1"), /sidecar serve/);
  assert.equal(problemText("upgrade", t, at), problemText("upgrade", t)); // no other words needed
});
