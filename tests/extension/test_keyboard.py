"""A whole chat worked by keys alone, with the real side panel beside the demo desk."""

import pytest
from playwright.sync_api import expect

from tests.extension.conftest import Desk

pytestmark = pytest.mark.browser


def test_a_chat_is_worked_from_the_first_line_to_the_search_by_keys_alone(desk: Desk) -> None:
    panel, keys = desk.panel, desk.page.keyboard
    sent = desk.page.locator("[data-role=agent] [data-message-text]")
    desk.line(1)
    desk.press("j")  # walk down to a line, and away again
    expect(panel.locator("#lines [data-id]:focus")).to_have_count(1)
    dismissed = desk.line(1)
    desk.press("Escape")
    expect(panel.locator("#lines")).not_to_contain_text(dismissed)
    panel.locator("#lines").evaluate("() => document.activeElement.blur()")

    line = desk.line(1)
    panel.wait_for_timeout(300)  # a line that has just moved up does not take a key meant before
    desk.press("1")
    expect(desk.reply).to_have_value(line)
    expect(desk.reply).to_be_focused()  # the reply has the keyboard now: write on, then send
    keys.type(" Give me two minutes.")
    keys.press("Enter")
    if not sent.count():
        keys.press("Enter")  # it was held once: a gap was left open
    expect(sent).to_have_text([f"{line} Give me two minutes."])
    desk.customer_says_more()

    desk.press("/")
    expect(panel.locator("#search")).to_be_focused()
    panel.keyboard.type("I will find out and come back to you")
    expect(panel.get_by_role("region", name="Search results")).to_be_visible()
    panel.keyboard.press("Enter")  # to the first card; it never inserts
    expect(desk.reply).to_have_value("")
    expect(panel.locator("#lines [data-id]:focus")).to_have_count(1)
    found = desk.line(1)
    panel.keyboard.press("1")
    expect(desk.reply).to_have_value(found)

    desk.press("Escape")
    expect(panel.locator("#search")).to_have_value("")


def test_reading_is_paused_and_all_keys_are_shown_by_keys_alone(desk: Desk) -> None:
    panel = desk.panel
    desk.line(1)
    desk.press("p")
    expect(panel.locator("#state")).to_contain_text("Paused")
    desk.press("p")
    expect(panel.locator("#customer")).to_contain_text("Dana")
    desk.press("?")
    expect(panel.locator("#keys")).to_be_visible()
    panel.keyboard.press("Escape")
    expect(panel.locator("#keys")).to_be_hidden()
