"""A lead's day in a real Chromium, by keyboard alone: from the first code to the history."""

import csv
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.sample import PHRASES
from tests.web.console.agent import Agent, connected
from tests.web.console.leads import House

pytestmark = pytest.mark.browser

FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")
PATIENCE_MS = 60_000
LINE = next(one for one in PHRASES if one.text.startswith("A late parcel"))
PAGE = f"/console/entry/phrase/en/{LINE.id}"
SAID = "where is my parcel"
BETTER = "You were told Monday. I look where it is before we do anything else."
AXE = Path(__file__).parents[2] / "extension/axe/node_modules/axe-core/axe.min.js"
SERIOUS = """async (rules) => (await axe.run(rules ? { runOnly: rules } : {})).violations
  .filter(({ impact }) => ["serious", "critical"].includes(impact))
  .map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html).join(" "))"""
LOOKS: tuple[tuple[int, Literal["light", "dark"], list[str] | None], ...] = (
    (1280, "light", None),
    (360, "light", None),
    (360, "dark", ["color-contrast"]),  # all that the scheme may change
    (1280, "dark", ["color-contrast"]),
)
SAID_OF = {"publish": "agents have it now", "retire": "agents have it no more"}
SCENARIO = {
    "title": "The kettle that is late",
    "about": "A kettle was due on Monday.",
    "desk": "It left Leeds today and is due on Friday.",
    "customer_name": "Dana Whitfield",
    "openings": "Hello, my kettle has not come",
    "point1_about": "When it comes",
    "point1_asks": "So when does it come?",
    "point1_answered_by": "It comes on Friday.\nIt left Leeds today and is due on Friday.",
}
PAGES = (
    "/console/find",
    "/console/find?words=parcel",
    PAGE,
    "/console/new/phrase",
    "/console/new/note",
    "/console/bench",
    "/console/expectations",
    "/console/coverage",
    "/console/languages",
    f"/console/languages?situation={LINE.situation}",
    "/console/usage",
    "/console/floor",
    "/console/scenarios",
    "/console/scenarios/new",
    "/console/exchange",
    "/console/history",
    "/console/people",
    "/console/tokens",
    "/console/browsers",
)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def lead(chromium: Browser, house: House) -> Iterator[Page]:
    """Somebody who is signed in; any error in a page fails the test."""
    with signed_in(chromium, house) as page:
        yield page


def looks_well(page: Page, path: str) -> None:
    """Show a page wide and narrow, light and dark: axe finds nothing, nothing scrolls sideways."""
    assert AXE.exists(), "run `npm ci` in tests/extension/axe"
    page.goto(path)
    page.evaluate(AXE.read_text())
    for width, scheme, rules in LOOKS:
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate(SERIOUS, rules) == [], (path, width, scheme)
        wide = "document.documentElement.scrollWidth - innerWidth"
        assert page.evaluate(wide) <= 0, (path, width, scheme)


class signed_in:  # noqa: N801  (reads as what it is)
    """A context with a session, and a page of it."""

    def __init__(self, chromium: Browser, house: House, **options: Any) -> None:
        self._context: BrowserContext = chromium.new_context(
            base_url=house.address, viewport={"width": 1280, "height": 900}, **options
        )
        self._house, self._errors = house, list[str]()

    def __enter__(self) -> Page:
        self._context.set_default_timeout(PATIENCE_MS)
        page = self._context.new_page()
        page.on("pageerror", lambda error: self._errors.append(str(error)))
        page.goto("/console")
        expect(page.locator("#code")).to_be_focused()
        page.keyboard.type(self._house.code())
        page.keyboard.press("Enter")
        expect(page.locator("#found-count")).to_be_visible()
        return page

    def __exit__(self, *_: object) -> None:
        self._context.close()
        assert self._errors == []


