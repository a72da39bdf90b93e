"""A line proposed at the demo desk is looked through and answered, and kept nowhere."""

import pytest
from playwright.sync_api import Page, expect

from sidecar_server.library.proposals import Proposals
from tests.web.desk import Desk
from tests.web.test_demo_browser import browser, card, page, panel, server

__all__ = ["browser", "page", "server"]
pytestmark = pytest.mark.browser


def test_the_demo_desk_says_that_nothing_was_kept(page: Page, server: Desk) -> None:
    card(page)
    page.locator("#reply").press_sequentially("I look for it now, Dana.")
    page.keyboard.press("F6")
    frame = panel(page)
    frame.locator("body").press("s")
    expect(frame.locator("#propose-text")).to_have_value("I look for it now, {name}.")
    frame.locator("#propose-send").press("Enter")
    expect(frame.locator("#said")).to_contain_text("kept nowhere")
    assert Proposals(server.engine).count() == 0
