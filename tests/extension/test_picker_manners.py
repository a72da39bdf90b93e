"""How the picker behaves towards the page and the agent: focus, keys, doubts, frames, mistakes."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, Playwright, expect

from tests.extension.chromium import OURS, Chromium
from tests.extension.picking import PAGES, START, Picking
from tests.extension.sites import site

pytestmark = pytest.mark.browser
ENTRY = "document.querySelectorAll('.entry')"
SEMANTIC = (PAGES / "semantic.html").read_text()
# Whoever asks for a profile may change their mind.
START_AND_END = """() => {
  const end = new AbortController();
  sidecar.pick(document, String, end.signal).then((profile) => { globalThis.outcome = profile; });
  end.abort();
}"""
AROUND = """<!doctype html><title>Around</title><body><p>Nothing here repeats</p>
<iframe src="{address}/conversations/9" style="width:900px;height:600px"></iframe>"""
OPEN_CARDS = "() => document.querySelectorAll('[data-sidecar-picker]').length"


@pytest.fixture(scope="module")
def browser(playwright: Playwright, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    with Chromium(playwright, tmp_path_factory.mktemp("manners") / "profile") as running:
        yield running


@contextmanager
def desk(browser: Chromium, html: str) -> Iterator[Picking]:
    with site(html) as address:
        page = browser.context.new_page()
        page.goto(f"{address}/desk/conversations/4711")
        yield Picking(browser, page)
        page.close()


def to_preview(picking: Picking) -> None:
    """Show it a customer's line, an agent's, no note, and the reply box."""
    picking.press("Enter")
    picking.click(f"{ENTRY}[1]")
    picking.click(f"{ENTRY}[3]")
    picking.press("s")
    picking.click("document.querySelector('[name=reply]')")


def roles(picking: Picking) -> dict[str, str]:
    """Give the preview's rows: whose each text is."""
    return {row["text"].split("\n")[1]: row["text"].split("\n")[0] for row in picking.card["rows"]}


def focused(page: Page) -> object:
    return page.evaluate("document.activeElement.getAttribute('name')")


def test_the_page_keeps_its_focus_its_draft_and_its_clicks(browser: Chromium) -> None:
    with desk(browser, SEMANTIC) as picking:
        page = picking.page
        page.fill("[name=reply]", "half a sentence")
        page.evaluate("window.heard = 0; addEventListener('click', () => { heard += 1; }, true)")
        page.evaluate("addEventListener('keydown', () => { heard += 1; }, true)")
        picking.start()
        to_preview(picking)
        picking.button("Enter")
        assert picking.outcome()["id"] == "my-127-0-0-1"
        assert focused(page) == "reply"
        assert page.input_value("[name=reply]") == "half a sentence"
        heard = page.evaluate("window.heard")
        page.keyboard.type("!")
        assert page.input_value("[name=reply]") == "half a sentence!"
        # Neither a click on a message nor a key of the picker was the page's business.
        assert page.evaluate("window.heard") == heard + 1
        assert picking.within(OPEN_CARDS) == 0


def test_escape_leaves_nothing_and_backspace_goes_a_step_back(browser: Chromium) -> None:
    with desk(browser, SEMANTIC) as picking:
        picking.start()
        picking.press("Enter", "y")
        assert "you wrote" in picking.card["title"]
        picking.press("Backspace", "Backspace")
        assert "any message" in picking.card["title"]
        picking.press("Escape")
        assert picking.outcome() is None
        assert picking.within(OPEN_CARDS) == 0


def test_it_ends_when_it_is_told_to(browser: Chromium) -> None:
    with desk(browser, SEMANTIC) as picking:
        picking.inject()
        picking.within(START_AND_END)
        assert picking.within(OPEN_CARDS) == 0
        assert picking.outcome() is None


def test_a_wrong_line_is_put_right_and_the_rule_holds_for_the_next(browser: Chromium) -> None:
    html = SEMANTIC.replace('bot: "automation"', 'bot: "operator"').replace(
        '"data-author-type": KINDS[role]',
        '"data-author-type": KINDS[role], ...(role === "bot" && { "data-sender": "flow" })',
    )
    with desk(browser, html) as picking:
        picking.start()
        to_preview(picking)
        line = "Hello! What can we do for you today?"
        assert roles(picking)[line] == "You"
        picking.row(line)
        picking.press("4")
        assert roles(picking)[line] == "Bot"
        assert list(roles(picking).values()).count("You") == 3
        picking.press("Enter")
        profile = picking.outcome()
        picking.page.evaluate("say('bot', 'Anything else?')")
        [chat] = picking.read(profile)
        assert (chat["messages"][-1]["role"], chat["messages"][-1]["text"]) == (
            "bot",
            "Anything else?",
        )


