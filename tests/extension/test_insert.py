"""The main job in a real Chromium: a customer writes, a card comes, one key puts it in the reply."""

import pytest
from playwright.sync_api import expect

from tests.extension.conftest import Desk

pytestmark = pytest.mark.browser
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