def tab_to(page: Page, selector: str, back: bool = False) -> None:
    """Go from field to field until this one has the focus."""
    for _ in range(150):
        if page.evaluate("(wanted) => !!document.activeElement?.matches(wanted)", selector):
            return
        page.keyboard.press("Shift+Tab" if back else "Tab")
    raise AssertionError(f"no way to {selector} by Tab")


def press(page: Page, selector: str, key: str = "Enter") -> None:
    tab_to(page, selector)
    page.keyboard.press(key)


def do(page: Page, deed: str) -> None:
    """Press an entry's button, and say yes where an expectation would break."""
    page.wait_for_load_state()
    press(page, f"button[value={deed}]")
    breaks = page.locator(".breaks")
    expect(breaks.or_(page.locator(".said", has_text=SAID_OF[deed]))).to_be_visible()
    if breaks.is_visible():
        press(page, "input[name=anyway]", "Space")
        press(page, ".breaks button")


def retype(page: Page, selector: str, text: str) -> None:
    tab_to(page, selector)
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def until(agent: Agent, served: Callable[[list[str]], bool]) -> None:
    """Wait until an agent who hears of changes is served so: drafts change the library, too."""
    for _ in range(6):
        agent.told()
        if served(agent.shown(SAID)):
            return
    raise AssertionError("agents are served as before")


def test_a_line_is_found_written_reviewed_and_published_by_keys_alone(
    lead: Page, house: House
) -> None:
    with connected(house) as agent:
        assert LINE.text in agent.shown(SAID)
        tab_to(lead, "#words")
        lead.keyboard.type(LINE.text[:24])
        expect(lead.locator(".row").first).to_contain_text(LINE.text)
        press(lead, ".row")
        expect(lead.locator("h1")).to_have_text(LINE.id)
        retype(lead, "#text", "Where is {thing}?")
        expect(lead.locator("#faults")).to_contain_text("{thing} stands in text but not in slots")
        retype(lead, "#text", BETTER)
        expect(lead.locator("#faults")).not_to_contain_text("{thing}")
        expect(lead.locator(".trials")).to_contain_text(SAID)
        press(lead, "button[value=save]")
        expect(lead.locator(".said")).to_contain_text("Saved as a draft")
        assert BETTER not in agent.shown(SAID)
        press(lead, "button[value=review]")
        expect(lead.locator(".said")).to_contain_text("Sent to review")
        do(lead, "publish")
        expect(lead.locator(".said")).to_contain_text("agents have it now")
        until(agent, lambda lines: BETTER in lines)
        do(lead, "retire")
        expect(lead.locator(".said")).to_contain_text("agents have it no more")
        until(agent, lambda lines: BETTER not in lines)
    lead.goto("/console/history")
    first = lead.locator(".batch").first
    expect(first).to_contain_text("Retired")
    press(lead, ".batch:first-child button")
    expect(lead.locator(".said")).to_contain_text("Undone")
    expect(first).to_contain_text("Undone: retired")


def test_a_publish_that_breaks_an_expectation_asks_first(lead: Page, house: House) -> None:
    lead.goto("/console/expectations")
    tab_to(lead, "textarea[name=message], input[name=message]")
    lead.keyboard.type("block my card now")
    tab_to(lead, "[name=any_of]")
    lead.keyboard.type("card-stolen.*")
    tab_to(lead, "[name=language]")
    press(lead, "form:has([name=message]) button[type=submit]")
    expect(lead.locator(".said")).to_contain_text("Kept")
    lines = [p for p in house.store.library().phrases if p.situation == "card-stolen"]
    for number, one in enumerate(lines):
        lead.goto(f"/console/entry/phrase/en/{one.id}")
        press(lead, "button[value=retire]")
        if number < len(lines) - 1:
            expect(lead.locator(".said, .breaks")).to_be_visible()
            continue
        breaks = lead.locator(".breaks")
        expect(breaks).to_contain_text("would break")
        expect(breaks).to_contain_text("block my card now")
        press(lead, "input[name=anyway]", "Space")
        press(lead, ".breaks button")
        expect(lead.locator(".said")).to_contain_text("Retired")


