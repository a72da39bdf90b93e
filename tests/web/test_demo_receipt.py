"""The demo desk's visitor reads the receipt of the server that answers them."""

import pytest
from playwright.sync_api import Page, expect

from tests.web.desk import Desk
from tests.web.test_demo_browser import browser, card, page, panel, server

__all__ = ["browser", "page", "server"]
pytestmark = pytest.mark.browser


def test_the_receipt_is_written_for_a_visitor_too(page: Page, server: Desk) -> None:
    card(page)
    frame = panel(page)
    frame.locator("#receipt-button").press("Enter")
    sheet = frame.locator("#receipt")
    expect(sheet.locator("[data-kept=true] dd")).to_have_text(["0", "0 bytes"])
    chats = sheet.locator("dt", has_text="Your open chats").locator(
        "xpath=following-sibling::dd[1]"
    )
    mind = server.live.mind
    assert mind
    expect(chats).to_have_text(str(len(mind.conversations.each())))
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
