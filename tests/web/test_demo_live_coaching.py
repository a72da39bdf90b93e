"""Live coaching as a visitor of the demo desk meets it: the real server, the shipped model."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Frame, Locator, Page, expect

from tests.process import SidecarProcess
from tests.web.test_demo_browser import answer, browser, panel, pass_time

__all__ = ["browser"]
pytestmark = pytest.mark.browser

SOON_MS = 45_000  # for what the model must read first, on a busy machine


@pytest.fixture(scope="module")
def sidecar(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SidecarProcess]:
    with SidecarProcess(tmp_path_factory.mktemp("demo") / "home") as running:
        yield running


@pytest.fixture
def page(browser: Browser, sidecar: SidecarProcess) -> Iterator[Page]:
    """A desk whose clock the test may hurry on; any error in the page fails the test."""
    opened = browser.new_page(viewport={"width": 1440, "height": 900})
    errors: list[str] = []
    opened.on("pageerror", lambda error: errors.append(str(error)))
    opened.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    opened.clock.install()
    opened.goto(f"http://{sidecar.authority}/demo")
    expect(panel(opened).locator("#privacy")).to_have_attribute("data-status", "connected")
    yield opened
    opened.close()
    assert errors == []


def go(page: Page, name: str) -> Frame:
    """Open a chat; gives the panel, which shows it."""
    page.locator(".chat-row", has_text=name).click()
    expect(panel(page).locator("h1")).to_contain_text(name)
    return panel(page)


def attempt(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()
    page.clock.run_for(500)


def finding(page: Page, rule: str) -> Locator:
    found = panel(page).locator(f"#findings [data-rule={rule}]").first
    expect(found).to_be_visible(timeout=SOON_MS)
    return found


def goes_on(page: Page, reply: str) -> None:
    """Answer, and let the customer write the next line."""
    page.mouse.move(600, 300)  # a list that is pointed at holds its place
    said = page.locator("[data-role=customer]")
    before = said.count()
    answer(page, reply)
    for _ in range(15):
        if said.count() > before:
            return
        pass_time(page, 1)
    expect(said).to_have_count(before + 1)


def of_kind(page: Page, kind: str) -> Locator:
    return panel(page).locator(f"#lines [data-kind={kind}]")


@pytest.mark.parametrize(
    ("chat", "draft", "rule", "says"),
    [
        ("Margaret", "Somebody else’s name", "private", "This chat is with Margaret Hollis"),
        ("Priscilla", "A whole card number", "private", "last four digits"),
        ("Leah", "A sure promise", "promise", "You cannot be sure"),
        ("Rosalind", "A canned line", "tone", "sounds canned"),
        ("Keiko", "An idiom", "culture", "may puzzle a reader"),
        ("Owen", "One of three answered", "heard", "£12 for delivery"),
        ("Grant", "Three apologies", "apology", "One apology is heard"),
    ],
)
def test_a_draft_to_try_is_found_for_what_its_button_says(
    page: Page, chat: str, draft: str, rule: str, says: str
) -> None:
    go(page, chat)
    attempt(page, draft)
    expect(finding(page, rule)).to_contain_text(says)
    expect(of_kind(page, "introduction")).to_have_count(0)  # the reply has begun


def test_a_replacement_stands_in_the_reply_and_a_waved_rule_keeps_quiet(page: Page) -> None:
    go(page, "Katrin")
    attempt(page, "A date")
    date = finding(page, "culture")
    date.get_by_role("button", name="3 April").click()
    reply = page.locator("#reply")
    expect(reply).to_have_value("The new appointment is on 3 April, Dr. Lindemann, and I have "
                                "written the name down correctly.")  # fmt: skip
    attempt(page, "An idiom")
    finding(page, "culture").get_by_role("button", name="Dismiss").click()
    page.locator("#reply").fill("Let's touch base on 03/04.")
    page.clock.run_for(3_000)
    expect(panel(page).locator("#findings .finding:not([data-done])")).to_have_count(0)


def test_the_same_line_twice_is_found_the_second_time(page: Page) -> None:
    go(page, "Rosalind")
    attempt(page, "The same line twice")
    page.keyboard.press("Enter")
    expect(page.locator("[data-role=agent]")).to_have_count(1)
    attempt(page, "The same line twice")
    expect(finding(page, "sincerity")).to_contain_text("You wrote this to them before")


def test_who_waited_long_has_a_nudge_and_the_row_says_who_comes_first(page: Page) -> None:
    row = panel(page).locator("#chats")
    first = row.locator("[data-first]")
    expect(first).to_contain_text("Ingrid Solberg", timeout=SOON_MS)
    expect(first.locator(".pressing")).to_have_text("much to lose")
    go(page, "Ingrid")
    nudge = of_kind(page, "nudge")
    expect(nudge).to_contain_text("They are still waiting", timeout=SOON_MS)
    expect(nudge).to_contain_text("I'm Sam")  # nobody was told anything that could go on still
    expect(of_kind(page, "introduction")).to_have_count(0)
    page.clock.run_for(2_000)
    page.keyboard.press("F6")
    panel(page).locator("body").press("h")
    expect(page.locator("#reply")).not_to_have_value("")


def test_an_introduction_a_shared_thing_and_the_days_thanks(page: Page) -> None:
    go(page, "Rosalind")
    introduction = of_kind(page, "introduction").first
    expect(introduction).to_contain_text("Sam", timeout=SOON_MS)
    introduction.get_by_role("button", name="Insert").click()
    goes_on(page, "A bag of screws goes into the post today.")
    expect(of_kind(page, "introduction")).to_have_count(0)
    hint = of_kind(page, "hint")
    expect(hint).to_contain_text("I share my flat with two cats.", timeout=SOON_MS)
    goes_on(page, "Then the box has found its use.")
    goes_on(page, "No, they are free.")
    thanks = panel(page).get_by_role("button", name="Thank-yous")
    thanks.click(timeout=SOON_MS)
    expect(panel(page).locator("#reel")).to_contain_text("Honestly this made my day")
    page.keyboard.press("Escape")
    expect(panel(page).locator("#today")).to_contain_text("1 used")


def test_after_a_hard_run_a_private_word_and_a_boundary(page: Page) -> None:
    go(page, "Grant")
    pass_time(page, 6)
    goes_on(page, "I am opening your account now.")
    care = of_kind(page, "care")
    expect(care).to_have_count(2, timeout=SOON_MS)
    expect(care.first).to_contain_text("For you alone")
    expect(care.first.get_by_role("button", name="Insert")).to_have_count(0)
    care.last.get_by_role("button", name="Insert").click()
    expect(page.locator("#reply")).not_to_have_value("")
    expect(panel(page).locator("#hard")).to_contain_text("Only you see this")


def test_hand_over_names_who_knows_the_topic(page: Page) -> None:
    go(page, "Priscilla")
    expect(of_kind(page, "phrase").first).to_be_visible(timeout=SOON_MS)
    panel(page).get_by_role("button", name="Hand over").click()
    sheet = panel(page).locator("#handover")
    expect(sheet).to_contain_text("Haruka (example)")
    expect(sheet).to_contain_text("lost and stolen cards")
    expect(sheet).not_to_contain_text("Amara")


def go_to_the_first(page: Page, name: str) -> None:
    """By keys to the chat in most need, once the server's order has come."""
    expect(panel(page).locator("#chats button").first).to_contain_text(name, timeout=SOON_MS)
    page.keyboard.press("F6")
    panel(page).locator("body").press("o")
    page.keyboard.press("Enter")
    expect(page.locator("[data-who]")).to_have_text(name)


