"""A line for the lead, from the panel by keys alone: what is shown is sent, and nothing before."""

import sqlite3
from typing import Any

import pytest
from playwright.sync_api import Locator, expect

from tests.extension.alone import Panel, browser
from tests.extension.alone import panel as alone  # `panel` is the real one here
from tests.extension.conftest import Desk
from tests.extension.test_panel_looks import LONG, OVERFLOW, problems
from tests.process import SidecarProcess

__all__ = ["alone", "browser"]
pytestmark = pytest.mark.browser

DRAFT = "Dana, I have order 4471902 open. Write to dana@mail.example."
SHOWN = "{name}, I have order {number} open. Write to {email}."


@pytest.fixture
def sheet(alone: Panel) -> Panel:
    """A panel whose server takes lines, and whose sheet was opened by its key."""
    alone.show(proposes=True)
    alone.press("s")
    expect(place(alone, "line")).to_be_focused()  # it opens a task later
    return alone


def known(panel: Panel, draft: str = DRAFT) -> None:
    """Say what the worker says when the sheet was opened."""
    panel.page.evaluate("tell({ type: 'proposal', customers: ['Dana Whitfield'], agent: 'Ben' })")
    panel.page.evaluate("(text) => tell({ type: 'draft', text })", draft)


def place(panel: Panel, name: str) -> Locator:
    return panel.page.locator(f"#propose-{name}")


def test_a_line_is_proposed_by_keys_alone_and_goes_as_it_is_shown(sheet: Panel) -> None:
    assert sheet.sent("propose.begin") == [{"type": "propose.begin"}]
    known(sheet)
    expect(place(sheet, "line")).to_be_focused()
    expect(place(sheet, "line")).to_have_value(DRAFT)
    expect(place(sheet, "text")).to_have_value(SHOWN)
    expect(place(sheet, "marks").locator("mark")).to_have_text(["{name}", "{number}", "{email}"])
    expect(place(sheet, "taken")).to_have_text("Taken out: {name}, {number}, {email}")
    expect(sheet.page.locator("#propose")).to_contain_text("names we do not know stay in")
    sheet.press("Tab")
    expect(place(sheet, "text")).to_be_focused()
    sheet.press("End")
    sheet.page.keyboard.type(" 1")  # a digit is a digit here
    sheet.press("Tab")
    sheet.page.keyboard.type("when they ask again")
    sheet.press("Enter")  # sends nothing
    assert sheet.sent("propose") == []
    sheet.press("Tab")
    expect(place(sheet, "send")).to_be_focused()
    sheet.press("Enter")
    sent = {"type": "propose", "text": f"{SHOWN} 1", "why": "when they ask again"}
    assert sheet.sent("propose") == [sent]
    assert sheet.sent("insert") == []
    sheet.page.evaluate("tell({ type: 'proposed', kept: true })")
    expect(sheet.page.locator("#propose")).to_be_hidden()
    expect(sheet.page.locator("#said")).to_have_text("Sent. It carries no name.")
    sheet.press("s")
    expect(place(sheet, "line")).to_have_value("")


def test_what_was_written_in_by_hand_is_taken_out_and_read_once_more(sheet: Panel) -> None:
    known(sheet, "")
    place(sheet, "text").fill("Call +44 20 7946 0958, Ben")
    place(sheet, "send").press("Enter")
    assert sheet.sent("propose") == []
    expect(place(sheet, "text")).to_have_value("Call {phone}, {agent}")
    expect(place(sheet, "text")).to_be_focused()
    expect(place(sheet, "status")).to_contain_text("Read it once more")
    place(sheet, "send").press("Enter")
    assert [one["text"] for one in sheet.sent("propose")] == ["Call {phone}, {agent}"]


