// The introduction card: whatever a form, a file or the storage holds comes out as the wire takes it.
// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { cleanCard } from "../../../extension/background/card.js";

const PHOTO = "data:image/jpeg;base64,/9j/4AAQ";
const CARD = {
  name: "Nora",
  years: 7,
  expertise: ["refunds", "lost parcels"],
  languages: ["en", "sv"],
  facts: [{ about: "hiking", says: "I spend most Sundays hiking, too." }],
  photo: PHOTO,
  match: true,
};
/** @param {object} change */
const cleaned = (change) => cleanCard({ ...CARD, ...change });

test("a good card comes out as it went in, and again the same", () => {
  assert.deepEqual(cleanCard(CARD), CARD);
});

test("without a name there is none, and junk is none either", () => {
  for (const junk of [null, undefined, 7, "x", [], {}, { name: 7 }, { name: "  " }])
    assert.equal(cleanCard(junk), null);
});

test("a card of a name alone has everything else empty, and nobody may find it", () => {
  assert.deepEqual(cleanCard({ name: "Nora", match: "yes", years: "7", photo: 3, facts: "x" }), {
    name: "Nora",
    years: 0,
    expertise: [],
    languages: [],
    facts: [],
    photo: "",
    match: false,
  });
});

test("texts are one line, at most 120 characters, and never cut in half a character", () => {
  assert.equal(cleaned({ name: " Nora \n  L. " })?.name, "Nora L.");
  const long = cleaned({ name: "🙂".repeat(200) })?.name ?? "";
  assert.equal(long, "🙂".repeat(120));
});

test("lists have no more than the wire takes, none empty, none twice", () => {
  const many = Array.from({ length: 20 }, (_, i) => `field ${i}`);
  assert.equal(cleaned({ expertise: many })?.expertise.length, 12);
  assert.deepEqual(cleaned({ languages: ["en", " ", 5, "en"] })?.languages, ["en"]);
  const facts = many.map((about) => ({ about, says: "I do." }));
  assert.equal(cleaned({ facts })?.facts.length, 6);
  assert.deepEqual(cleaned({ facts: [{ about: "hiking" }, null, { says: "x" }] })?.facts, []);
});

test("years are whole and possible", () => {
  const years = [7.4, -3, 99, NaN, Infinity].map((one) => cleaned({ years: one })?.years);
  assert.deepEqual(years, [7, 0, 70, 0, 0]);
});

test("a photo is a small picture in the address itself and nothing else", () => {
  const bad = [
    "https://example.com/me.jpg",
    "data:image/svg+xml;base64,PHN2Zz4=",
    "data:text/html;base64,PGI+",
    "data:image/png;base64,<b>",
    `data:image/png;base64,${"A".repeat(24_000)}`,
  ];
  for (const photo of bad) assert.equal(cleaned({ photo })?.photo, "", photo.slice(0, 40));
});
