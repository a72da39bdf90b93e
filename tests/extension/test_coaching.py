"""Live coaching in a real Chromium: findings, a nudge, who needs the agent, thanks, handover."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.extension.chromium import OURS
from tests.extension.helpdesk import LATE, Browser, browser, fresh

__all__ = ["browser", "fresh"]
pytestmark = pytest.mark.browser
DRAFT = "Hi, it will definitely be there today."
RICH = """() => {
  const made = document.createElement("div");
  Object.assign(made, { className: "reply", contentEditable: "true" });
  document.querySelector("textarea").replaceWith(made);
}"""


@pytest.fixture(autouse=True)
def only_the_test_speaks(browser: Browser) -> Iterator[None]:
    browser.heard.hushed = {"draft.checked", "attention", "today", "suggestions", "thanks"}
    browser.heard.hushed |= {"colleagues"}
    yield
    browser.heard.hushed = set()


def finding(draft: str, text: str, *replacements: str, **more: Any) -> dict[str, Any]:
    start = draft.index(text)
    found = {"rule": "promise", "span": [start, start + len(text)], "text": text}
    return found | {"advice": "You cannot be sure.", "replacements": replacements} | more


def beside(browser: Browser, page: Page) -> Page:
    panel = browser.chromium.context.new_page()
    panel.set_viewport_size({"width": 360, "height": 740})
    panel.goto(f"{OURS}/panel/panel.html?tab={browser.chromium.tab(page)}")
    expect(panel.locator("#reading")).to_contain_text("Reading")
    return panel


def checked(browser: Browser, text: str, *findings: dict[str, Any]) -> None:
    """Answer the draft once it was told."""
    browser.until(lambda: browser.heard.drafts()[-1:] == [text])
    draft = [frame for frame in browser.heard.frames if frame["type"] == "draft.changed"][-1]
    about = {"conversation": draft["conversation"], "revision": draft["revision"]}
    browser.heard.tell("draft.checked", **about, findings=findings)


@pytest.mark.parametrize("box", ["textarea", "rich"])
def test_a_finding_is_drawn_beside_the_draft_and_its_words_are_replaced(
    browser: Browser, box: str
) -> None:
    page = browser.page(LATE)
    if box == "rich":
        page.evaluate(RICH)
    browser.hears(LATE)
    panel = beside(browser, page)
    page.bring_to_front()
    page.locator(".reply").click()
    page.keyboard.type(DRAFT)
    checked(browser, DRAFT, finding(DRAFT, "will definitely be", "should be", "may be"))
    row = panel.locator("#findings .finding")
    expect(row).to_contain_text("will definitely be")
    expect(row).to_contain_text("You cannot be sure.")
    expect(page.locator(".reply")).to_be_focused()
    page.keyboard.type(" Bye")
    row.get_by_role("button", name="should be").click()
    expect(panel.locator("#said")).to_contain_text("Replaced")
    said = f"{DRAFT.replace('will definitely', 'should')} Bye"
    read = "(box) => box.value ?? box.textContent"
    browser.until(lambda: page.locator(".reply").evaluate(read) == said)
    page.bring_to_front()
    page.keyboard.press("Control+z")
    browser.until(lambda: page.locator(".reply").evaluate(read) == f"{DRAFT} Bye")


def test_words_that_nobody_can_be_sure_of_are_left_and_the_panel_says_so(
    browser: Browser,
) -> None:
    page = browser.page(LATE)
    panel = beside(browser, page)
    page.bring_to_front()
    page.locator(".reply").type(DRAFT)
    checked(browser, DRAFT, finding(DRAFT, "will definitely be", "should be"))
    button = panel.get_by_role("button", name="should be")
    expect(button).to_be_visible()
    twice = f"No: {DRAFT} {DRAFT}"  # neither where they were told to stand
    page.locator(".reply").evaluate("(box, text) => { box.value = text; }", twice)
    button.click()
    expect(panel.locator("#said")).to_contain_text("no longer stand where they did")
    expect(page.locator(".reply")).to_have_value(twice)


def test_a_finding_is_waved_away_by_keys_alone_and_its_rule_keeps_quiet(browser: Browser) -> None:
    page = browser.page(LATE)
    panel = beside(browser, page)
    page.bring_to_front()
    page.locator(".reply").type(DRAFT)
    found = finding(DRAFT, "will definitely be")
    checked(browser, DRAFT, found)
    rows = panel.locator("#findings .finding")
    expect(rows).to_have_count(1)
    panel.bring_to_front()
    for key in ["f", "Enter", "Escape"]:
        panel.keyboard.press(key)
    expect(rows).to_have_count(0)
    expect(panel.locator("#findings")).to_be_hidden()
    feedback = {"suggestion": "finding:promise", "event": "dismissed"}
    browser.until(lambda: any(feedback.items() <= one.items() for one in browser.heard.frames))
    page.bring_to_front()
    page.locator(".reply").type(" Bye")
    checked(browser, f"{DRAFT} Bye", found, found | {"rule": "tone", "text": "Hi"})
    expect(rows).to_have_count(1)
    expect(rows).to_have_attribute("data-rule", "tone")


def suggest(browser: Browser, offset: int, *items: dict[str, Any]) -> None:
    about = {"conversation": browser.id_of("one"), "about": {"clock": True}, "cues": {}}
    browser.heard.tell("suggestions", **about, offset=offset, items=items)


def item(id_: str, kind: str = "phrase") -> dict[str, Any]:
    return {"id": id_, "kind": kind, "text": f"Text of {id_}.", "insertable": True, "why": "x"}


def test_a_nudge_waits_while_the_agent_types_and_h_inserts_it(browser: Browser) -> None:
    page = browser.page(LATE)
    browser.hears(LATE)
    panel = beside(browser, page)
    page.bring_to_front()
    page.locator(".reply").type("I am")
    browser.until(lambda: browser.heard.drafts() == ["I am"])
    suggest(browser, 10_001, item("a"), item("n", "nudge") | {"title": "They are still waiting"})
    expect(panel.locator("#lines .card")).to_have_count(1)
    expect(panel.locator("#lines .card")).to_have_count(2)  # once the typing has stopped
    expect(panel.locator("#lines .card").first).to_contain_text("They are still waiting")
    panel.bring_to_front()
    panel.keyboard.press("h")
    expect(page.locator(".reply")).to_have_value("I am Text of n.")
    panel.keyboard.press("1")
    expect(page.locator(".reply")).to_have_value("I am Text of n. Text of a.")


def test_the_chats_stand_in_the_order_of_need(browser: Browser) -> None:
    browser.use(chat=".chat", conversation={"attr": "data-chat"})
    page = browser.page(LATE)
    for chat in ("two", "three"):
        page.evaluate("(chat) => add(chat)", chat)
        page.evaluate("([chat, line]) => say(chat, line)", [chat, LATE | {"id": chat}])
        browser.hears(LATE | {"id": chat}, chat=chat)
    panel = beside(browser, page)
    chats = panel.locator("#chats button")
    expect(chats).to_have_count(2)
    ids = [browser.id_of(chat) for chat in ("three", "two")]
    order = [{"conversation": ids[0], "why": "your promise · hot", "waiting_s": 90}]
    browser.heard.tell("attention", order=order)
    expect(chats.first).to_contain_text("your promise · hot")
    expect(chats.first).to_have_attribute("data-first", "")
    assert [one.get_attribute("data-id") for one in chats.all()] == ids


def test_thank_yous_and_colleagues_are_asked_for_and_shown(browser: Browser) -> None:
    page = browser.page(LATE)
    browser.hears(LATE)
    panel = beside(browser, page)
    counts = {"shown": 12, "used": 5, "hostile": 0, "thanks": 1}
    browser.heard.tell("today", **counts, off=[], locked=[])
    expect(panel.locator("#today")).to_have_text("12 shown, 5 used")
    panel.get_by_role("button", name="Thank-yous").click()
    browser.until(lambda: any(one["type"] == "reel" for one in browser.heard.frames))
    request = [one for one in browser.heard.frames if one["type"] == "reel"][-1]["request"]
    browser.heard.tell("thanks", request=request, lines=["Bless you, Ana!"])
    expect(panel.locator("#reel")).to_contain_text("Bless you, Ana!")
    panel.keyboard.press("Escape")
    panel.get_by_role("button", name="Hand over").click()
    browser.until(lambda: any(one["type"] == "match" for one in browser.heard.frames))
    asked = [one for one in browser.heard.frames if one["type"] == "match"][-1]
    assert asked["conversation"] == browser.id_of("one")
    people = [{"name": "Mira", "languages": ["de"], "topics": ["parcels"], "shared": []}]
    browser.heard.tell("colleagues", request=asked["request"], people=people)
    expect(panel.locator("#handover")).to_contain_text("German")


def test_a_draft_that_was_sent_while_another_chat_is_in_front_is_told_as_empty(
    browser: Browser,
) -> None:
    browser.use(chat=".chat", conversation={"attr": "data-chat"})
    page = browser.page(LATE)
    page.evaluate("add('two')")
    page.evaluate("(line) => say('two', line)", LATE | {"id": "two"})
    browser.hears(LATE | {"id": "two"}, chat="two")
    one, two = (page.locator(f"[data-chat={chat}] .reply") for chat in ("one", "two"))
    one.type("half a line")
    browser.until(lambda: browser.heard.drafts() == ["half a line"])
    two.type("another")
    browser.until(lambda: browser.heard.drafts()[-1:] == ["another"])
    one.evaluate("(box) => { box.value = ''; }")
    one.click()
    browser.until(lambda: browser.heard.drafts()[-1:] == [""])
    assert browser.heard.frames[-1]["conversation"] == browser.id_of("one")
