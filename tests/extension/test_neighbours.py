"""Extension and server of neighbouring versions: each of today's with an earlier other."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.extension.chromium import OURS, Chromium
from tests.extension.earlier import EACH, checkout
from tests.extension.sites import site
from tests.extension.test_door import HELPDESK
from tests.process import SidecarProcess

pytestmark = pytest.mark.browser
SAYS = """(text) => {
  const message = document.createElement("article");
  message.dataset.messageId = "m2";
  message.dataset.role = "customer";
  message.innerHTML = "<p data-message-text></p>";
  message.firstChild.textContent = text;
  document.querySelector("[data-desk-messages]").append(message);
}"""


@contextmanager
def beside_a_chat(chromium: Chromium) -> Iterator[tuple[Page, Page]]:
    """A helpdesk whose customer waits, and the panel beside it."""
    with site(HELPDESK) as address:
        desk = chromium.context.new_page()
        desk.goto(f"{address}/demo")
        panel = chromium.context.new_page()
        panel.goto(f"{OURS}/panel/panel.html?tab={chromium.tab(desk)}")
        yield desk, panel


def is_served(desk: Page, panel: Page) -> None:
    """A line comes and goes into the reply; the next message brings another."""
    card = panel.locator("#lines [data-id]").first
    expect(card).to_be_visible()
    first = card.get_attribute("data-id")
    card.locator("[data-act=insert]").click()
    expect(desk.locator("[data-desk-reply]")).not_to_have_value("")
    desk.fill("[data-desk-reply]", "")
    desk.evaluate(SAYS, "where is my parcel? nothing came, and nobody answers me")
    panel.mouse.move(0, 0)  # under the pointer nothing changes
    expect(panel.locator(f"#lines [data-id='{first}']")).to_have_count(0)  # it was used
    expect(card).to_be_visible()


@EACH
def test_an_earlier_extension_speaks_with_this_server(
    playwright: Playwright, server: SidecarProcess, tmp_path: Path, version: str
) -> None:
    unpacked = checkout(version, tmp_path) / "extension"
    with Chromium(playwright, tmp_path / "profile", unpacked=unpacked) as chromium:
        chromium.pair(server)
        with beside_a_chat(chromium) as (desk, panel):
            is_served(desk, panel)


@EACH
def test_this_extension_speaks_with_an_earlier_server(
    playwright: Playwright, tmp_path: Path, version: str
) -> None:
    code = checkout(version, tmp_path)
    with (
        SidecarProcess(tmp_path / "home", "hashing", checkout=code) as earlier,
        Chromium(playwright, tmp_path / "profile") as chromium,
    ):
        chromium.pair(earlier)
        with beside_a_chat(chromium) as (desk, panel):
            is_served(desk, panel)
            proposes = panel.get_by_role("button", name="Suggest a line")
            expect(proposes).to_be_visible(visible=version != "first")  # as `welcome` says
            page = chromium.pairing
            page.bring_to_front()
            page.get_by_role("switch", name="Quiet").check()
            page.fill("#card-name", "Nora")
            page.click("#card-save")
            expect(page.locator("#card-outcome[data-ok]")).to_contain_text("Saved")
            expect(page.locator("#state")).to_have_attribute("data-status", "connected")
