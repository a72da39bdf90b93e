"""What is suggested and checked, switched on the settings page; and the end of a shift."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.extension.card import CARD, button, cards, outcome, page, save, write
from tests.extension.helpdesk import LATE, Browser, browser, fresh
from tests.extension.test_options import STORED

__all__ = ["browser", "fresh", "page"]
pytestmark = pytest.mark.browser


def test_switches_are_kept_and_told_to_the_server(page: Page, browser: Browser) -> None:
    tone = page.get_by_role("switch", name="Tone")
    expect(tone).to_be_checked()
    tone.press("Space")
    expect(tone).not_to_be_checked()
    expect(tone).to_be_focused()
    page.get_by_role("switch", name="Quiet").press("Space")
    expect(page.get_by_role("switch", name="Quiet")).to_be_checked()
    kept = page.evaluate(STORED, "settings")
    assert (kept["rules"], kept["quiet"]) == ({"tone": False}, True)
    browser.until(lambda: told(browser) == ({"tone": False}, True))
    expect(tone).to_be_enabled()


def told(browser: Browser) -> tuple[Any, Any]:
    """What the server was last told of rules and quiet."""
    frames = [one for one in browser.heard.frames if one["type"] == "settings" and "rules" in one]
    return (frames[-1]["rules"], frames[-1]["quiet"]) if frames else (None, None)


def test_what_is_off_for_everybody_at_the_server_is_shown_as_locked(page: Page) -> None:
    """The worker's answer is given by hand: which rules a server locks is its owner's to set."""
    page.add_init_script("""
      const ask = chrome.runtime.sendMessage.bind(chrome.runtime);
      chrome.runtime.sendMessage = async (question) => question.type === "today"
        ? { today: { shown: 4, used: 2, hostile: 0, thanks: 1, off: ["care"], locked: ["care"] },
            refused: "the name of the card is blank", signedOff: false }
        : ask(question);
    """)
    page.reload()
    care = page.get_by_role("switch", name="For you")
    expect(care).to_be_disabled()
    expect(care).not_to_be_checked()
    expect(page.locator("#about-rule-care")).to_contain_text("for everybody")
    expect(page.locator("#shift-today")).to_contain_text("4 suggestions shown, 2 used")
    expect(page.locator("#card-refused")).to_contain_text("the name of the card is blank")


def test_signing_off_forgets_the_day_and_open_chats_are_read_anew(
    page: Page, browser: Browser
) -> None:
    write(page)
    save(page)
    expect(outcome(page)).to_be_visible()
    desk = browser.page(LATE)
    browser.hears(LATE)
    browser.heard.forget()
    page.bring_to_front()
    button(page, "Sign off").press("Enter")
    expect(page.locator("#shift-outcome[data-ok]")).to_contain_text("has forgotten your day")
    browser.hears(LATE)
    types = [one["type"] for one in browser.heard.frames]
    assert types.index("signed_off") < types.index("conversation.opened")
    assert cards(browser) == []
    assert page.evaluate(STORED, "card") == CARD
    button(page, "Begin a new shift").press("Enter")
    expect(page.locator("#shift-outcome[data-ok]")).to_contain_text("has your card again")
    assert cards(browser) == [CARD]
    desk.close()
