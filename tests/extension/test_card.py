"""The introduction card: saved, refused with its reason, handed out, taken in, deleted."""

import json
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.extension.card import (
    CARD,
    HIKING,
    PICTURE,
    button,
    cards,
    outcome,
    page,
    refusal,
    save,
    write,
)
from tests.extension.chromium import Chromium
from tests.extension.helpdesk import Browser, browser, fresh
from tests.extension.test_options import AXE, SERIOUS, STORED

__all__ = ["browser", "fresh", "page"]
pytestmark = pytest.mark.browser


def test_a_card_is_written_by_keyboard_told_to_the_server_and_kept(
    page: Page, browser: Browser
) -> None:
    write(page)
    expect(page.locator("#card-preview")).to_contain_text("Hello, I’m Nora.")
    expect(page.locator("#card-preview")).to_contain_text(HIKING["says"])
    expect(page.locator("#card-unsaved")).to_have_text("Not saved yet")
    save(page)
    expect(outcome(page)).to_contain_text("The server uses this card")
    assert cards(browser)[0] == CARD
    assert page.evaluate(STORED, "card") == CARD
    expect(page.locator("#card-unsaved")).to_be_empty()
    expect(button(page, "Save")).to_be_focused()
    page.reload()
    expect(page.get_by_label("Your name")).to_have_value("Nora")
    expect(page.get_by_label("Others, with commas")).to_have_value("Filipino")
    expect(page.get_by_role("checkbox", name="Swedish")).to_be_checked()
    expect(page.get_by_role("switch", name="Colleagues may find me")).not_to_be_checked()


def test_a_card_that_the_server_refuses_says_why_is_not_kept_and_can_be_mended(page: Page) -> None:
    write(page)
    says = page.get_by_label("You would say")
    says.fill("On Sundays I sing in the church choir.")
    save(page)
    expect(refusal(page)).to_contain_text("religion")
    expect(refusal(page)).to_contain_text("fact 1")
    expect(says).to_have_value("On Sundays I sing in the church choir.")
    assert page.evaluate(STORED, "card") is None
    says.fill("On Sundays I sing in a choir.")
    save(page)
    expect(outcome(page)).to_be_visible()
    assert page.evaluate(STORED, "card")["facts"][0]["says"] == "On Sundays I sing in a choir."


def test_a_refused_change_leaves_the_card_before_as_it_was(page: Page) -> None:
    write(page)
    save(page)
    expect(outcome(page)).to_be_visible()
    page.get_by_label("What you know well").fill("vegan politics")
    save(page)
    expect(refusal(page)).to_contain_text("politics")
    assert page.evaluate(STORED, "card") == CARD
    expect(page.get_by_label("What you know well")).to_have_value("vegan politics")


def test_without_a_server_the_card_is_kept_and_it_is_said_that_it_is_not_checked_yet(
    unpaired: Chromium,
) -> None:
    page = unpaired.pairing
    page.get_by_label("Your name").fill("Nora")
    save(page)
    expect(outcome(page)).to_contain_text("Saved in this browser")
    assert page.evaluate(STORED, "card")["name"] == "Nora"
    button(page, "Sign off").click()
    expect(page.locator("#shift-outcome:not([data-ok])")).to_contain_text("cannot be reached")
    button(page, "Delete my card").click()
    expect(outcome(page)).to_contain_text("The server is told as soon as")


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("Your name", "  ", "Write the name"),
        ("Years in this work", "99", "whole number from 0 to 70"),
        ("What you know well", "\n".join(map(str, range(13))), "At most twelve"),
        ("A customer might mention", "", "only half there"),
    ],
)
def test_what_is_missing_is_said_before_anybody_is_asked(
    page: Page, browser: Browser, field: str, text: str, said: str
) -> None:
    write(page)
    page.get_by_label(field, exact=True).fill(text)
    save(page)
    expect(refusal(page)).to_contain_text(said)
    expect(page.get_by_label(field, exact=True)).to_be_focused()
    expect(page.get_by_label(field, exact=True)).to_have_attribute("aria-invalid", "true")
    assert cards(browser) == []


def test_a_photo_is_drawn_down_shown_kept_and_taken_away(page: Page, browser: Browser) -> None:
    page.get_by_label("Your name").fill("Nora")
    with page.expect_file_chooser() as chooser:
        button(page, "Photo").press("Enter")
    chooser.value.set_files({"name": "me.png", "mimeType": "image/png", "buffer": PICTURE})
    expect(page.get_by_role("img", name="Your photo")).to_be_visible()
    save(page)
    expect(outcome(page)).to_be_visible()
    photo = cards(browser)[0]["photo"]
    assert photo.startswith("data:image/jpeg;base64,")
    assert len(photo) <= 24_000
    page.reload()
    expect(page.get_by_role("img", name="Your photo")).to_be_visible()
    page.locator("#photo-remove").press("Enter")
    expect(page.get_by_role("img", name="Your photo")).to_be_hidden()
    expect(page.locator("#photo-choose")).to_be_focused()
    save(page)
    expect(outcome(page)).to_be_visible()
    assert page.evaluate(STORED, "card")["photo"] == ""


