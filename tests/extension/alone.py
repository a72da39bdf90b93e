"""The panel alone in a page: what a worker would say is in the test's hand, and so is its clock."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Playwright, Route

from sidecar_server.resources import folder

ORIGIN = "http://localhost:1"  # answered by the test itself
NOW = 1_790_000_000  # seconds since 1970
# A port whose two ends are in the test's hand: what is posted has arrived at once.
PORT = """async () => {
  const { port1: port } = new MessageChannel();
  window.sent = [];
  window.tell = (message) => port.onmessage({ data: message });
  await new Promise((listens) => {
    port.postMessage = (message) => listens(sent.push(message));
    const { origin } = location;
    const offered = { data: { type: "sidecar.port" }, source: window, origin, ports: [port] };
    dispatchEvent(new MessageEvent("message", offered));
  });
}"""


# What a press has set off comes in tasks of its own, a popover's toggle for one: they go first.
SENT = """async () => {
  for (let hop = 0; hop < 3; hop += 1) {
    const { port1, port2 } = new MessageChannel();
    await new Promise((arrives) => { port1.onmessage = arrives; port2.postMessage(0); });
  }
  return sent;
}"""


def line(id_: str, text: str = "I am looking for it now.", **more: object) -> dict[str, object]:
    why = "They wrote “still nothing” · A parcel is late"
    item = {"id": id_, "kind": "phrase", "text": text, "why": why, "strategy": "own"}
    return item | {"insertable": True} | more


NOTE = line("n", "A courtesy.\nWave it off.\nDo not accept it.\nNot only there.", kind="note") | {
    "insertable": False,
    "source": "reported",
}


def other(id_: str, waited_s: int | None, **more: object) -> dict[str, object]:
    since = None if waited_s is None else (NOW - waited_s) * 1000
    chat = {"id": id_, "name": id_.title(), "tab": 7, "here": False, "waitingSince": since}
    return chat | {"heat": 0.3, "fresh": False} | more


HERE = other("dana", 20, here=True)
VIEW: dict[str, Any] = {
    "connection": {"status": "connected", "address": "127.0.0.1:8765"},
    "reading": {"state": "reading", "site": "desk", "messages": 12},
    "conversation": {
        "id": "dana",
        "customer": {"name": "Dana", "locale": "en-GB", "timezone": "Europe/London"},
        "waitingSince": (NOW - 20) * 1000,
        "heats": [0.1, 0.6, 0.4],
    },
    "suggestions": {
        "offset": 1,
        "cues": {"heat": 0.4, "trend": -0.2, "stakes": "low"},
        "items": [line("a"), line("b"), line("c")],
    },
    "chats": [HERE],
    "settings": {"keysOn": True, "keys": {}, "badge": True, "warnSlots": True},
}
NO_CHAT = {"conversation": None, "suggestions": None}


def reading(state: str) -> dict[str, object]:
    return {"reading": {"state": state, "site": "", "messages": 0}}


@dataclass
class Panel:
    page: Page

    def show(self, **changes: object) -> None:
        self.page.evaluate("(view) => tell({ type: 'view', view })", VIEW | changes)

    def offer(self, *items: dict[str, object], **changes: object) -> None:
        self.show(suggestions=VIEW["suggestions"] | {"items": items}, **changes)

    def press(self, key: str) -> None:
        self.page.keyboard.press(key)

    def settle(self) -> None:
        """Let timers run: a line must have stood for a moment before its key works."""
        self.page.clock.run_for(1_000)

    def all_sent(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.page.evaluate(SENT)
        return found

    def sent(self, type_: str) -> list[dict[str, Any]]:
        return [one for one in self.all_sent() if one["type"] == type_]

    @property
    def cards(self) -> Locator:
        return self.page.locator("#lines .card")

    @property
    def chats(self) -> Locator:
        return self.page.locator("#chats button")


@pytest.fixture(scope="module")
def browser(playwright: Playwright) -> Iterator[Browser]:
    launched = playwright.chromium.launch(
        executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
    )
    yield launched
    launched.close()


def serve(route: Route) -> None:
    route.fulfill(path=folder("extension") / route.request.url.removeprefix(f"{ORIGIN}/"))


@pytest.fixture
def panel(browser: Browser) -> Iterator[Panel]:
    """The panel at a side panel's size, its clock in the test's hand."""
    page = browser.new_page(viewport={"width": 360, "height": 740})
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.route(f"{ORIGIN}/**", serve)
    page.clock.install(time=NOW - 1)
    page.clock.pause_at(NOW)
    page.goto(f"{ORIGIN}/panel/panel.html")
    page.evaluate(PORT)
    opened = Panel(page)
    opened.show()
    opened.settle()
    yield opened
    page.close()
    assert errors == []