def test_what_is_no_message_is_left_out(browser: Chromium) -> None:
    typing = "say('customer', 'Maya is typing'); list.lastChild.classList.add('is-typing')"
    with desk(browser, f"{SEMANTIC}<script>{typing}</script>") as picking:
        picking.start()
        to_preview(picking)
        assert roles(picking)["Maya is typing"] == "Customer"
        picking.row("Maya is typing")
        picking.press("6")
        assert "Maya is typing" not in roles(picking)
        assert "so what happens now?" in roles(picking)


def test_it_says_so_where_nothing_tells_two_lines_apart(browser: Chromium) -> None:
    with desk(browser, SEMANTIC) as picking:
        picking.start()
        to_preview(picking)
        picking.row("so what happens now?")
        picking.press("2")
        assert "Nothing on this page tells" in picking.card["text"]


def test_the_order_is_asked_where_no_time_tells_it(browser: Chromium) -> None:
    soup = (PAGES / "soup.html").read_text()
    html = re.sub(r"`2:\$\{.*?\} pm`", '"-"', soup)
    assert html != soup
    with desk(browser, html) as picking:
        picking.start()
        picking.press("Enter")
        picking.click("document.querySelectorAll('.css-ab12cd')[4]")
        picking.click("document.querySelectorAll('.css-ab12cd')[6]")
        picking.press("s", "Enter")
        assert "newer" in picking.card["title"]
        picking.press("1")
        picking.press("Enter")
        assert picking.outcome()["order"] == "newest-first"
        [chat] = picking.read(picking.outcome())
        said = [(one["role"], one["text"]) for one in chat["messages"]]
        assert said == [(one["role"], one["text"]) for one in picking.page.evaluate("truth")]


def test_lines_stay_out_of_notes_once_it_has_seen_the_box_write_one(browser: Chromium) -> None:
    shadow = "document.querySelector('lantern-app').shadowRoot.querySelector"
    with desk(browser, (PAGES / "shadow.html").read_text()) as picking:
        picking.start()
        for find in ("All('.words')[5]", "All('.words')[3]", "All('.words')[5]"):
            picking.click(shadow + find)
        picking.click(f"{shadow}('.is-private .words')")
        picking.click(f"{shadow}('.editor')")
        picking.press("n")
        assert "Nothing changed" in picking.card["said"]
        picking.click(f"{shadow}('.audience')")
        picking.press("n", "Enter")
        there = (
            "(css) => Boolean(document.querySelector('lantern-app').shadowRoot.querySelector(css))"
        )
        mode = picking.outcome()["composer"]["noteMode"]
        assert picking.page.evaluate(there, mode)
        picking.page.evaluate(f"{shadow}('.audience').click()")
        assert not picking.page.evaluate(there, mode)


def test_a_frame_of_another_site_is_set_up_in_there(browser: Chromium) -> None:
    with site(SEMANTIC) as inner, desk(browser, AROUND.format(address=inner)) as picking:
        picking.inject()
        picking.within(START, everywhere=True)
        assert picking.within(OPEN_CARDS, everywhere=True) == [1, 0]
        picking.click("document.querySelector('iframe')")
        assert inner.removeprefix("http://") in picking.card["text"]
        picking.click("document.querySelector('iframe')")
        picking.page.frames[1].wait_for_selector("[data-sidecar-picker]", state="attached")
        picking.press("Enter", "y", "Enter", "s", "Enter", "Enter")
        _, profile = picking.within("() => globalThis.outcome", everywhere=True)
        assert profile["match"] == ["http://127.0.0.1/*"]
        assert profile["conversation"] == {"from": "url", "regex": "[/#]conversations/([^/?#]+)"}


def test_the_whole_way_from_the_worker_to_a_page_that_is_read(browser: Chromium) -> None:
    """As an agent does it: switch the site on, ask for the picker, show it the chat, be read."""
    ask = "(message) => chrome.runtime.sendMessage(message)"
    with desk(browser, SEMANTIC) as picking:
        page, ours = picking.page, browser.pairing
        origin = page.evaluate("location.origin")
        ours.evaluate(ask, {"type": "helpdesk.add", "origin": origin})
        while not ours.evaluate(ask, {"type": "pick", "origin": origin}).get("ok"):
            page.wait_for_timeout(50)
        page.wait_for_selector("[data-sidecar-picker]", state="attached")
        page.bring_to_front()
        to_preview(picking)
        picking.press("Enter")
        panel = browser.context.new_page()
        panel.goto(f"{OURS}/panel/panel.html?tab={browser.tab(page)}")
        expect(panel.locator("body")).to_contain_text("Reading this page")
        panel.close()
