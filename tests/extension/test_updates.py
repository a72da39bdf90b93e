"""The team's extension from the team's server: installed by policy, and updated by itself."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from tests.extension.chromium import Killer
from tests.extension.managed import ROOT, managed, policy, settings_page
from tests.packages import extension_id, make_key, sign
from tests.process import SidecarProcess

pytestmark = pytest.mark.browser
PATIENCE_MS = 120_000
VERSION = "chrome.runtime.getManifest().version"
WAITS = "chrome.storage.session.get('renewal').then(({ renewal }) => renewal !== undefined)"
RANG = """() => {
  self.rang = 0;
  chrome.alarms.onAlarm.addListener(() => { self.rang += 1; });
}"""
# As if the agent had gone an hour ago: what the worker keeps of it outlives the worker.
RESTED = "chrome.storage.session.set({ renewal: Date.now() - 3_600_000 })"
TAB = """(url) => chrome.tabs.query({})
  .then((tabs) => tabs.find((tab) => tab.url === url).id)"""


@dataclass
class Team:
    """A server that has the team's package, and the policy that its own command writes."""

    server: SidecarProcess
    package: Path
    id: str
    newer: Path

    def policy(self) -> dict[str, Any]:
        written: dict[str, Any] = json.loads(
            self.server.run(
                "policy",
                "--browser",
                "chromium",
                "--os",
                "linux",
                "--server",
                self.server.authority,
            )
        )
        # A feature is added by hand, as docs/install.md says.
        written["3rdparty"]["extensions"][self.id]["features"] = {"badge": False}
        return written

    def release(self) -> None:
        """Put the newer version in the place of the other, as docs/install.md says."""
        self.newer.replace(self.package)


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Team]:
    folder = tmp_path_factory.mktemp("team")
    key = make_key(folder)
    package = folder / "sidecar.crx"
    shutil.copy(sign(folder, key, version="0.1.0"), package)
    newer = sign(folder, key, version="0.1.1")
    named = {"SIDECAR_EXTENSION_PACKAGE": str(package)}
    with SidecarProcess(folder / "home", "hashing", extra=named) as server:
        yield Team(server, package, extension_id(key), newer)


def pair(page: Page, team: Team) -> None:
    """Pair with the server that IT has set; the agent types the code alone."""
    expect(page.locator("#address")).to_have_value(team.server.authority)
    expect(page.locator("#address")).to_have_attribute("readonly", "")
    badge = page.get_by_role("switch", name="A small badge")
    expect(badge).to_be_disabled()
    expect(badge).not_to_be_checked()
    page.fill("#code", team.server.run("pair"))
    page.click("#pair")
    expect(page.locator("#state")).to_have_attribute("data-status", "connected")
    quiet = page.get_by_role("switch", name="Quiet")
    quiet.check()
    expect(quiet).to_be_checked()


def open_panel(context: BrowserContext, team: Team, tab: int) -> Page:
    panel = context.new_page()
    panel.goto(f"chrome-extension://{team.id}/panel/panel.html?tab={tab}")
    expect(panel.locator("#privacy")).to_contain_text("Messages read")
    return panel


def beside_a_chat(context: BrowserContext, team: Team, page: Page) -> tuple[Page, Page, int]:
    desk = context.new_page()
    desk.goto(f"http://{team.server.authority}/demo")
    tab = page.evaluate(TAB, desk.url)
    return desk, open_panel(context, team, tab), tab


def draft(desk: Page, panel: Page, card: str) -> None:
    """Write a reply, and see that it was read: a whole card number is remarked on."""
    desk.fill("#reply", f"I see your card {card} here.")
    expect(panel.locator("#findings .words").first).to_contain_text(card)


@ROOT
def test_it_is_installed_from_the_server_and_becomes_newer_by_itself_but_never_in_a_chat(
    playwright: Playwright, team: Team, tmp_path: Path
) -> None:
    with policy(team.policy(), team.id), managed(playwright, tmp_path / "profile") as context:
        context.set_default_timeout(PATIENCE_MS)
        page = settings_page(context, team.id)
        assert page.evaluate(VERSION) == "0.1.0"
        pair(page, team)
        desk, panel, tab = beside_a_chat(context, team, page)

        team.release()
        checked = page.evaluate("chrome.runtime.requestUpdateCheck()")  # else every few hours
        assert checked == {"status": "update_available", "version": "0.1.1"}
        page.wait_for_function(WAITS)

        # An agent who writes is left alone, however often the worker looks.
        worker = context.service_workers[-1]
        worker.evaluate(RANG)
        draft(desk, panel, "4111 1111 1111 1111")
        while not worker.evaluate("self.rang"):
            panel.wait_for_timeout(200)
        draft(desk, panel, "5555 5555 5555 4444")
        assert panel.evaluate(VERSION) == "0.1.0"

        # Once nobody has done anything for long, it comes, and what was open is read on.
        page.evaluate(RESTED)
        Killer(page).kill()
        for gone in (page, panel):  # with the old version its own pages go, too
            if not gone.is_closed():
                gone.wait_for_event("close")
        panel = open_panel(context, team, tab)
        assert panel.evaluate(VERSION) == "0.1.1"
        expect(panel.locator("#privacy")).to_have_attribute("data-status", "connected")
        draft(desk, panel, "4012 8888 8888 1881")
        kept = "chrome.storage.local.get('settings').then(({ settings }) => settings.quiet)"
        assert panel.evaluate(kept) is True
        assert panel.evaluate("chrome.storage.session.get()") == {}
