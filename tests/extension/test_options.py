"""The settings page: helpdesks allowed, paused, removed; set-ups moved by files; keys changed."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Locator, Page, Playwright, expect

from sidecar_server.resources import folder
from tests.extension.chromium import Chromium, copied

pytestmark = pytest.mark.browser
SHIPPED: dict[str, Any] = json.loads((folder("extension") / "sites/demo-desk.json").read_text())
STORED = "(name) => chrome.storage.local.get(name).then((all) => all[name])"
CLEAR = "chrome.storage.local.clear()"
IMPORTED = "profile.json"
AXE = Path(__file__).parent / "axe" / "node_modules" / "axe-core" / "axe.min.js"
SERIOUS = """axe.run().then(({ violations }) => violations
  .filter(({ impact }) => ["serious", "critical"].includes(impact))
  .map(({ id, nodes }) => id + ": " + nodes.map(({ html }) => html).join(" ")))"""


@pytest.fixture(scope="module")
def browser(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    """A browser in which every site may be allowed without a question."""
    place = tmp_path_factory.mktemp("options")
    unpacked = copied(place / "extension", permitted=True)
    with Chromium(playwright, place / "profile", unpacked=unpacked) as running:
        yield running


@pytest.fixture
def page(browser: Chromium) -> Page:
    """The page as after the installation: nothing chosen."""
    browser.pairing.set_viewport_size({"width": 1200, "height": 800})
    browser.pairing.evaluate(CLEAR)
    browser.pairing.reload()
    expect(browser.pairing.locator("#state")).not_to_be_empty()
    return browser.pairing


def allow(page: Page, address: str) -> None:
    """Type an address and press Enter, as by keyboard alone."""
    page.fill("#site", address)
    page.locator("#site").press("Enter")
    expect(page.locator("#site-outcome")).to_be_visible()


def row(page: Page, origin: str) -> Locator:
    return page.locator(f"#sites > [data-origin='{origin}']")


@pytest.fixture
def take(page: Page, tmp_path: Path) -> Callable[[str], None]:
    """Import a file that holds this text."""

    def chosen(text: str) -> None:
        file = tmp_path / IMPORTED
        file.write_text(text)
        with page.expect_file_chooser() as chooser:
            page.get_by_role("button", name="Import a set-up").press("Enter")
        chooser.value.set_files(file)

    return chosen


def profile(**fields: object) -> dict[str, Any]:
    return {**SHIPPED, "id": "our-desk", "match": ["https://desk.example.com/*"], **fields}


def test_a_first_run_leads_from_step_to_step(page: Page) -> None:
    expect(page.locator("#title")).to_have_text("Welcome to Sidecar")
    expect(page.locator("#intro")).to_contain_text("Two steps")
    expect(page.locator("#pair-step")).to_have_attribute("data-state", "now")
    expect(page.get_by_role("heading", name="Next: Pair this browser")).to_be_visible()
    allow(page, "https://desk.example.com")
    expect(page.get_by_role("heading", name="Done: Your helpdesk")).to_be_visible()
    expect(page.locator("#intro")).to_contain_text("One step")


def test_a_pasted_address_becomes_a_helpdesk_that_is_paused_resumed_and_removed(
    page: Page,
) -> None:
    allow(page, "https://desk.example.com/app/inbox/7?filter=mine")
    desk = row(page, "https://desk.example.com")
    expect(desk).to_have_attribute("data-standing", "unknown")
    expect(desk.locator(".chip")).to_have_text("Switched on")
    expect(page.locator("#site")).to_have_value("")
    desk.get_by_role("button", name="Pause: desk.example.com").press("Enter")
    expect(desk.locator(".chip")).to_have_text("Paused")
    assert page.evaluate(STORED, "paused") == ["https://desk.example.com"]
    desk.get_by_role("button", name="Resume").press("Enter")
    expect(desk.locator(".chip")).to_have_text("Switched on")
    desk.get_by_role("button", name="Remove").press("Enter")
    expect(desk).to_have_count(0)
    expect(page.locator("#site-outcome[data-ok]")).to_contain_text("no longer read")
    expect(page.locator("#site")).to_be_focused()
    assert page.evaluate(STORED, "sites") == []


def test_a_helpdesk_that_is_known_needs_no_setting_up(page: Page) -> None:
    allow(page, "http://127.0.0.1:8765/demo")
    desk = row(page, "http://127.0.0.1:8765")
    expect(desk).to_contain_text("Sidecar knows this helpdesk")
    expect(desk.get_by_role("button", name="Set up")).to_have_count(0)


def test_one_that_is_not_known_asks_for_a_chat_to_be_open_there(page: Page) -> None:
    allow(page, "desk.example.com")
    row(page, "https://desk.example.com").get_by_role("button", name="Set up").click()
    expect(page.locator("#site-outcome:not([data-ok])")).to_contain_text("Open a chat there")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("zendesk", "the whole address"),
        ("our helpdesk", "not a web address"),
        ("file:///tmp/desk.html", "begins with https://"),
        ("", "Paste the address"),
    ],
)
def test_a_bad_address_says_what_is_wrong(page: Page, typed: str, said: str) -> None:
    allow(page, typed)
    expect(page.locator("#site-outcome:not([data-ok])")).to_contain_text(said)
    expect(page.locator("#site")).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#site")).to_be_focused()
    expect(page.locator("#site")).to_have_value(typed)
    assert page.evaluate(STORED, "sites") is None


def test_a_helpdesk_that_the_browser_forbids_says_so(
    playwright: Playwright, tmp_path: Path
) -> None:
    with Chromium(playwright, tmp_path / "profile") as strict:
        strict.pairing.evaluate("chrome.storage.local.set({ sites: ['https://desk.example.com'] })")
        desk = row(strict.pairing, "https://desk.example.com")
        expect(desk.locator(".chip")).to_have_text("Not allowed yet")
        expect(desk.get_by_role("button", name="Allow: desk.example.com")).to_be_visible()
        expect(strict.pairing.locator("#site-step")).not_to_have_attribute("data-state", "done")


def test_a_set_up_goes_out_as_a_file_and_comes_in_again(
    page: Page, take: Callable[[str], None], tmp_path: Path
) -> None:
    allow(page, "https://desk.example.com")
    desk = row(page, "https://desk.example.com")
    take(json.dumps(profile(secret="x")))
    expect(page.locator("#site-outcome[data-ok]")).to_contain_text("our-desk")
    expect(desk).to_have_attribute("data-standing", "own")
    with page.expect_download() as download:
        desk.get_by_role("button", name="Export: Set-up “our-desk”").press("Enter")
    assert download.value.suggested_filename == "our-desk.json"
    file = tmp_path / "out.json"
    download.value.save_as(file)
    assert json.loads(file.read_text()) == profile()
    desk.get_by_role("button", name="Remove: Set-up “our-desk”").press("Enter")
    expect(desk).to_have_attribute("data-standing", "unknown")
    take(file.read_text())
    expect(desk).to_have_attribute("data-standing", "own")


def test_a_set_up_for_an_address_that_is_not_allowed_waits_and_can_be_removed(
    page: Page, take: Callable[[str], None]
) -> None:
    take(json.dumps(profile()))
    expect(page.locator("#site-outcome[data-ok]")).to_contain_text("https://desk.example.com/*")
    waiting = page.locator("#other-profiles > [data-profile=our-desk]")
    waiting.get_by_role("button", name="Remove").press("Enter")
    expect(waiting).to_have_count(0)
    assert page.evaluate(STORED, "profiles") == []


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("not JSON", "not JSON"),
        ("[]", "one set-up"),
        (json.dumps(profile(list=7)), "“list”"),
        (json.dumps(profile(message="::nonsense(")), "“message” is not a CSS selector"),
        (json.dumps(profile(composer={"kind": "rich"})), "“composer.selector” is missing"),
    ],
)
def test_a_file_with_a_fault_is_refused_and_the_field_named(
    page: Page, take: Callable[[str], None], text: str, named: str
) -> None:
    take(text)
    expect(page.locator("#site-outcome:not([data-ok])")).to_contain_text("Not imported")
    expect(page.locator("#site-outcome")).to_contain_text(named)
    assert page.evaluate(STORED, "profiles") is None


def test_a_key_is_changed_by_pressing_another_and_kept(page: Page) -> None:
    copy = page.get_by_label("Copy the line")
    copy.focus()
    page.keyboard.press("Shift+Y")
    expect(copy).to_have_value("y")
    expect(copy).to_be_focused()
    page.reload()
    expect(copy).to_have_value("y")
    page.get_by_role("button", name="Reset the keys").press("Enter")
    expect(copy).to_have_value("c")
    expect(page.get_by_role("button", name="Reset the keys")).to_be_hidden()


def test_a_key_in_use_or_out_of_bounds_is_refused_and_tab_moves_on(page: Page) -> None:
    copy, said = page.get_by_label("Copy the line"), page.locator("#key-outcome")
    copy.focus()
    page.keyboard.press("n")
    expect(said).to_contain_text("“n” is the key for “Open the note” already")
    for key in ("Enter", "Space", "ArrowDown"):
        page.keyboard.press(key)
        expect(said).to_contain_text("That key is taken")
    page.keyboard.press("Control+y")
    expect(copy).to_have_value("c")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Dismiss the line")).to_be_focused()
    assert page.evaluate(STORED, "settings") is None


def test_one_switch_turns_plain_keys_off(page: Page) -> None:
    switch = page.get_by_role("switch", name="Plain keys in the panel")
    switch.press("Space")
    expect(page.get_by_label("Copy the line")).to_be_disabled()
    expect(switch).to_be_focused()
    page.reload()
    expect(switch).not_to_be_checked()
    switch.press("Space")
    expect(page.get_by_label("Copy the line")).to_be_enabled()


def test_what_comes_later_leaves_the_focus_where_it_is(page: Page) -> None:
    allow(page, "https://desk.example.com")
    allow(page, "https://chat.example.org")
    pause = page.get_by_role("button", name="Pause: chat.example.org")
    pause.focus()
    page.evaluate("chrome.storage.local.set({ paused: ['https://desk.example.com'] })")
    expect(row(page, "https://desk.example.com").locator(".chip")).to_have_text("Paused")
    expect(pause).to_be_focused()


@pytest.mark.parametrize("width", [320, 360, 640])
def test_nothing_is_cut_off_on_a_narrow_or_enlarged_page(page: Page, width: int) -> None:
    allow(page, "https://a-rather-long-name-of-a-helpdesk.department.example.com:8443")
    page.fill("#address", "a-rather-long-name-of-a-server.department.example.com:8443")
    expect(page.locator("#elsewhere")).to_be_visible()
    page.set_viewport_size({"width": width, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(
    page: Page, take: Callable[[str], None], scheme: Literal["light", "dark"]
) -> None:
    assert AXE.exists(), "run `npm ci` in tests/extension/axe"
    page.emulate_media(color_scheme=scheme)
    allow(page, "https://desk.example.com")
    row(page, "https://desk.example.com").get_by_role("button", name="Pause").click()
    take("not JSON")
    page.get_by_label("Copy the line").press("n")
    page.fill("#address", "sidecar.example.com")
    expect(page.locator("#elsewhere")).to_be_visible()
    session = page.context.new_cdp_session(page)  # the page's own policy lets no script in
    session.send("Runtime.evaluate", {"expression": AXE.read_text()})
    run = {"expression": SERIOUS, "awaitPromise": True, "returnByValue": True}
    assert session.send("Runtime.evaluate", run)["result"]["value"] == []