def test_fifteen_thousand_rows_come_in_with_a_preview_and_go_out_with_an_undo(
    lead: Page, house: House, tmp_path: Path
) -> None:
    before = house.store.library()
    file = tmp_path / "many.csv"
    with file.open("w", newline="", encoding="utf-8") as opened:
        rows = csv.writer(opened)
        rows.writerow(["kind", "id", "language", "text"])
        for number in range(15_000):
            text = f"I have line {number} open."
            rows.writerow(["phrase", f"{LINE.situation}.many-{number}", "en", text])
    lead.goto("/console/exchange")
    with lead.expect_file_chooser() as chosen:
        press(lead, "#file")
    chosen.value.set_files(file)
    press(lead, "form[enctype] button[type=submit]")
    expect(lead.locator("main")).to_contain_text(re.compile("15,?000"))
    assert house.store.library().phrases == before.phrases
    press(lead, "main form[method=post] button.main")
    expect(lead.locator("main")).to_contain_text(re.compile("taken|in the history", re.I))
    expect(lead.locator("main")).not_to_contain_text("Progress", timeout=PATIENCE_MS)
    lead.goto("/console/history")
    expect(lead.locator(".batch").first).to_contain_text(re.compile("import of many.csv", re.I))
    press(lead, ".batch:first-child button")
    expect(lead.locator(".said")).to_contain_text("Undone")
    assert house.store.library().phrases == before.phrases


def test_without_scripts_a_line_is_found_written_and_published(
    chromium: Browser, house: House
) -> None:
    other = PHRASES[1]
    with signed_in(chromium, house, java_script_enabled=False) as page:
        page.fill("#words", other.text)
        page.press("#words", "Enter")
        page.locator(".row").first.click()
        page.fill("#text", "I am looking at it this minute, and stay here until I know more.")
        page.click("button[value=save]")
        expect(page.locator(".said")).to_contain_text("Saved as a draft")
        page.click("button[value=publish]")
        expect(page.locator(".said, .breaks")).to_be_visible()
        if page.locator(".breaks").is_visible():
            page.check("input[name=anyway]")
            page.click(".breaks button")
        expect(page.locator(".said")).to_contain_text("agents have it now")
    found = {p.id: p.text for p in house.store.library().phrases if p.state == "published"}
    assert found[other.id].startswith("I am looking at it this minute")


def test_axe_finds_nothing_serious_and_nothing_scrolls_sideways(
    chromium: Browser, house: House
) -> None:
    with signed_in(chromium, house) as page:
        for path in PAGES:
            looks_well(page, path)


def test_a_scenario_is_written_mended_and_played(lead: Page) -> None:
    lead.goto("/console/scenarios")
    press(lead, "a[href='/console/scenarios/new']")
    expect(lead.locator("h1")).to_have_text("New scenario")
    for name, text in SCENARIO.items():
        retype(lead, f"#{name}", text)
    press(lead, "button[value=try]")
    expect(lead.locator("#faults")).to_contain_text("Point 1, asks: 1 given")
    expect(lead.locator("#title")).to_have_value(SCENARIO["title"])
    retype(lead, "#point1_asks", "So when does it come?\nIs it coming today?")
    press(lead, "button[value=try]")
    first = lead.locator("[data-desk-messages] article[data-role=customer]").first
    expect(first).to_contain_text("my kettle has not come")
    lead.locator("#reply").focus()
    lead.keyboard.type("I am looking where it is.")
    lead.keyboard.press("Enter")
    expect(lead.locator("[data-desk-messages] article[data-role=agent]")).to_be_visible()
    lead.goto("/practice")
    expect(lead.locator("main")).not_to_contain_text(SCENARIO["title"])  # tried, not served
