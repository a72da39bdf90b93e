// What the extension makes of what comes from outside; a JSON object a line in, one out.
// @ts-check
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import "../../../extension/content/profile.js";
import { checkProfile } from "../../../extension/background/shape.js";
import { redact } from "../../../extension/panel/redact.js";

const texts = JSON.parse(
  readFileSync(new URL("../../../extension/_locales/en/messages.json", import.meta.url), "utf8"),
);

/** An element of a page in which every selector finds the same one. */
globalThis.Element = /** @type {any} */ (
  class {
    textContent = "Dana wrote: where is my parcel? 4471";
    getAttribute = () => "chat-1 2026-03-02";
    matches = () => true;
    closest = () => element;
    querySelector = () => element;
    querySelectorAll = () => [element];
  }
);
const element = new Element();
const page = /** @type {any} */ ({
  ...element,
  documentElement: element,
  location: new URL("https://desk.example.com/chat/7?chat=8#a"),
});
Object.assign(element, { ownerDocument: page });

/** Read the page by a profile. @param {Sidecar.Profile} profile */
function read(profile) {
  const { conversationOf, customerOf, fits, part, roleOf, scopes } = globalThis.sidecar;
  const [scope = page] = scopes(page, profile);
  return {
    fits: fits(page, profile),
    conversation: conversationOf(scope, profile),
    customer: customerOf(scope, profile),
    role: roleOf(/** @type {any} */ (element), profile.direction, "Dana"),
    id: part("msg-12", profile.messageId?.regex),
  };
}

/** @type {{ [what: string]: (asked: any) => unknown }} */
const deeds = {
  profile({ profile }) {
    const found = checkProfile(profile);
    if ("problem" in found) return { ...found, said: texts[found.problem]?.message ?? "" };
    return { ...found, again: checkProfile(found.profile), read: read(found.profile) };
  },
  redact({ text }) {
    const once = redact(text);
    return { ...once, again: redact(once.text) };
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  let found;
  try {
    found = deeds[asked.do]?.(asked);
  } catch (error) {
    found = { raised: String(/** @type {any} */ (error)?.stack) };
  }
  process.stdout.write(`${JSON.stringify(found)}\n`);
}
