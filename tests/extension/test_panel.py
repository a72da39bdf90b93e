"""The side panel in a real Chromium: what it says in each state, and what its keys do."""

import pytest
from playwright.sync_api import expect

from tests.extension.alone import (
    HERE,
    NO_CHAT,
    NOTE,
    NOW,
    VIEW,
    Panel,
    browser,
    line,
    other,
    panel,
    reading,
)  # fmt: skip

__all__ = ["browser", "panel"]
pytestmark = pytest.mark.browser
PLACES = "(all) => all.map((one) => JSON.stringify(one.getBoundingClientRect()))"


def test_the_wait_counts_up_and_grows_pressing(panel: Panel) -> None:
    wait = panel.page.locator("#customer .wait")
    expect(wait).to_have_text("waiting 20 sec")
    expect(wait).to_have_attribute("data-pressing", "short")
    panel.page.clock.run_for(100_000)
    expect(wait).to_have_text("waiting 2 min")
    expect(wait).to_have_attribute("data-pressing", "some")
    panel.page.clock.run_for(240_000)
    expect(wait).to_have_attribute("data-pressing", "long")
    panel.show(conversation=VIEW["conversation"] | {"waitingSince": None})
    expect(wait).to_have_count(0)


def test_heat_is_a_curve_with_a_word_beside_it(panel: Panel) -> None:
    expect(panel.page.locator(".heat")).to_have_text("Heat: tense, easing")
    points = panel.page.locator(".curve .way").get_attribute("points") or ""
    assert len(points.split()) == 3
    panel.show(conversation=VIEW["conversation"] | {"heats": []}, suggestions=None)
    expect(panel.page.locator(".heat")).to_have_count(0)


def test_the_other_chats_by_keyboard(panel: Panel) -> None:
    expect(panel.chats).to_have_count(0)
    chats = [HERE, other("keiko", 40), other("omar", None, fresh=True), other("margaret", 400)]
    panel.show(chats=chats)
    expect(panel.chats).to_have_text(
        ["Margaret, tense, 6 min", "Keiko, tense, 40 sec", "Omar, tense, new lines"]
    )
    panel.press("o")
    expect(panel.chats.nth(0)).to_be_focused()
    panel.press("Escape")
    expect(panel.chats.nth(0)).not_to_be_focused()
    expect(panel.cards).to_have_count(3)  # Esc left the chats and dismissed nothing
    panel.press("o")
    panel.press("o")
    expect(panel.chats.nth(1)).to_be_focused()
    panel.press("ArrowRight")
    panel.press("Enter")
    assert panel.sent("go") == [{"type": "go", "tab": 7, "conversation": "omar"}]
    assert panel.sent("insert") == []


def test_a_click_on_a_chat_goes_there_and_the_row_lies_still_under_the_pointer(
    panel: Panel,
) -> None:
    panel.show(chats=[HERE, other("keiko", 40), other("omar", 30)])
    panel.chats.nth(1).click()
    assert panel.sent("go")[0]["conversation"] == "omar"
    panel.show(chats=[HERE | {"here": False}, other("omar", 30, here=True), other("ana", 900)])
    expect(panel.chats).to_contain_text(["Keiko", "Omar", "Ana", "Dana"])
    expect(panel.chats.nth(0)).to_be_disabled()  # that chat is closed, its place is kept
    expect(panel.chats.nth(1)).to_have_attribute("aria-current", "true")
    panel.page.mouse.move(180, 700)
    panel.settle()
    expect(panel.chats).to_contain_text(["Ana", "Dana"])


@pytest.mark.parametrize("hand", ["pointer", "focus"])
def test_nothing_moves_while_the_cards_are_in_use(panel: Panel, hand: str) -> None:
    cold = VIEW["conversation"] | {"heats": [], "waitingSince": None}
    panel.show(conversation=cold, suggestions=VIEW["suggestions"] | {"cues": None})
    if hand == "pointer":
        panel.cards.nth(1).hover()
    else:
        panel.press("j")
    places = panel.cards.evaluate_all(PLACES)
    angry = {"cues": {"heat": 1, "trend": 0.6, "stakes": "high"}, "offset": 2}
    items = [NOTE, line("d"), line("e")]
    chats = [HERE, other("keiko", 40)]
    conversation = VIEW["conversation"] | {"waitingSince": (NOW - 3_000) * 1000, "heats": [1]}
    panel.show(suggestions=angry | {"items": items}, chats=chats, conversation=conversation)
    panel.show(
        suggestions=angry | {"items": items},
        chats=chats,
        conversation=conversation,
        connection={"status": "offline", "address": "127.0.0.1:8765", "problem": "no_server"},
    )
    expect(panel.page.locator("#held")).to_be_visible()
    expect(panel.page.locator("#stale")).to_be_visible()
    panel.page.evaluate("tell({ type: 'inserted', id: 'a', ok: true })")
    expect(panel.page.locator("#said")).to_contain_text("Inserted")
    assert panel.cards.evaluate_all(PLACES) == places
    expect(panel.chats).to_have_count(0)
    panel.page.mouse.move(180, 739)
    panel.page.evaluate("document.activeElement.blur()")
    panel.settle()
    expect(panel.cards.first).to_have_attribute("data-id", "n")
    expect(panel.chats).to_have_count(1)


