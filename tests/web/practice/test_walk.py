"""A newcomer at the practice desk in a real Chromium, by mouse and by keyboard alone."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.practice.play import script
from tests.process import SidecarProcess
from tests.web.console.test_walk import FLAGS, PATIENCE_MS, looks_well, tab_to

pytestmark = pytest.mark.browser
NAME, TITLE = "birthday-present", "The present that stands still"
WRITTEN = [one.text for one in script("kind", NAME)]


@pytest.fixture(scope="module")
def sidecar(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SidecarProcess]:
    with SidecarProcess(tmp_path_factory.mktemp("practice") / "home") as running:
        yield running


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def page(chromium: Browser, sidecar: SidecarProcess) -> Iterator[Page]:
    """A tab; any error in it fails the test."""
    context = chromium.new_context(
        base_url=f"http://{sidecar.authority}",
        viewport={"width": 1280, "height": 860},
        reduced_motion="reduce",
    )
    context.set_default_timeout(PATIENCE_MS)
    opened = context.new_page()
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    context.close()
    assert errors == []


def customers(page: Page) -> int:
    return page.locator("[data-desk-messages] article[data-role=customer]").count()


def answer_until_they_leave(page: Page) -> None:
    """Write what the kind agent writes, each line once the customer has answered."""
    messages = page.locator("[data-desk-messages] article[data-role=customer]")
    expect(messages.first).to_be_visible()
    for text in WRITTEN:
        if page.locator("[data-run-end]").is_visible():
            return
        said = customers(page)
        page.locator("#reply").focus()
        page.keyboard.type(text)
        page.keyboard.press("Enter")
        expect(messages.nth(said).or_(page.locator("[data-run-end]")).first).to_be_visible()
    expect(page.locator("[data-run-end]")).to_be_visible()


def test_a_newcomer_plays_to_the_end_and_reads_the_review(page: Page) -> None:
    page.goto("/practice")
    page.get_by_text(TITLE).click()
    expect(page.locator(".screens")).to_contain_text("held at the Leeds depot")
    answer_until_they_leave(page)
    expect(page.locator("[data-composer]")).to_be_hidden()
    page.get_by_text("Read your review").click()
    expect(page.locator("h1")).to_have_text("Dana left content")
    expect(page.locator(".rubric")).to_contain_text("First acknowledgement")
    expect(page.locator("blockquote").first).to_contain_text("four days without a move")
    page.get_by_text("The whole chat").click()
    expect(page.locator(".chat li[data-role=agent]").first).to_contain_text(WRITTEN[0])


def test_by_keyboard_alone(page: Page) -> None:
    page.goto("/practice")
    tab_to(page, f'a[href="/practice/desk/{NAME}"]')
    page.keyboard.press("Enter")
    expect(page.locator("#reply")).to_be_focused()
    messages = page.locator("[data-desk-messages] article[data-role=customer]")
    for text in WRITTEN:
        expect(messages.first).to_be_visible()
        if page.locator("[data-run-end]").is_visible():
            break
        said = customers(page)
        page.keyboard.type(text)
        page.keyboard.press("Enter")
        expect(messages.nth(said).or_(page.locator("[data-run-end]")).first).to_be_visible()
    expect(page.locator("[data-run-end]")).to_be_focused()
    page.keyboard.press("Enter")  # meant for the chat that has just ended: it opens nothing
    tab_to(page, "[data-review]")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Dana")
    tab_to(page, "summary")
    page.keyboard.press("Enter")
    expect(page.locator(".chat ol")).to_be_visible()
    tab_to(page, f'a[href="/practice/desk/{NAME}"]')


def test_lines_are_suggested_and_the_panel_may_be_off(page: Page) -> None:
    page.goto(f"/practice/desk/{NAME}")
    panel = page.frame_locator("[data-panel]")
    expect(panel.locator("#lines .card").first).to_be_visible()
    page.locator("#panel-switch").click()
    expect(page.locator("#panel")).to_be_hidden()
    expect(page.locator("#panel-switch")).to_have_attribute("aria-pressed", "false")
    page.locator("#panel-switch").press("Enter")
    expect(panel.locator("#lines .card").first).to_be_visible()


def test_the_agent_may_end_it_and_without_a_reply_there_is_no_review(page: Page) -> None:
    page.goto(f"/practice/desk/{NAME}")
    expect(page.locator("[data-desk-messages] article").first).to_be_visible()
    page.locator("#resolve").click()
    expect(page.locator("[data-run-end]")).to_contain_text("nothing to review")
    expect(page.locator("[data-review]")).to_be_hidden()


def test_somebody_comes_unannounced(page: Page) -> None:
    page.clock.install()
    page.goto("/practice")
    page.select_option("[name=within]", "15")
    page.get_by_text("Let them come").press("Enter")
    expect(page.locator("[data-said]")).to_contain_text("within 15 minutes")
    expect(page.locator("[data-cancel]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[data-how]")).to_be_visible()
    page.get_by_text("Let them come").press("Enter")
    page.clock.run_for(15 * 60_000)
    page.wait_for_url("**/practice/desk/*")


def test_axe_finds_nothing_serious_and_nothing_scrolls_sideways(page: Page) -> None:
    page.goto(f"/practice/desk/{NAME}")
    answer_until_they_leave(page)
    review = page.locator("[data-review]").get_attribute("href")
    assert review
    for path in ("/practice", f"/practice/desk/{NAME}", review, "/practice/review/none"):
        looks_well(page, path)
