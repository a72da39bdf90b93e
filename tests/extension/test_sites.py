"""Every site profile against its saved page, read by the real content scripts in Chromium."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from sidecar_server.resources import folder
from tests.extension.chromium import Chromium
from tests.extension.sites import site

pytestmark = pytest.mark.browser
PAGES = Path(__file__).parent / "pages"
EXPECTED = sorted(PAGES.glob("*.expected.json"))
SELECTORS = ["chat", "list", "message", "author", "text", "selector", "noteMode", "frame", "send"]
PUT_IN = """async ([tabId, files]) =>
  void (await chrome.scripting.executeScript({ target: { tabId, allFrames: true }, files }))"""
# The page is read where content scripts run: a world of their own, in each of its frames.
READ = """async ([tabId, profile]) => {
  const read = (profile) =>
    sidecar.scopes(document, profile).flatMap((scope) => {
      const shown = sidecar.readChat(scope, profile);
      if (!shown) return [];
      const { conversation, customer, messages } = shown;
      const composer = sidecar.composerOf(scope, profile)?.id ?? null;
      const send = profile.composer.send && scope.querySelector(profile.composer.send);
      return [{ conversation, customer, messages, composer, send: send?.id ?? null }];
    });
  const target = { tabId, allFrames: true };
  const all = await chrome.scripting.executeScript({ target, func: read, args: [profile] });
  return all.flatMap(({ result }) => result ?? []);
}"""
FITTING = """async ([tabId, profiles]) => {
  const fitting = (profiles) =>
    profiles.filter((one) => sidecar.fits(document, one)).map(({ id }) => id);
  const [{ result }] = await chrome.scripting.executeScript({
    target: { tabId }, func: fitting, args: [profiles],
  });
  return result;
}"""
PARSE = """(selectors) => selectors.filter((one) => {
  try { document.querySelector(one); } catch { return true; }
})"""


def content_scripts() -> list[str]:
    """Name the files that the extension puts into a page, but the one that begins to talk."""
    manifest = json.loads((folder("extension") / "manifest.json").read_text())
    names: list[str] = manifest["content_scripts"][0]["js"]
    return [name for name in names if name != "content/page.js"]


def profile_of(name: str) -> dict[str, Any]:
    shipped = folder("extension") / "sites" / f"{name}.json"
    profile: dict[str, Any] = json.loads(shipped.read_text())
    return profile


def ordered(chats: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Sort chats by their ids: frames answer in an order of their own."""
    return sorted(chats, key=lambda chat: str(chat["conversation"]))


def shipped() -> list[dict[str, Any]]:
    names = json.loads((folder("extension") / "sites" / "index.json").read_text())
    return [profile_of(name) for name in names]


@pytest.fixture(params=EXPECTED, ids=lambda path: path.name.removesuffix(".expected.json"))
def expected(request: pytest.FixtureRequest) -> dict[str, Any]:
    path: Path = request.param
    name = path.name.removesuffix(".expected.json")
    stated: dict[str, Any] = json.loads(path.read_text())
    profile = stated.get("profile") or profile_of(name)
    html = (PAGES / f"{name}.html").read_text()
    return {**stated, "profile": profile, "html": html}


class Reading:
    """One saved page in a tab, and what the content scripts read there."""

    def __init__(self, chromium: Chromium, page: Page, profile: dict[str, Any]) -> None:
        self.page, self.profile = page, profile
        self._extension, self._tab = chromium.pairing, chromium.tab(page)
        self._extension.evaluate(PUT_IN, [self._tab, content_scripts()])

    def chats(self) -> list[dict[str, Any]]:
        """Give each chat, by its id; the name of a line without an id is nobody's business."""
        read: list[dict[str, Any]] = self._extension.evaluate(READ, [self._tab, self.profile])
        if "messageId" not in self.profile:
            for message in (message for chat in read for message in chat["messages"]):
                assert message.pop("message")
        return ordered(read)

    def fitting(self, profiles: list[dict[str, Any]]) -> list[str]:
        found: list[str] = self._extension.evaluate(FITTING, [self._tab, profiles])
        return found


@pytest.fixture
def reading(chromium: Chromium, expected: dict[str, Any]) -> Iterator[Reading]:
    with site(expected["html"]) as host:
        page = chromium.context.new_page()
        page.goto(host + expected["address"])
        yield Reading(chromium, page, expected["profile"])
        page.close()


def test_a_page_reads_as_its_expectation_says(reading: Reading, expected: dict[str, Any]) -> None:
    assert reading.chats() == ordered(expected["chats"])
    for step in expected.get("then", []):
        for button in step["click"]:
            reading.page.click(button)
        now = reading.chats()
        if "chats" in step:
            assert now == ordered(step["chats"])
        if "last" in step:
            assert now[-1]["messages"][-1] == step["last"]
        if "composers" in step:
            assert [chat["composer"] for chat in now] == step["composers"]


def test_no_other_profile_fits_the_page(reading: Reading, expected: dict[str, Any]) -> None:
    own = {expected["profile"]["id"]} & {profile["id"] for profile in shipped()}
    free = [profile for profile in shipped() if not profile["match"]]
    assert set(reading.fitting(free)) == own


def selectors(profile: dict[str, Any]) -> Iterator[str]:
    """Find the selectors of a profile, whatever field they stand in."""
    wheres = [profile["conversation"], *profile.get("customer", {}).values()]
    for fields in (profile, profile["composer"], profile.get("time", {}), *wheres):
        yield from (fields[key] for key in SELECTORS if key in fields)
    for rule in profile["direction"]:
        yield from (rule[key] for key in ("selector", "closest", "has") if key in rule)
    yield from profile.get("ignore", []) + profile.get("textExclude", [])
    yield from filter(None, profile.get("shadowHost", "").split(" >>> "))


def test_every_selector_is_one(chromium: Chromium) -> None:
    stated = [one for profile in shipped() for one in selectors(profile)]
    assert chromium.pairing.evaluate(PARSE, ["a[", *stated]) == ["a["]