def test_a_refusal_is_shown_and_the_line_stays(sheet: Panel) -> None:
    known(sheet)
    place(sheet, "send").press("Enter")
    expect(place(sheet, "send")).to_be_disabled()
    sheet.page.evaluate("tell({ type: 'propose.failed', detail: 'too many — wait' })")
    expect(place(sheet, "status")).to_have_text("It was not taken: too many — wait")
    expect(place(sheet, "send")).to_be_enabled()
    expect(place(sheet, "text")).to_have_value(SHOWN)
    place(sheet, "send").press("Enter")
    sheet.page.clock.run_for(11_000)  # no answer at all
    expect(place(sheet, "status")).to_contain_text("no answer came")


def test_esc_keeps_what_was_written_and_cancel_forgets_it(sheet: Panel) -> None:
    known(sheet)
    sheet.page.keyboard.type("Mine. ")
    sheet.press("Escape")
    expect(sheet.page.locator("#propose")).to_be_hidden()
    assert sheet.sent("dismiss") == []
    sheet.press("s")
    expect(place(sheet, "line")).to_be_focused()
    known(sheet, "Another reply")
    expect(place(sheet, "line")).to_have_value(f"{DRAFT}Mine. ")
    place(sheet, "cancel").press("Enter")
    expect(sheet.page.locator("#propose")).to_be_hidden()
    sheet.press("s")
    expect(place(sheet, "line")).to_be_focused()
    known(sheet, "Another reply")
    expect(place(sheet, "text")).to_have_value("Another reply")
    assert sheet.sent("propose") == []


def test_an_edited_text_can_be_taken_from_the_line_again(sheet: Panel) -> None:
    known(sheet)
    expect(place(sheet, "again")).to_be_hidden()
    place(sheet, "text").fill("Other")
    place(sheet, "line").press("End")
    expect(place(sheet, "text")).to_have_value("Other")
    place(sheet, "again").press("Enter")
    expect(place(sheet, "text")).to_have_value(SHOWN)


def test_without_a_server_that_takes_lines_there_is_no_way_in(alone: Panel) -> None:
    alone.press("s")
    expect(alone.page.locator("#propose")).to_be_hidden()
    expect(alone.page.locator("#propose-button")).to_be_hidden()
    alone.show(proposes=True)
    alone.page.locator("#propose-button").press("Enter")
    expect(alone.page.locator("#propose")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(sheet: Panel, scheme: Any) -> None:
    sheet.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    known(sheet)
    place(sheet, "text").fill(f"{SHOWN} more")
    assert problems(sheet) == []


@pytest.mark.parametrize("width", [180, 280, 360, 600])
def test_long_words_stay_inside_and_the_marks_lie_behind_them(sheet: Panel, width: int) -> None:
    sheet.page.set_viewport_size({"width": width, "height": 740})
    known(sheet, f"Dana, {LONG} {LONG}\n\n{'word ' * 60}")
    assert sheet.page.evaluate(OVERFLOW) <= 0
    box = "(one) => [one.scrollHeight, one.clientHeight, one.clientWidth]"
    height, inside, wide = place(sheet, "text").evaluate(box)
    assert height <= inside  # it is shown in full
    assert wide == place(sheet, "marks").evaluate(box)[2]


def test_from_the_helpdesks_reply_to_the_leads_queue(desk: Desk, server: SidecarProcess) -> None:
    """The whole way, by keys alone: the reply, the panel, the worker, the server, the table."""
    panel = desk.panel
    desk.line(1)
    desk.reply.press_sequentially("I have your box before me, Dana: ask for 4471902.")
    expect(panel.locator("#customer")).to_contain_text("Dana")
    desk.press("s")
    text = panel.locator("#propose-text")
    expect(text).to_have_value("I have your box before me, {name}: ask for {number}.")
    panel.locator("#propose-line").press("Tab")
    panel.keyboard.press("Tab")
    panel.keyboard.type("when they wait")
    panel.keyboard.press("Tab")
    panel.keyboard.press("Enter")
    expect(panel.locator("#said")).to_have_text("Sent. It carries no name.")
    with sqlite3.connect(server.home / "sidecar.db") as database:
        [row] = database.execute("SELECT language, text, why FROM proposal").fetchall()
        database.execute("DELETE FROM proposal")
    assert row == (
        "en",
        "I have your box before me, {name}: ask for {number}.",
        "when they wait",
    )
