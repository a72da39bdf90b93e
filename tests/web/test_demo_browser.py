"""The demo desk in a real Chromium: chats play, the panel answers, one key fills the reply."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Frame, Page, expect, sync_playwright

from sidecar_server.model import Item, Slot
from sidecar_server.web import demo
from sidecar_server.web.scripted import load_chats
from tests.web import stub
from tests.web.desk import Desk

pytestmark = pytest.mark.browser

FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=FLAGS.split()
        )
        yield launched
        launched.close()


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path / "home")
    made.pages = demo.routes(made.settings, made.credentials)
    with made as running:
        yield running


@pytest.fixture
def page(browser: Browser, server: Desk) -> Iterator[Page]:
    """A desk whose clock the test moves; any error in the page fails the test."""
    opened = browser.new_page(viewport={"width": 1440, "height": 900})
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    opened.clock.install()
    opened.goto(f"http://{server.authority}/demo")
    yield opened
    opened.close()
    assert errors == []


def panel(page: Page) -> Frame:
    frame = page.frame(url="**/panel.html")
    assert frame
    return frame


def customer_lines(page: Page) -> list[str]:
    return page.locator("[data-role=customer] [data-message-text]").all_inner_texts()


def pass_time(page: Page, seconds: int) -> None:
    for _ in range(seconds):
        page.clock.run_for(1000)


def chat(page: Page, place: int) -> None:
    page.locator(".chat-row").nth(place).click()


def answer(page: Page, text: str) -> None:
    page.locator("#reply").fill(text)
    page.locator("#reply").press("Enter")


def card(page: Page) -> None:
    """Wait for a card that has stood long enough for its key to work."""
    pass_time(page, 6)
    expect(panel(page).locator("#lines [data-id]")).to_have_count(1)
    pass_time(page, 2)


def test_one_key_puts_a_line_at_the_caret_and_undo_takes_it_out(page: Page) -> None:
    card(page)
    reply = page.locator("#reply")
    reply.press_sequentially("Hello . Ana")
    for _ in " . Ana":
        reply.press("ArrowLeft")
    page.keyboard.press("F6")
    panel(page).locator("body").press("1")
    expect(reply).to_have_value("HelloLine . Ana")
    expect(reply).to_be_focused()
    assert reply.evaluate("box => box.selectionStart") == len("HelloLine")
    page.keyboard.press("Control+z")
    expect(reply).to_have_value("Hello . Ana")


def test_a_gap_in_a_line_is_selected_to_be_filled_in(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "😀 where is {what}?"
    gap = Item("gap", "phrase", text, "why", 0.5, slots=(Slot("what", (11, 17)),), insertable=True)
    monkeypatch.setattr(stub, "item", lambda _: gap)
    card(page)
    page.keyboard.press("F6")
    panel(page).locator("body").press("1")
    expect(page.locator("#reply")).to_have_value(text)
    page.keyboard.type("it")
    expect(page.locator("#reply")).to_have_value("😀 where is it?")


def test_a_line_never_goes_into_the_private_note(page: Page) -> None:
    card(page)
    page.click("#tab-note")
    page.keyboard.type("only us")
    page.keyboard.press("F6")
    panel(page).locator("body").press("1")
    expect(page.locator("#reply")).to_have_value("Line")
    expect(page.locator("#note")).to_have_value("only us")


def test_customer_goes_on_after_each_answer_and_only_then(page: Page) -> None:
    pass_time(page, 6)
    assert len(customer_lines(page)) == 1
    answer(page, "I am looking for it now")
    answer(page, "One moment")
    pass_time(page, 20)
    assert len(customer_lines(page)) == 2
    pass_time(page, 5)
    assert len(customer_lines(page)) == 2


def test_customer_asks_again_when_nobody_answers(page: Page) -> None:
    pass_time(page, 6)
    first = customer_lines(page)
    pass_time(page, 120)
    late = load_chats()[0]
    silence = [line.text for line in late.line if line.when == "silence"]
    assert customer_lines(page) == [*first, *silence][: len(customer_lines(page))]
    assert len(customer_lines(page)) > len(first)


def test_half_written_texts_stay_with_their_chat(page: Page) -> None:
    page.locator("#reply").fill("half a reply")
    chat(page, 1)
    expect(page.locator("#reply")).to_have_value("")
    page.click("#tab-note")
    page.keyboard.type("half a note")
    chat(page, 0)
    expect(page.locator("#reply")).to_have_value("half a reply")
    expect(page.locator("#reply")).to_be_focused()
    chat(page, 1)
    expect(page.locator("#note")).to_have_value("half a note")


def test_switching_chats_shows_another_customer_in_the_same_nodes(page: Page) -> None:
    pass_time(page, 6)
    page.evaluate("document.querySelector('[data-desk-messages]').mark = 'same'")
    page.locator(".chat-row", has_text="Keiko").click()
    shown = page.locator("main[data-desk]")
    expect(shown).to_have_attribute("data-customer-locale", "ja-JP")
    assert page.evaluate("document.querySelector('[data-desk-messages]').mark") == "same"
    ids = page.locator("[data-message-id]").evaluate_all("all => all.map(a => a.dataset.messageId)")
    assert len(set(ids)) == len(ids) > 0
    expect(panel(page).locator("#customer")).to_contain_text("Keiko Matsuda")


def test_a_dismissed_line_stays_away(page: Page) -> None:
    card(page)
    page.keyboard.press("F6")
    panel(page).locator("body").press("Escape")
    expect(panel(page).locator("#lines [data-id]")).to_have_count(0)
    chat(page, 1)
    chat(page, 0)
    pass_time(page, 2)
    expect(panel(page).locator("#customer")).to_contain_text("Dana Whitfield")
    expect(panel(page).locator("#lines [data-id]")).to_have_count(0)


def test_search_in_the_panel_is_answered(page: Page) -> None:
    card(page)
    panel(page).locator("#search").fill("apology")
    pass_time(page, 1)
    expect(panel(page).locator("[data-id='found-in-late-parcel']")).to_be_visible()


def test_a_forgotten_page_gets_a_fresh_token_by_itself(browser: Browser, server: Desk) -> None:
    page = browser.new_page()
    tokens: list[str] = []

    def forget(route: object) -> None:
        server.credentials._demo.clear()
        route.continue_()  # type: ignore[attr-defined]

    page.route("**/background/socket.js", forget)
    page.on("response", lambda r: tokens.append(r.url) if r.url.endswith("/demo") else None)
    page.goto(f"http://{server.authority}/demo")
    frame = panel(page)
    expect(frame.locator("#privacy")).to_have_attribute("data-status", "connected")
    assert len(tokens) == 2
    page.close()


def test_resolved_chat_rests_and_an_answer_opens_it_again(page: Page) -> None:
    card(page)
    page.click("#resolve")
    expect(panel(page).locator("#lines [data-id]")).to_have_count(0)
    pass_time(page, 120)
    assert len(customer_lines(page)) == 1
    answer(page, "One more thing")
    expect(page.locator("#resolve")).to_have_text("Resolve")
    pass_time(page, 20)
    assert len(customer_lines(page)) == 2


def test_narrow_window_has_list_and_panel_as_sheets(page: Page) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    expect(page.locator(".chat-row").first).not_to_be_visible()
    page.click("#chats-toggle")
    chat(page, 1)
    expect(page.locator("main[data-desk]")).to_have_attribute("data-customer-locale", "en-GB")
    expect(page.locator(".chat-row").first).not_to_be_visible()
    card(page)
    expect(page.locator("[data-suggestion-count]")).to_have_text("1")
    page.click("#panel-toggle")
    panel(page).locator("[data-act=insert]").click()
    expect(page.locator("#reply")).to_have_value("Line")
    expect(page.locator("#panel")).not_to_be_visible()
