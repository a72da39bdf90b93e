"""The server as a process, a paired browser, and the demo desk with the real panel beside it."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, Playwright, expect, sync_playwright

from tests.extension import helpdesk
from tests.extension.chromium import Chromium
from tests.extension.editors import served
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


@pytest.fixture(scope="package")
def paired(
    playwright: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[helpdesk.Browser]:
    """One beside a helpdesk's page, whose every frame is heard; each test leaves it as it was."""
    with helpdesk.opened(playwright, tmp_path_factory.mktemp("heard")) as running:
        yield running


@pytest.fixture(scope="package")
def unpaired(
    playwright: Playwright, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Chromium]:
    """One that no server answers, for what needs none."""
    with Chromium(playwright, tmp_path_factory.mktemp("browser") / "profile") as running:
        yield running


@pytest.fixture(scope="package")
def editors(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address below which each editor has its page."""
    with served(tmp_path_factory.mktemp("editors")) as address:
        yield address


@dataclass
class Desk:
    """The demo desk as a helpdesk, and the extension's own side panel beside it."""

    page: Page
    panel: Page

    @classmethod
    def opened(cls, chromium: Chromium, panel: Page, authority: str) -> "Desk":
        """Open the demo desk, its customer's first words on screen."""
        page = chromium.context.new_page()
        # The page's time stands still but for the tests; the extension's own does not.
        now = time.time()
        page.clock.install(time=now)
        page.clock.pause_at(now + 1)
        page.goto(f"http://{authority}/demo")
        found = cls(page, panel)
        found.customer_says_more()
        return found

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
        """Let the desk's time pass until the scripted customer writes; give what was written."""
        texts = self.page.locator("[data-role=customer] [data-message-text]")
        before = texts.count()
        for _ in range(60):
            if texts.count() > before:
                return texts.last.inner_text()
            self.page.clock.run_for(1_000)
        raise AssertionError("the scripted customer stays silent")


@pytest.fixture(scope="package")
def panel(chromium: Chromium) -> Page:
    """The side panel; a second click on the button would close it again."""
    return chromium.side_panel()


@pytest.fixture
def desk(chromium: Chromium, panel: Page, server: SidecarProcess) -> Iterator[Desk]:
    """A desk of its own for each test."""
    opened = Desk.opened(chromium, panel, server.authority)
    yield opened
    opened.page.close()
