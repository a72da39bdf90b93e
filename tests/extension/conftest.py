"""The server as a process, a paired browser, and the demo desk with the real panel beside it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Playwright, expect, sync_playwright

from tests.extension.chromium import Chromium
from tests.process import SidecarProcess

expect.set_options(timeout=60_000)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SidecarProcess]:
    with SidecarProcess(tmp_path_factory.mktemp("server") / "home") as running:
        yield running


@pytest.fixture(scope="package")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="package")
def chromium(
    playwright: Playwright, server: SidecarProcess, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Chromium]:
    """Paired on its pairing page."""
    with Chromium(playwright, tmp_path_factory.mktemp("browser") / "profile") as running:
        running.pair(server)
        yield running


@dataclass
class Desk:
    """The demo desk as a helpdesk, and the extension's own side panel beside it."""

    page: Page
    panel: Page

    @property
    def reply(self) -> Locator:
        return self.page.locator("#reply")

    @property
    def cards(self) -> Locator:
        return self.panel.locator("#lines [data-id]")

    def line(self, key: int) -> str:
        """Give the line that this key would insert, once there is one."""
        card = self.panel.locator(f"#lines [aria-keyshortcuts='{key}'] .text")
        expect(card).to_be_visible()
        return card.inner_text()

    def press(self, key: str) -> None:
        """Press a key in the panel."""
        self.panel.locator("body").press(key)

    def answer(self, text: str) -> None:
        """Send a reply as the agent."""
        self.reply.fill(text)
        self.reply.press("Enter")

    def customer_says_more(self) -> str:
        """Let the scripted customer write on, and give what was written."""
        texts = self.page.locator("[data-role=customer] [data-message-text]")
        before = texts.count()
        self.page.clock.run_for(15_000)
        expect(texts).to_have_count(before + 1)
        return texts.last.inner_text()


@pytest.fixture
def open_desk(chromium: Chromium, server: SidecarProcess) -> Iterator[Callable[[], Desk]]:
    opened: list[Page] = []

    def make() -> Desk:
        page = chromium.context.new_page()
        opened.append(page)
        page.clock.install()  # the page's scripts, not the extension's
        page.goto(f"http://{server.authority}/demo")
        return Desk(page, chromium.side_panel(page))

    yield make
    for page in opened:
        page.close()


@pytest.fixture
def desk(open_desk: Callable[[], Desk]) -> Desk:
    """The first chat, its first lines on screen: cards are there or about to come."""
    made = open_desk()
    made.customer_says_more()
    return made


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A folder for a second profile."""
    return tmp_path / "profile"
