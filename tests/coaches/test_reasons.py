"""Reasons: each step of the ranking that can decide about a line is named when it does."""

from dataclasses import replace
from pathlib import Path

import pytest

from sidecar_server.coaches import Case
from sidecar_server.coaches.reasons import SHOWN, STEPS, Reason, explain, fate
from sidecar_server.coaches.sieve import TESTS
from tests.sample import LIBRARY, PHRASES, TRIED, Desk, ids, phrase

LATE = "where is my parcel"


def reasons(desk: Desk) -> dict[str, Reason]:
    """Explain the chat as it was answered last."""
    cues = desk.chat.advice.cues
    assert cues is not None
    case = Case(desk.chat, cues, desk.assistant.searchable, desk.today)
    found = explain(case, PHRASES)
    for one in found:
        assert fate(one.phrase, case) == one
    return {one.phrase.id: one for one in found}


def step(desk: Desk, name: str) -> str:
    return reasons(desk)[f"delivery-late.{name}"].step


def test_what_is_shown_is_explained_as_shown_in_its_order(desk: Desk) -> None:
    shown = ids(desk.says("customer", LATE))
    found = list(reasons(desk).values())
    assert [one.phrase.id for one in found[: len(shown)]] == shown
    assert [one.rank for one in found[: len(shown)]] == [1, 2, 3]
    assert all(one.step != SHOWN for one in found[len(shown) :])


def test_scores_are_what_agents_see_and_the_product_of_their_weights(desk: Desk) -> None:
    advice = desk.says("customer", LATE)
    found = reasons(desk)
    for item in advice.items:
        one = found[item.id]
        assert one.score == item.score
        assert one.weights is not None
        weights = one.weights
        product = weights.situation * weights.due * weights.heat * weights.gaps
        assert product == pytest.approx(item.score, abs=1e-3)


def test_situation(desk: Desk) -> None:
    desk.says("customer", LATE)
    assert reasons(desk)["card-stolen.stop"].step == "situation"


def test_language(tmp_path: Path) -> None:
    other = replace(phrase("delivery-late.wo", "own", "Ich sehe nach."), language="de")
    desk = Desk(tmp_path, replace(LIBRARY, phrases=(*PHRASES, other)))
    desk.says("customer", LATE)
    cues = desk.chat.advice.cues
    assert cues is not None
    (*_, last) = explain(Case(desk.chat, cues, desk.assistant.searchable, desk.today), [other])
    assert (last.phrase, last.step) == (other, "language")
    assert "read as English, and the line is in German" in last.says


def test_heat_stakes_and_moment(desk: Desk) -> None:
    desk.says("customer", f"{LATE}, this is a pathetic scam")
    found = reasons(desk)
    calm = found["delivery-late.calm"]
    assert calm.step == "heat"
    assert calm.says.endswith("and it suits 0 to 0.1")
    assert found["delivery-late.grave"].step == "stakes"
    assert "the stakes are medium" in found["delivery-late.grave"].says
    assert found["delivery-late.later"].step == "moment"


def test_a_situation_to_avoid(desk: Desk) -> None:
    desk.says("customer", f"{LATE}. someone took my bank card")
    assert step(desk, "gift") == "avoid"
    assert "card-stolen" in reasons(desk)["delivery-late.gift"].says


def test_dismissed_used_and_offered_before(desk: Desk) -> None:
    first, second, third = ids(desk.says("customer", LATE))
    desk.chat.note(first, "dismissed")
    desk.chat.note(second, "inserted")
    desk.says("agent", "One moment.")
    desk.says("customer", f"{LATE} please")
    found = reasons(desk)
    assert [found[id_].step for id_ in (first, second, third)] == ["dismissed", "used", "offered"]


def test_only_after_what_was_not_told(tmp_path: Path) -> None:
    line = phrase("delivery-late.tried", "own", "So that did not bring it.", after="tried")
    desk = Desk(tmp_path, replace(LIBRARY, phrases=(line,)))
    desk.says("customer", LATE)
    desk.says("agent", "Let me look.")
    desk.says("customer", "parcel still not here")
    assert step(desk, "tried") == "after"
    assert "tried in vain" in reasons(desk)["delivery-late.tried"].says


def test_a_greeting_and_an_apology_are_for_once(desk: Desk) -> None:
    desk.says("customer", LATE)
    desk.says("agent", "I apologise.")
    desk.says("customer", LATE)
    desk.chat.offered.clear()
    assert step(desk, "good-day") == "done"
    assert step(desk, "sorry") == "done"
    assert "greeted already" in reasons(desk)["delivery-late.good-day"].says


def test_a_better_line_of_its_strategy_and_a_place_beyond_the_three(tmp_path: Path) -> None:
    twin = phrase("delivery-late.ask-all", "own", "Somebody at the depot goes and asks {who}.",
                  slots={"who": "whom"})  # fmt: skip
    desk = Desk(tmp_path, replace(LIBRARY, phrases=(*PHRASES, twin)))
    desk.says("customer", LATE)
    found = reasons(desk)
    assert (found[twin.id].step, found[twin.id].instead) == ("strategy", "delivery-late.find")
    assert found[twin.id].says.endswith("suits better: delivery-late.find")
    beyond = [one for one in found.values() if one.step == "most"]
    assert beyond
    lowest = min(one.score or 0 for one in found.values() if one.shown)
    assert all((one.score or 0) <= lowest for one in beyond)


def test_a_near_copy_of_a_shown_one(tmp_path: Path) -> None:
    first = phrase("delivery-late.one", "own", "I am opening the tracking of your parcel now.")
    copy = phrase("delivery-late.two", "inform", "Now I am opening the tracking of your parcel.")
    desk = Desk(tmp_path, replace(LIBRARY, phrases=(first, copy)))
    desk.says("customer", LATE)
    found = reasons(desk)[copy.id]
    assert (found.step, found.instead) == ("copy", first.id)


def test_a_closing_line_of_a_second_guess(desk: Desk) -> None:
    desk.says("customer", "parcel still not here thank you that worked")
    assert reasons(desk)["thanks.close"].step == "ending"


def test_where_nothing_is_due(desk: Desk) -> None:
    desk.says("customer", "ok")
    assert step(desk, "find") == "silent"
    desk.says("customer", LATE)
    desk.says("agent", "One moment.")
    assert step(desk, "find") == "waits"


def test_a_reply_is_explained_beside_the_matter(tmp_path: Path) -> None:
    line = phrase("tried-it.leave-it", "restate", "Then we leave that behind.", "working")
    situations, phrases = (*LIBRARY.situations, TRIED), (*PHRASES, line)
    desk = Desk(tmp_path, replace(LIBRARY, situations=situations, phrases=phrases))
    desk.says("customer", LATE)
    desk.says("agent", "Please look behind the door.")
    desk.says("customer", "did that, no luck")
    assert reasons(desk)[line.id].step == SHOWN


def test_every_test_of_the_sieve_has_its_words() -> None:
    assert {name for name, _ in TESTS} <= STEPS.keys()


def test_a_line_that_is_not_served(desk: Desk) -> None:
    desk.says("customer", "thank you that worked perfectly")
    assert reasons(desk)["thanks.draft"].step == "unserved"
