"""Drives the picker in a page of another site, by mouse or by keys alone, and reads its card."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

from sidecar_server.resources import folder
from tests.extension.chromium import Chromium

# As the extension puts them into a page: each stands on those before it.
LISTED = json.loads((folder("extension") / "content" / "picker.json").read_text())
SCRIPTS = ["content/profile.js", "content/chat.js", *LISTED]
PAGES = Path(__file__).parent / "pickers"
PUT_IN = """([tabId, files]) =>
  chrome.scripting.executeScript({ target: { tabId, allFrames: true }, files })"""
IN_PAGE = """async ([tabId, allFrames, args]) => {
  const results = await chrome.scripting.executeScript({
    target: { tabId, allFrames }, func: %s, args,
  });
  const given = results.map(({ result }) => result);
  return allFrames ? given : given[0];
}"""
START = """() => {
  const t = (key, ...values) => chrome.i18n.getMessage(key, values.map(String));
  globalThis.outcome = undefined;
  sidecar.pick(document, t).then((profile) => { globalThis.outcome = profile; });
}"""
CARD = """() => {
  const host = document.querySelector("[data-sidecar-picker]");
  const root = host && chrome.dom.openOrClosedShadowRoot(host);
  if (!root) return null;
  const card = root.querySelector(".card");
  const place = (element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return [left + width / 2, top + height / 2];
  };
  return {
    title: card.querySelector("h2").textContent,
    text: card.querySelector("p").textContent,
    place: [card.getBoundingClientRect()].flatMap(({ left, top, right, bottom }) =>
      [left, top, right, bottom]),
    counts: card.querySelector(".counts").textContent,
    said: root.querySelector(".said").textContent,
    rows: [...card.querySelectorAll(".rows li")].map((row) =>
      ({ text: row.innerText, place: place(row) })),
    keys: Object.fromEntries([...card.querySelectorAll("[data-key]")].map((button) =>
      [button.dataset.key, place(button)])),
    boxes: [...root.querySelectorAll(".box.aim")].map((box) => {
      const { left, top, width, height } = box.getBoundingClientRect();
      return [left, top, width, height];
    }),
  };
}"""
READ = """(profile) => sidecar.scopes(document, profile).map((scope) => {
  const shown = sidecar.readChat(scope, profile);
  return shown && { conversation: shown.conversation, customer: shown.customer,
    messages: shown.messages.map(({ role, text }) => ({ role, text })) };
})"""

BOX = """(profile) => sidecar.scopes(document, profile).some((scope) =>
  [...scope.querySelectorAll(profile.composer.selector)]
    .find((one) => one.checkVisibility())?.hasAttribute("data-the-box"))"""

KEPT = """async ([profile, address]) => {
  const { checkProfile } = await import(chrome.runtime.getURL("background/shape.js"));
  const { matches } = await import(chrome.runtime.getURL("background/sites.js"));
  const fits = profile.match.every((pattern) => matches(pattern, address));
  return fits ? checkProfile(profile) : "it is for other pages";
}"""


@dataclass
class Picking:
    """One page with the picker open in it."""

    chromium: Chromium
    page: Page

    def inject(self) -> None:
        tab = self.chromium.tab(self.page)
        self.chromium.pairing.evaluate(
            PUT_IN,
            [tab, SCRIPTS],
        )

    def start(self) -> None:
        self.inject()
        self.within(START)

    def within(self, function: str, *args: object, everywhere: bool = False) -> Any:
        """Run a function in the content scripts' world, of the page or of all its frames."""
        tab = self.chromium.tab(self.page)
        return self.chromium.pairing.evaluate(IN_PAGE % function, [tab, everywhere, list(args)])

    @property
    def card(self) -> Any:
        return self.within(CARD)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def click(self, find: str) -> None:
        """Click on what a JavaScript expression finds in the page, with the real mouse."""
        x, y = self.page.evaluate(
            """(find) => {
              const element = (0, eval)(find);
              element.scrollIntoView({ block: "center" });
              const { left, top, width, height } = element.getBoundingClientRect();
              const [x, y] = [left + Math.min(width / 2, 30), top + height / 2];
              const frame = element.ownerDocument.defaultView.frameElement;
              const around = frame?.getBoundingClientRect() ?? { left: 0, top: 0 };
              return [x + around.left, y + around.top];
            }""",
            find,
        )
        for _ in range(4):
            left, top, right, bottom = self.card["place"]
            if not (left <= x <= right and top <= y <= bottom):
                break
            self.press("m")  # the card stands before it
        self.page.mouse.move(x, y)
        self.page.mouse.click(x, y)

    def button(self, key: str) -> None:
        """Click on a button of the card."""
        x, y = self.card["keys"][key]
        self.page.mouse.click(x, y)

    def row(self, text: str) -> None:
        """Click on a row of the preview."""
        [place] = [row["place"] for row in self.card["rows"] if text in row["text"]]
        self.page.mouse.click(*place)

    def outcome(self) -> Any:
        return self.within("() => globalThis.outcome")

    def read(self, profile: Any) -> list[Any]:
        """Give every chat that the content scripts read by this profile, in whatever frame."""
        frames = self.within(READ, profile, everywhere=True)
        return [chat for chats in frames for chat in chats or [] if chat and chat["messages"]]

    def kept(self, profile: Any) -> Any:
        """Give what the extension keeps of a profile for this page, or what is wrong with it."""
        return self.chromium.pairing.evaluate(KEPT, [profile, self.page.url])

    def is_box(self, profile: Any, find: str) -> bool:
        """Whether the profile's selector finds first, of those that can be seen, this very box."""
        self.page.evaluate("(find) => (0, eval)(find).setAttribute('data-the-box', '')", find)
        found = self.within(BOX, profile, everywhere=True)
        return any(found)