def test_a_chat_is_worked_by_keyboard_alone(page: Page) -> None:
    """Reply, panel, a line, a draft to try, its finding, the next chat: no mouse anywhere."""
    pass_time(page, 4)
    reply, body = page.locator("#reply"), panel(page).locator("body")
    expect(reply).to_be_focused()
    expect(of_kind(page, "phrase")).to_have_count(3, timeout=SOON_MS)
    page.clock.run_for(2_000)
    page.keyboard.press("F6")
    body.press("1")
    expect(reply).to_be_focused()
    expect(reply).not_to_have_value("")
    page.keyboard.press("Enter")
    expect(page.locator("[data-role=agent]")).to_have_count(1)
    for _ in range(3):  # back over the drafts to try to the first of them
        page.keyboard.press("Shift+Tab")
    expect(page.locator("[data-try]").first).to_be_focused()
    page.keyboard.press("Enter")
    expect(reply).to_be_focused()
    page.clock.run_for(500)
    tone = finding(page, "tone")
    page.keyboard.press("F6")
    body.press("f")
    page.keyboard.press("Enter")
    expect(tone).to_have_attribute("data-done", "dismissed")
    page.keyboard.press("F6")
    page.keyboard.press("Control+a")
    page.keyboard.type("I will write to you again by noon.")
    page.keyboard.press("Enter")
    expect(page.locator("[data-role=agent]")).to_have_count(2)
    go_to_the_first(page, "Ingrid Solberg")
    expect(of_kind(page, "nudge")).to_be_visible(timeout=SOON_MS)
    page.clock.run_for(2_000)
    body.press("h")
    expect(reply).to_have_value("I'm Sam, and I'm taking this on. I'm reading what you wrote from "
                                "start to finish before I answer.")  # fmt: skip
    page.keyboard.press("Enter")
    expect(of_kind(page, "nudge")).to_have_count(0)


def test_a_pause_shows_nothing_and_resumes_whole(page: Page) -> None:
    go(page, "Katrin")
    expect(of_kind(page, "note")).to_be_visible(timeout=SOON_MS)
    panel(page).get_by_role("button", name="Pause").click()
    expect(panel(page).locator("#lines [data-id]")).to_have_count(0)
    panel(page).get_by_role("button", name="Resume").click()
    expect(of_kind(page, "note")).to_be_visible(timeout=SOON_MS)