def test_a_file_that_is_no_picture_says_so(page: Page) -> None:
    page.set_input_files("#photo-file", {"name": "a.png", "mimeType": "image/png", "buffer": b"x"})
    expect(refusal(page)).to_contain_text("cannot read this file as a picture")


def test_facts_come_one_by_one_up_to_six_and_go_again(page: Page) -> None:
    for _ in range(5):
        button(page, "Add another").press("Enter")
    expect(button(page, "Add another")).to_be_hidden()
    mentioned = page.get_by_label("A customer might mention")
    expect(mentioned).to_have_count(6)
    expect(mentioned.nth(5)).to_be_focused()
    page.keyboard.type("chess")
    button(page, "Remove fact 5").press("Enter")
    expect(mentioned).to_have_count(5)
    expect(mentioned.nth(4)).to_be_focused()
    expect(mentioned.nth(4)).to_have_value("chess")
    expect(button(page, "Add another")).to_be_visible()


def test_the_card_goes_out_as_a_file_and_comes_in_again(page: Page, tmp_path: Path) -> None:
    write(page)
    save(page)
    expect(outcome(page)).to_be_visible()
    with page.expect_download() as download:
        button(page, "Download as a file").press("Enter")
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    assert json.loads(file.read_text()) == CARD
    file.write_text(json.dumps(CARD | {"name": "Nora L.", "spy": 1}))
    with page.expect_file_chooser() as chooser:
        button(page, "Read from a file").press("Enter")
    chooser.value.set_files(file)
    expect(page.get_by_label("Your name")).to_have_value("Nora L.")
    assert page.evaluate(STORED, "card") == CARD  # only after a look
    save(page)
    expect(outcome(page)).to_contain_text("Saved")
    assert page.evaluate(STORED, "card") == CARD | {"name": "Nora L."}


@pytest.mark.parametrize("text", ["not JSON", "[]", "{}", '{"name": ""}'])
def test_a_file_without_a_card_is_refused(page: Page, text: str) -> None:
    page.set_input_files(
        "#card-file", {"name": "a.json", "mimeType": "application/json", "buffer": text.encode()}
    )
    expect(refusal(page)).to_contain_text("no introduction card")


def test_one_press_deletes_the_card_everywhere_and_another_brings_it_back(
    page: Page, browser: Browser
) -> None:
    write(page)
    save(page)
    expect(outcome(page)).to_be_visible()
    button(page, "Delete my card").press("Enter")
    expect(outcome(page)).to_contain_text("deleted")
    assert page.evaluate(STORED, "card") is None
    assert not cards(browser)[-1].get("name")
    expect(page.get_by_label("Your name")).to_have_value("")
    expect(button(page, "Undo")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Your name")).to_have_value("Nora")
    expect(button(page, "Undo")).to_be_hidden()
    assert page.evaluate(STORED, "card") == CARD
    assert cards(browser)[-1] == CARD


def test_what_is_being_written_stays_when_the_card_is_changed_elsewhere(page: Page) -> None:
    page.get_by_label("Your name").fill("No")
    page.evaluate("(card) => chrome.storage.local.set({ card })", CARD)
    expect(button(page, "Delete my card")).to_be_visible()
    expect(page.get_by_label("Your name")).to_have_value("No")
    page.get_by_label("Your name").fill("")
    page.reload()
    expect(page.get_by_label("Your name")).to_have_value("Nora")


@pytest.mark.parametrize("width", [320, 360, 640])
def test_nothing_is_cut_off_on_a_narrow_or_enlarged_page(page: Page, width: int) -> None:
    write(page)
    page.get_by_label("You would say").fill("Donaudampfschifffahrtsgesellschaft" * 3)
    page.set_viewport_size({"width": width, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(page: Page, scheme: Literal["light", "dark"]) -> None:
    assert AXE.exists(), "run `npm ci` in tests/extension/axe"
    page.emulate_media(color_scheme=scheme)
    write(page)
    page.set_input_files(
        "#photo-file", {"name": "me.png", "mimeType": "image/png", "buffer": PICTURE}
    )
    save(page)
    expect(outcome(page)).to_be_visible()
    page.get_by_label("Your name").fill("")
    save(page)
    expect(refusal(page)).to_be_visible()
    session = page.context.new_cdp_session(page)  # the page's own policy lets no script in
    session.send("Runtime.evaluate", {"expression": AXE.read_text()})
    run = {"expression": SERIOUS, "awaitPromise": True, "returnByValue": True}
    assert session.send("Runtime.evaluate", run)["result"]["value"] == []
