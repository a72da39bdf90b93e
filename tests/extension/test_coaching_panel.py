"""The panel's part in live coaching: findings, kinds, strip and sheets, and what axe says."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.extension.alone import (
    HERE,
    NOTE,
    VIEW,
    Panel,
    browser,
    line,
    other,
    panel,
)  # fmt: skip
from tests.extension.test_panel_looks import LONG, OVERFLOW, problems

__all__ = ["browser", "panel"]
pytestmark = pytest.mark.browser
PLACES = "(all) => all.map((one) => JSON.stringify(one.getBoundingClientRect()))"
PNG = "data:image/png;base64,iVBORw0KGgo="
PROMISE: dict[str, Any] = {
    "rule": "promise",
    "span": [3, 21],
    "text": "will definitely be",
    "advice": "You cannot be sure of this yet.",
    "replacements": ["should be", "is planned to be", "may be", "never shown"],
}
HEARD = PROMISE | {"rule": "heard", "text": "I called three times", "replacements": []}
NUDGE = line("nu", kind="nudge", title="They are still waiting", why="No answer for 2 minutes")
OPENINGS = [line(f"i{n}", f"Opening {n}.", kind="introduction") for n in (1, 2)]
HINT = line("hi", "I grew up beside the sea too.", kind="hint")
CARE = [
    line("c1", "Take two minutes away from the screen.", kind="care", insertable=False),
    line("c2", "I can help you best if we stay civil.", kind="care"),
]
TODAY = {"shown": 12, "used": 5, "hostile": 3, "thanks": 2, "off": [], "locked": []}
PEOPLE: list[dict[str, Any]] = [
    {"name": "Mira", "languages": ["de"], "topics": ["parcels"], "shared": ["gardens"]},
    {"name": "Jon", "languages": ["en"], "topics": [], "shared": []},
]
PEOPLE[0] |= {"photo": PNG}
PEOPLE[1] |= {"photo": "https://x.test/a.png"}


def test_findings_name_rule_words_advice_and_at_most_three_replacements(panel: Panel) -> None:
    section = panel.page.locator("#findings")
    expect(section).to_be_hidden()
    top = panel.cards.first.bounding_box()
    panel.show(findings=[PROMISE, HEARD])
    rows = section.locator(".finding")
    expect(rows.nth(0)).to_contain_text("Promise")
    expect(rows.nth(0)).to_contain_text("will definitely be")
    expect(rows.nth(0)).to_contain_text("You cannot be sure of this yet.")
    expect(rows.nth(0).locator(".swap")).to_have_count(3)
    expect(rows.nth(1)).to_contain_text("Not answered")
    expect(rows.nth(1).locator(".swap")).to_have_count(0)
    expect(panel.page.locator("body")).to_be_focused()
    panel.show(findings=[])
    expect(section).to_be_hidden()
    assert panel.cards.first.bounding_box() == top


def test_how_many_there_are_is_said_once_and_not_with_every_letter(panel: Panel) -> None:
    said = panel.page.locator("#heard-findings")
    panel.show(findings=[PROMISE])
    expect(said).to_have_text("Remarks on your reply: 1")
    panel.page.evaluate("document.querySelector('#heard-findings').textContent = 'untouched'")
    panel.show(findings=[PROMISE | {"span": [9, 27]}])
    panel.show(findings=[PROMISE | {"span": [9, 27], "advice": "Said otherwise."}])
    expect(said).to_have_text("untouched")
    panel.show(findings=[PROMISE, HEARD])
    expect(said).to_have_text("Remarks on your reply: 2")


@pytest.mark.parametrize("where", ["#findings .advice", "#lines .text"])
def test_nothing_moves_while_the_pointer_is_here_or_below(panel: Panel, where: str) -> None:
    panel.show(findings=[PROMISE])
    panel.page.locator(where).first.hover()
    both = panel.page.locator("#findings .finding, #lines .card")
    places = both.evaluate_all(PLACES)
    panel.show(findings=[HEARD, PROMISE])
    panel.show(findings=[HEARD, PROMISE, HEARD | {"rule": "tone"}])
    assert both.evaluate_all(PLACES) == places
    expect(panel.page.locator("#held")).to_have_text("Newer remarks on your reply. Show them")
    panel.page.mouse.move(180, 739)
    panel.settle()
    expect(panel.page.locator(".finding")).to_have_count(3)
    expect(panel.page.locator("#held")).to_be_hidden()


def test_another_chat_shows_its_own_at_once(panel: Panel) -> None:
    panel.show(findings=[PROMISE])
    panel.page.locator(".finding").hover()
    panel.show(conversation=VIEW["conversation"] | {"id": "keiko"}, findings=[])
    expect(panel.page.locator("#findings")).to_be_hidden()


def test_a_replacement_is_asked_for_where_the_words_stand_now(panel: Panel) -> None:
    panel.show(findings=[PROMISE])
    panel.show(findings=[PROMISE | {"span": [9, 27]}])
    panel.page.get_by_role("button", name="is planned to be").click()
    wanted = {"span": [9, 27], "text": "will definitely be", "with": "is planned to be"}
    assert panel.sent("replace") == [{"type": "replace", **wanted}]
    panel.page.evaluate("(done) => tell({ type: 'replaced', ok: true, ...done })", wanted)
    panel.show(findings=[HEARD])  # the pointer is still there: the row keeps its place
    row = panel.page.locator(".finding")
    expect(row).to_contain_text("Replaced")
    row.get_by_role("button", name="may be").click()
    assert len(panel.sent("replace")) == 1
    panel.page.mouse.move(180, 739)
    panel.settle()
    expect(row).to_contain_text("Not answered")


def test_findings_by_keys_alone(panel: Panel) -> None:
    panel.show(findings=[PROMISE, HEARD])
    panel.press("f")
    expect(panel.page.get_by_role("button", name="should be")).to_be_focused()
    panel.press("ArrowRight")
    panel.press("Enter")
    assert panel.sent("replace")[0]["with"] == "is planned to be"
    panel.press("f")
    panel.press("Enter")  # on its only button
    assert panel.sent("finding.dismiss") == [{"type": "finding.dismiss", "rule": "heard"}]
    panel.press("Escape")
    expect(panel.page.locator("#findings :focus")).to_have_count(0)
    assert panel.sent("dismiss") == []
    assert panel.sent("insert") == []


def test_a_nudge_has_its_own_key_and_shifts_no_digit(panel: Panel) -> None:
    panel.offer(NUDGE, line("a"), line("b"), line("c"))
    expect(panel.cards.first).to_contain_text("They are still waiting")
    expect(panel.cards.first).to_contain_text("No answer for 2 minutes")
    expect(panel.page.locator("#heard")).to_contain_text("They are still waiting")
    panel.settle()
    panel.press("h")
    panel.press("1")
    assert [one["id"] for one in panel.sent("insert")] == ["nu", "a"]
    running = "document.getAnimations().map((one) => one.effect.target.dataset.kind)"
    panel.show(conversation=VIEW["conversation"] | {"id": "k"})
    panel.offer(NUDGE, conversation=VIEW["conversation"] | {"id": "k"})
    assert "nudge" not in panel.page.evaluate(running)


def test_a_second_introduction_is_behind_a_word_and_stays_open(panel: Panel) -> None:
    panel.offer(*OPENINGS, line("a"))
    second = panel.page.locator("[data-id=i2]")
    expect(panel.page.locator("[data-id=i1]")).to_contain_text("Introduce yourself")
    expect(second).to_be_hidden()
    panel.page.get_by_text("One more").click()
    expect(second).to_be_visible()
    panel.page.mouse.move(180, 739)
    panel.settle()
    panel.offer(*OPENINGS, line("b"))
    expect(second).to_be_visible()
    panel.page.locator("[data-id=i2] .insert").click()
    assert [one["id"] for one in panel.sent("insert")] == ["i2"]
    panel.settle()
    panel.press("1")
    assert [one["id"] for one in panel.sent("insert")] == ["i2", "b"]


def test_cards_of_every_kind_are_reached_by_keys(panel: Panel) -> None:
    panel.offer(NUDGE, *OPENINGS, HINT, *CARE, line("a"))
    for id_ in ["nu", "c1", "c2", "i1", "i2", "hi", "a"]:
        panel.press("j")
        expect(panel.page.locator(f"[data-id={id_}]")).to_be_focused()
    expect(panel.page.locator("[data-id=i2]")).to_be_visible()


def test_a_word_of_care_is_for_the_agent_and_only_its_boundary_can_be_sent(panel: Panel) -> None:
    panel.offer(*CARE, HINT)
    expect(panel.cards.nth(0)).to_contain_text("For you alone")
    expect(panel.cards.nth(0).locator(".insert, .copy")).to_have_count(0)
    panel.cards.nth(1).locator(".insert").click()
    panel.page.locator("[data-id=hi] .insert").click()
    assert [one["id"] for one in panel.sent("insert")] == ["c2", "hi"]


def test_the_strip_shows_who_needs_the_agent_and_lies_still_under_the_pointer(
    panel: Panel,
) -> None:
    chats = [other("omar", 10, why="your promise"), HERE, other("keiko", 900, why="waiting")]
    panel.show(chats=chats)
    expect(panel.chats).to_contain_text(["your promise", "waiting"])
    expect(panel.chats.nth(0)).to_contain_text("needs you most")
    expect(panel.chats.nth(0)).to_have_attribute("title", "Omar: your promise")
    panel.chats.nth(0).hover()
    panel.show(chats=chats[::-1])
    expect(panel.chats).to_contain_text(["Omar", "Keiko"])
    panel.page.mouse.move(180, 739)
    panel.settle()
    expect(panel.chats).to_contain_text(["Keiko", "Omar"])


def test_the_day_is_counted_quietly_and_hard_messages_for_the_agent_alone(panel: Panel) -> None:
    expect(panel.page.locator("#day")).to_be_hidden()
    panel.show(today=TODAY | {"hostile": 0, "thanks": 0})
    expect(panel.page.locator("#today")).to_have_text("12 shown, 5 used")
    expect(panel.page.locator("#hard")).to_be_hidden()
    expect(panel.page.get_by_role("button", name="Thank-yous")).to_be_hidden()
    panel.show(today=TODAY)
    expect(panel.page.locator("#hard")).to_contain_text("Only you see this; held on this computer")
    panel.show(today=TODAY, conversation=None)
    expect(panel.page.get_by_role("button", name="Hand over")).to_be_hidden()


def test_thank_yous_by_keys_alone(panel: Panel) -> None:
    panel.show(today=TODAY)
    panel.page.locator("#reel-button").focus()
    panel.press("Enter")
    sheet = panel.page.locator("#reel")
    expect(sheet).to_be_focused()
    assert panel.sent("reel") == [{"type": "reel"}]
    panel.page.evaluate("tell({ type: 'thanks', lines: ['Bless you!', 'Thank you so much'] })")
    expect(sheet.locator("li")).to_have_text(["Bless you!", "Thank you so much"])
    panel.press("Escape")
    expect(sheet).to_be_hidden()
    expect(panel.page.locator("#reel-button")).to_be_focused()
    panel.press("Enter")
    expect(sheet).to_be_focused()  # it is open, and asked
    panel.page.evaluate("tell({ type: 'reel.failed' })")
    expect(sheet).to_contain_text("No answer came")


def test_colleagues_are_shown_without_an_order_and_only_small_pictures(panel: Panel) -> None:
    panel.show(today=TODAY)
    panel.page.get_by_role("button", name="Hand over").click()
    assert panel.sent("match") == [{"type": "match"}]
    sheet = panel.page.locator("#handover")
    panel.page.evaluate("(people) => tell({ type: 'colleagues', people })", PEOPLE)
    expect(sheet).to_contain_text("Nobody is ranked")
    expect(sheet.locator("h3")).to_have_text(["Mira", "Jon"])
    expect(sheet.locator("li").nth(0)).to_contain_text("German")
    expect(sheet.locator("li").nth(0)).to_contain_text("gardens")
    assert [one.get_attribute("src") for one in sheet.locator("img").all()] == [PNG]
    panel.page.evaluate("tell({ type: 'colleagues', people: [] })")
    expect(sheet).to_contain_text("Only those who chose to be found")
    panel.show(today=TODAY, conversation=VIEW["conversation"] | {"id": "keiko"})
    expect(sheet).to_be_hidden()


ALL: dict[str, Any] = {
    "suggestions": VIEW["suggestions"]
    | {"items": [NUDGE, NOTE, *CARE, *OPENINGS, HINT, line("a")]},
    "findings": [PROMISE, HEARD],
    "chats": [HERE, other("keiko", 400, why="waiting"), other("omar", None)],
    "today": TODAY,
}


def test_no_beginning_is_offered_beside_remarks_on_a_reply(panel: Panel) -> None:
    panel.show(**ALL | {"findings": []})
    expect(panel.page.locator("[data-kind=introduction]")).to_have_count(2)
    panel.show(**ALL)
    expect(panel.page.locator("[data-kind=introduction]")).to_have_count(0)
    expect(panel.page.locator("[data-kind=nudge]")).to_have_count(1)


def test_the_first_chat_says_in_words_why(panel: Panel) -> None:
    chats = [other("omar", 10, why="much to lose"), HERE, other("keiko", 900, why="hot")]
    panel.show(chats=chats)
    expect(panel.page.locator("#chats .pressing")).to_have_text(["much to lose"])
    expect(panel.page.locator("#chats")).to_contain_text("hot")  # for the ear, as before


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("sheet", ["", "Thank-yous", "Hand over"])
def test_axe_finds_nothing_serious(panel: Panel, scheme: Any, sheet: str) -> None:
    panel.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    panel.show(**ALL if sheet else ALL | {"findings": []})
    if sheet:
        panel.page.get_by_role("button", name=sheet).click()
    else:
        panel.page.get_by_text("One more").click()
    panel.page.evaluate("tell({ type: 'thanks', lines: ['Bless you!'] })")
    panel.page.evaluate("(people) => tell({ type: 'colleagues', people })", PEOPLE)
    assert problems(panel) == []


@pytest.mark.parametrize("width", [180, 280, 360, 600])  # 180: 360 at twice the size
def test_long_words_stay_inside(panel: Panel, width: int) -> None:
    panel.page.set_viewport_size({"width": width, "height": 740})
    kinds = ["nudge", "care", "introduction", "hint"]
    items = [line(kind, LONG, kind=kind, title=LONG, why=LONG) for kind in kinds]
    finding = {"rule": LONG, "text": LONG, "advice": LONG, "replacements": [LONG]}
    address = {"status": "connected", "address": f"{LONG}.example.com:443"}
    panel.offer(*items, findings=[PROMISE | finding], today=TODAY, connection=address)
    panel.page.get_by_role("button", name="Hand over").click()
    people = [{"name": LONG, "languages": [LONG], "topics": [LONG], "shared": [LONG]}]
    panel.page.evaluate("(people) => tell({ type: 'colleagues', people })", people)
    assert panel.page.evaluate(OVERFLOW) <= 0
    sides = "(all) => Math.max(...all.map((one) => one.getBoundingClientRect().right))"
    assert panel.page.locator("main *, footer *, #handover *").evaluate_all(sides) <= width
