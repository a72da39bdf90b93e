"""The settings page of a paired browser, and an introduction card written in it."""

import base64
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.extension.helpdesk import Browser

FORGET = "chrome.storage.local.remove(['card', 'settings'])"
HIKING = {"about": "hiking", "says": "I spend most Sundays hiking, too."}
CARD: dict[str, Any] = {
    "name": "Nora",
    "years": 7,
    "expertise": ["refunds", "lost parcels"],
    "languages": ["en", "sv", "tl"],
    "facts": [HIKING],
    "photo": "",
    "match": False,
}
PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAABCAIAAAB7QOjdAAAADUlEQVR4nGM4oQEEJwAHrwIxhE/biwAAAABJRU5ErkJg"
    "gg=="
)


@pytest.fixture
def page(browser: Browser) -> Page:
    """The settings page of a browser that is paired and connected, without a card."""
    opened = browser.chromium.pairing
    browser.ask(type="card.save", card=None)
    opened.evaluate(FORGET)
    opened.set_viewport_size({"width": 1200, "height": 800})
    opened.reload()
    expect(opened.locator("#state")).to_contain_text("connected")
    expect(button(opened, "Sign off")).to_be_visible()
    browser.heard.forget()
    return opened


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name)


def outcome(page: Page) -> Locator:
    return page.locator("#card-outcome[data-ok]")


def refusal(page: Page) -> Locator:
    return page.locator("#card-outcome:not([data-ok])")


def write(page: Page) -> None:
    """Write the whole card, as by keyboard alone."""
    page.get_by_label("Your name").focus()
    for text in ("Nora", "7", "refunds"):
        page.keyboard.type(text)
        page.keyboard.press("Tab")
    for name in ("English", "Swedish"):
        page.get_by_role("checkbox", name=name).press("Space")
    page.get_by_label("Others, with commas").fill("Filipino")
    page.keyboard.press("Tab")
    page.keyboard.type(HIKING["about"])
    page.keyboard.press("Tab")
    page.keyboard.type(HIKING["says"])
    page.get_by_label("What you know well").press("Control+End")
    page.keyboard.type("\nlost parcels")


def save(page: Page) -> None:
    button(page, "Save").press("Enter")


def cards(browser: Browser) -> list[Any]:
    """The cards that went to the server, oldest first."""
    return [
        one["card"] for one in browser.heard.frames if one["type"] == "settings" and "card" in one
    ]
