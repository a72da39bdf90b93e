// The least that a site profile has.
// @ts-check

export const profile = () => ({
  id: "desk",
  version: 1,
  verified: "a page of the test",
  match: ["https://desk.example.com/*"],
  conversation: { from: "url", regex: "chat=(\\d+)" },
  list: ".chat",
  message: ".line",
  direction: [{ is: "customer", selector: ".theirs" }],
  composer: { selector: "textarea", kind: "textarea" },
});
