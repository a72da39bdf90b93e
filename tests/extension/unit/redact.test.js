// What is personal is taken out of a line before it leaves the panel, and what is not stays.
// @ts-check
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { isIban, luhn } from "../../../extension/panel/accounts.js";
import { NEVER_SENT, marksIn, redact } from "../../../extension/panel/redact.js";

/** The same cases as the server's check has. */
const CASES = JSON.parse(readFileSync(new URL("../../personal.json", import.meta.url), "utf8"));

/** @param {string} text @param {...string} customers */
const known = (text, ...customers) => redact(text, { customers, agent: "Ben Ohlsson" }).text;

for (const { text, gives, never_sent } of CASES)
  test(`by its form: ${text}`, () => {
    const found = redact(text);
    assert.equal(found.text, gives);
    assert.deepEqual(Object.keys(found.taken).filter((mark) => NEVER_SENT.includes(mark)), never_sent);
  });

const GAPS = ["", " ", "  ", "-", " - ", ".", "/", "_", ", ", "·", "—", "\u00a0", "\u202f", "\u200b", "\t", "\n"];
const ZEROS = [0x30, 0x660, 0x966, 0xff10, 0x1d7ce, 0x1e950]; // where a script's digits begin
const AROUND = [["", ""], ["(", ")"], ["x", "x"], ["order 12 ", " 12/27"], ["order 4471902 ", "227"], ["7", " 123"], ["AB12 ", "."]];

/** Every way to write it. @param {string} signs @returns {Generator<string>} */
function* written(signs) {
  for (const gap of GAPS)
    for (const zero of ZEROS)
      for (const [before, behind] of AROUND) {
        const parted = (signs.match(/.{1,4}/g) ?? []).join(gap);
        const said = parted.replace(/\d/g, (one) => String.fromCodePoint(zero + Number(one)));
        yield `${before}${said}${behind}`;
      }
}

for (const [mark, ...all] of [
  ["card", "4929111122223337", "5500000000000004", "378282246310005"],
  ["iban", "DE89370400440532013000", "GB33BUKB20201555555555", "NO9386011117947"],
])
  test(`${mark}: found however it is written`, () => {
    for (const signs of all)
      for (const text of written(signs)) assert.equal(redact(text).taken[mark ?? ""], 1, text);
  });

test("what was redacted once stays as it is", () => {
  for (const { text } of CASES) {
    const once = redact(text).text;
    assert.deepEqual(redact(once), { text: once, taken: {} }, text);
  }
});

test("the customer's name is taken out, whole or in part, in any case and with any ending", () => {
  const name = "Dana Whitfield-Ruiz";
  assert.equal(known("Dana Whitfield-Ruiz wrote.", name), "{name} wrote.");
  assert.equal(known("I see, DANA. whitfield's box, Ruiz too", name), "I see, {name}. {name}'s box, {name} too");
  assert.equal(known("Danaë is another", "Dan"), "Danaë is another");
  assert.equal(known("Jose, come", "José Gil"), "{name}, come");
  assert.equal(known("Ask José’s bank", "Jose"), "Ask {name}’s bank");
});

test("the agent's own name has a mark of its own", () => {
  assert.equal(known("I am Ben, here for Dana.", "Dana"), "I am {agent}, here for {name}.");
});

test("names of all open chats are known, and each is taken out", () => {
  assert.equal(known("Dana and Omar both", "Dana W", "Omar K"), "{name} and {name} both");
});

test("a name that is a word is one only with a capital letter, a title or 'Guest' is none", () => {
  assert.equal(known("I will ask Will, may I?", "Will May"), "I will ask {name}, may I?");
  assert.equal(known("Dear guest, the visitor de la mr", "Guest 123", "Mr de la Visitor"), "Dear guest, the visitor de la mr");
  assert.equal(known("so an ox", "An So"), "so an ox");
});

test("names in scripts without spaces are found inside a sentence", () => {
  assert.equal(known("美咲さんの件、田中美咲様へ", "田中 美咲"), "{name}さんの件、{name}様へ");
  assert.equal(known("प्रिया जी, नमस्ते", "प्रिया शर्मा"), "{name} जी, नमस्ते");
});

test("a name of signs that mean something in a pattern is a name like any other", () => {
  assert.equal(known("(a+)+$ is fine", "(a+)+$ [x]*"), "(a+)+$ is fine");
  assert.equal(known("O'Neil called", "Sean O'Neil"), "{name} called");
});

test("each mark is counted", () => {
  const { taken } = redact("a@b.example, c@d.example and 4471902");
  assert.deepEqual(taken, { email: 2, number: 1 });
});

test("marks are listed once each, in order; a brace is none", () => {
  assert.deepEqual(marksIn("{name} and {email}, {name}. { } {X} {1}"), ["{name}", "{email}"]);
});

test("check digits decide what is a card and what an IBAN", () => {
  for (const good of ["4111111111111111", "378282246310005", "6011000990139424"]) assert.ok(luhn(good));
  for (const bad of ["4111111111111112", "411111111111", "", "x"]) assert.ok(!luhn(bad));
  for (const good of ["DE89370400440532013000", "GB33BUKB20201555555555", "NO9386011117947"])
    assert.ok(isIban(good), good);
  for (const bad of ["DE88370400440532013000", "DE89", "12345678901234567"]) assert.ok(!isIban(bad));
});

test("long texts made to be slow come to an end", () => {
  for (const unit of ["a", "1", "a.", "a@", "1 ", "A1-", "12/", "東1", "Aa ", "{", "http://a?"]) {
    const text = unit.repeat(6_000 / unit.length);
    assert.equal(typeof redact(text, { customers: ["Aa Bb"] }).text, "string");
  }
});
