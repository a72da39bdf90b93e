"""The main job in Chromium: a customer writes, a card comes, one key puts it in the reply."""

import pytest
from playwright.sync_api import expect

from tests.extension.chromium import Chromium
from tests.extension.conftest import Desk

pytestmark = pytest.mark.browser
SHORTCUT = """async (command) =>
  (await chrome.commands.getAll()).find(({ name }) => name === command).shortcut"""
COMMAND = """async ([command, tab]) =>
  chrome.commands.onCommand.dispatch(command, await chrome.tabs.get(tab))"""
BEFORE, AFTER = "Hello Dana. ", " Regards, Ana"


def write_around_the_caret(desk: Desk) -> None:
    desk.reply.press_sequentially(BEFORE + AFTER)
    for _ in AFTER:
        desk.reply.press("ArrowLeft")


def test_one_key_puts_a_line_at_the_caret_and_undo_takes_it_out(desk: Desk) -> None:
    line = desk.line(1)
    write_around_the_caret(desk)
    desk.press("1")
    expect(desk.reply).to_have_value(BEFORE + line + AFTER)
    end = desk.reply.evaluate("box => [box.selectionStart, box.selectionEnd]")
    assert end == [len(BEFORE + line)] * 2
    expect(desk.panel.locator("#said")).to_contain_text("Inserted")
    desk.reply.press("Control+z")
    expect(desk.reply).to_have_value(BEFORE + AFTER)


def test_escape_dismisses_a_line_for_this_chat(desk: Desk) -> None:
    gone = desk.line(1)
    shown = desk.cards.count()  # a note may stand above the lines, near a holiday for one
    desk.press("Escape")
    expect(desk.cards).to_have_count(shown - 1)
    desk.page.locator(".chat-row").nth(1).click()
    expect(desk.panel.locator("#customer")).not_to_contain_text("Dana")
    desk.page.locator(".chat-row").nth(0).click()
    expect(desk.panel.locator("#customer")).to_contain_text("Dana")
    assert desk.line(1) != gone


def test_a_line_never_goes_into_the_private_note(desk: Desk) -> None:
    desk.line(1)
    desk.page.click("#tab-note")
    desk.page.keyboard.type("only us")
    desk.press("1")
    expect(desk.panel.locator("#said")).to_contain_text("No reply box is open")
    expect(desk.page.locator("#note")).to_have_value("only us")
    expect(desk.reply).to_have_value("")


def test_the_shortcut_inserts_from_the_page(desk: Desk, chromium: Chromium) -> None:
    """A headless browser hears no shortcuts, so the command comes as the browser would send it."""
    line = desk.line(2)
    write_around_the_caret(desk)
    worker = chromium.context.service_workers[-1]
    assert worker.evaluate(SHORTCUT, "insert-2") == "Alt+Shift+2"
    worker.evaluate(COMMAND, ["insert-2", chromium.tab(desk.page)])
    expect(desk.reply).to_have_value(BEFORE + line + AFTER)
    desk.page.keyboard.press("Control+z")
    expect(desk.reply).to_have_value(BEFORE + AFTER)
