"""A helpdesk of nobody's in a paired browser, and on the way to the server a door that hears."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Playwright

from tests.extension.chromium import Chromium
from tests.extension.heard import Heard, listening
from tests.extension.sites import site
from tests.process import SidecarProcess, free_port

DESK = (Path(__file__).parent / "desk.html").read_text()
PROFILE: dict[str, Any] = {
    "id": "desk",
    "version": 1,
    "verified": "the page of this test",
    "match": [],
    "conversation": {"selector": "[data-chat]", "attr": "data-chat"},
    "list": ".lines",
    "message": ".row",
    "messageId": {"attr": "data-line"},
    "direction": [
        {"is": "note", "selector": "[data-role=note]"},
        {"is": "bot", "selector": "[data-role=bot]"},
        {"is": "agent", "selector": "[data-role=agent]"},
        {"is": "customer", "selector": "[data-role=customer]"},
    ],
    "text": "p",
    "composer": {"selector": ".reply", "kind": "textarea"},
}
LATE = {"id": "a", "role": "customer", "text": "my parcel was due monday and still nothing"}
LOOKING = {"id": "b", "role": "agent", "text": "I am looking for it."}
AGAIN = {"id": "c", "role": "customer", "text": "and nobody answers the phone either"}


def said(*lines: dict[str, str]) -> list[tuple[str, str]]:
    return [(line["role"], line["text"]) for line in lines]


@dataclass
class Browser:
    """A paired browser whose every frame is heard on the way, and a helpdesk's pages in it."""

    chromium: Chromium
    heard: Heard
    server: SidecarProcess
    origin: str
    elsewhere: str  # another origin

    def ask(self, **question: Any) -> Any:
        """Ask the worker as the extension's own page does."""
        return self.chromium.pairing.evaluate("(m) => chrome.runtime.sendMessage(m)", question)

    def use(self, **changed: Any) -> None:
        """Read the helpdesk by the profile, changed in these fields; None leaves one out."""
        profile = {**PROFILE, "match": [f"{self.pattern}/*"], **changed}
        kept = {name: value for name, value in profile.items() if value is not None}
        outcome = self.ask(type="profile.save", profile=kept)
        assert outcome == {"ok": True}, outcome

    @property
    def pattern(self) -> str:
        return self.origin.rpartition(":")[0]

    def page(self, *lines: dict[str, str]) -> Page:
        """Open a tab of the helpdesk with these lines in its chat."""
        page = self.chromium.context.new_page()
        page.goto(self.origin)
        page.evaluate("(lines) => say('one', ...lines)", list(lines))
        return page

    def until(self, held: Callable[[], bool]) -> None:
        for _ in range(600):
            if held():
                return
            self.chromium.pairing.wait_for_timeout(50)
        raise AssertionError(f"heard: {self.heard.chats} {self.heard.frames[-5:]}")

    def id_of(self, chat: str) -> str:
        """Name a chat as the server hears of it: by profile, host and the page's own id."""
        return f"desk@{self.origin.removeprefix('http://')}:{chat}"

    def hears(self, *lines: dict[str, str], chat: str = "one") -> None:
        """Wait until the chat is known to hold exactly these lines, in this order."""
        self.until(lambda: self.heard.said(self.id_of(chat)) == said(*lines))

    def settles(self) -> None:
        """Let several readings of the page go by."""
        self.chromium.pairing.wait_for_timeout(600)


@contextmanager
def opened(playwright: Playwright, home: Path) -> Iterator[Browser]:
    """Start a server, a door before it and a browser that is paired through the door."""
    heard = Heard(free_port())
    names = {"SIDECAR_HOSTS": f"127.0.0.1:{heard.port}"}
    with ExitStack() as stack:
        server = stack.enter_context(SidecarProcess(home / "server", extra=names))
        stack.enter_context(listening(heard, server.port))
        chromium = stack.enter_context(Chromium(playwright, home / "profile"))
        origin = stack.enter_context(site(DESK))
        elsewhere = stack.enter_context(site("<!doctype html><title>Elsewhere</title>"))
        made = Browser(chromium, heard, server, origin, elsewhere)
        chromium.pair_at(f"127.0.0.1:{heard.port}", server.run("pair"))
        made.ask(type="helpdesk.add", origin=origin)
        yield made


@pytest.fixture(scope="module")
def browser(paired: Browser) -> Browser:
    return paired


@pytest.fixture(autouse=True)
def fresh(browser: Browser) -> Iterator[None]:
    browser.heard.forget()
    browser.use()
    yield
    for page in browser.chromium.context.pages:
        if page != browser.chromium.pairing:
            page.close()
    browser.ask(type="helpdesk.pause", origin=browser.origin, paused=False)