def test_reading_is_paused_and_taken_up_again(panel: Panel) -> None:
    panel.page.get_by_role("button", name="Pause").click()
    assert panel.sent("pause") == [{"type": "pause", "paused": True}]
    panel.show(**reading("paused"))  # whatever else the view still holds
    expect(panel.cards).to_have_count(0)
    expect(panel.page.locator("#customer")).to_be_hidden()
    expect(panel.page.get_by_role("heading")).to_have_text("Paused on this site")
    expect(panel.page.locator("#state")).to_contain_text("Nothing is read.")
    panel.page.get_by_role("button", name="Resume").click()
    panel.press("p")
    assert [one["paused"] for one in panel.sent("pause")] == [True, False, False]


def test_a_page_that_is_not_known_yet_can_be_set_up(panel: Panel) -> None:
    panel.show(**NO_CHAT, **reading("unknown"))
    panel.page.get_by_role("button", name="Set up this helpdesk").click()
    assert panel.sent("pick") == [{"type": "pick"}]
    panel.press("p")
    assert panel.sent("pause") == []
    panel.show(**NO_CHAT, **reading("off"))
    expect(panel.page.locator("#state h1")).to_have_text("This page is not read")


def test_without_a_chat_a_line_is_found_and_copied_but_nothing_offers_to_insert(
    panel: Panel,
) -> None:
    panel.show(**NO_CHAT, **reading("unknown"))
    panel.press("/")
    panel.page.keyboard.type("late")
    panel.settle()
    request = panel.sent("search")[0]["request"]
    found = {"type": "results", "request": request, "items": [line("a")]}
    panel.page.evaluate("(found) => tell(found)", found)
    expect(panel.cards).to_have_count(1)
    expect(panel.page.get_by_role("button", name="Copy")).to_be_visible()
    expect(panel.page.get_by_role("button", name="Insert")).to_have_count(0)
    expect(panel.page.locator("#hints")).not_to_contain_text("insert")
    panel.press("Enter")
    panel.press("1")
    assert panel.sent("insert") == []


def test_the_hint_to_insert_stands_only_where_a_line_can_be_inserted(panel: Panel) -> None:
    panel.page.set_viewport_size({"width": 360, "height": 900})
    hints = panel.page.locator("#hints")
    expect(hints).to_be_visible()
    expect(hints).to_contain_text("123 insert")
    panel.offer(line("a"), NOTE)
    expect(hints).to_contain_text("1 insert")
    panel.offer(line("u", kind="nudge", insertable=False))
    expect(hints).not_to_contain_text("insert")
    expect(panel.cards).to_contain_text(["I am looking"])  # a kind of its own, drawn plainly


def test_keys_of_ones_own(panel: Panel) -> None:
    panel.show(settings=VIEW["settings"] | {"keys": {"insert-2": "x", "search": "s"}})
    expect(panel.page.locator("[aria-keyshortcuts=x]")).to_have_attribute("data-id", "b")
    panel.press("2")
    panel.press("x")
    assert [one["id"] for one in panel.sent("insert")] == ["b"]
    panel.press("s")
    expect(panel.page.locator("#search")).to_be_focused()
    panel.press("Escape")
    panel.press("?")
    expect(panel.page.locator("#keys")).to_contain_text("1x3Insert a line")
    panel.press("Escape")
    expect(panel.page.locator("#keys")).to_be_hidden()
    expect(panel.cards).to_have_count(3)


def test_keys_switched_off(panel: Panel) -> None:
    panel.show(settings=VIEW["settings"] | {"keysOn": False}, chats=[HERE, other("keiko", 40)])
    for key in ["1", "c", "n", "j", "o", "p", "/", "?", "Escape", "ArrowDown"]:
        panel.press(key)
    assert {one["type"] for one in panel.all_sent()} == {"ready", "shown"}
    expect(panel.page.locator("kbd:visible")).to_have_count(0)
    expect(panel.page.locator("[aria-keyshortcuts]:not([aria-keyshortcuts=''])")).to_have_count(0)
    first = panel.page.get_by_role("button", name="Insert").first
    for _ in range(12):
        panel.press("Tab")
        if first.evaluate("(one) => one === document.activeElement"):
            break
    panel.press("Enter")
    assert [one["id"] for one in panel.sent("insert")] == ["a"]


def test_enter_inserts_by_a_focused_button_alone(panel: Panel) -> None:
    panel.press("Enter")
    panel.press("j")
    panel.press("Enter")
    assert panel.sent("insert") == []
    panel.page.get_by_role("button", name="Insert").nth(1).focus()
    panel.press("Enter")
    assert [one["id"] for one in panel.sent("insert")] == ["b"]
