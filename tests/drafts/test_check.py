"""The check of a draft: three findings at most, worst first, and what was waved away stays so."""

import pytest

from sidecar_server.drafts import RULES
from sidecar_server.model import Finding
from tests.drafts.reviewed import Reviewed

# Something for four rules, the worst last.
DRAFT = (
    "I am really sorry. I look into the issue. It comes on 03/04, {day}. "
    "Your card 4111111111111111 works."
)
CHAT = ("where is my parcel", "I am so sorry that your parcel is late.", "parcel still not here")


def begin(desk: Reviewed) -> None:
    desk.begin(*CHAT, locale="en-GB")


def rules(found: tuple[Finding, ...]) -> list[str]:
    return [one.rule for one in found]


def test_three_at_most_and_the_most_harmful_first(desk: Reviewed) -> None:
    begin(desk)
    assert rules(desk.checks(DRAFT)) == ["private", "slot", "culture"]
    rest = DRAFT.replace("4111111111111111", "ending 1111").replace(", {day}", "")
    assert rules(desk.checks(rest)) == ["culture", "heard", "apology"]


def test_the_order_of_harm_is_that_of_the_contract() -> None:
    named = "private slot promise tone culture heard apology sincerity"
    assert list(RULES) == named.split()


def test_of_overlapping_words_the_worse_finding_stands_alone(desk: Reviewed) -> None:
    begin(desk)
    draft = "It goes to {4111 1111 1111 1111} today."
    assert rules(desk.checks(draft)) == ["private"]
    desk.chat.agent.switch({"private": False}, None, None)
    assert rules(desk.checks(draft)) == ["slot"]


def test_a_point_left_out_overlaps_with_nothing(desk: Reviewed) -> None:
    desk.begin("where is my parcel? and can you block my card now?")
    found = desk.checks("The parcel [DATE] is at the depot and comes tomorrow to your door.")
    assert rules(found) == ["slot", "heard"]


@pytest.mark.parametrize("draft", ["", "   ", "\n"])
def test_an_empty_draft_has_no_findings(desk: Reviewed, draft: str) -> None:
    begin(desk)
    assert desk.checks(draft) == ()
    assert not desk.chat.clock.writing


def test_a_good_draft_has_none(desk: Reviewed) -> None:
    begin(desk)
    said = "I have called the depot: the parcel is on the van, and the driver is two streets away."
    assert desk.checks(said) == ()
    assert desk.chat.clock.writing


def test_what_is_switched_off_or_locked_is_not_checked(desk: Reviewed) -> None:
    begin(desk)
    desk.chat.agent.switch({"private": False, "slot": True}, None, None)
    assert rules(desk.checks(DRAFT)) == ["slot", "culture", "heard"]
    desk.chat.agent.locked = frozenset({"slot"})
    assert rules(desk.checks(DRAFT)) == ["culture", "heard", "apology"]


def test_quiet_hours_do_not_silence_a_check(desk: Reviewed) -> None:
    begin(desk)
    desk.chat.agent.switch(None, True, None)
    assert rules(desk.checks(DRAFT)) == ["private", "slot", "culture"]


def test_a_rule_that_was_waved_away_is_quiet_in_that_chat(desk: Reviewed) -> None:
    begin(desk)
    desk.checks(DRAFT)
    desk.chat.note("finding:slot", "dismissed")
    assert rules(desk.checks(DRAFT)) == ["private", "culture", "heard"]
    desk.chat.note("finding:culture", "shown")
    desk.chat.note("finding", "dismissed")
    desk.chat.note("culture", "dismissed")
    assert rules(desk.checks(DRAFT)) == ["private", "culture", "heard"]
    begin(desk)
    assert rules(desk.checks(DRAFT)) == ["private", "slot", "culture"]


def test_a_rule_waved_away_ten_times_a_day_is_quiet_that_day(desk: Reviewed) -> None:
    for number in range(10):
        begin(desk)
        assert "slot" in rules(desk.checks(DRAFT)), number
        desk.chat.note("finding:slot", "dismissed")
    begin(desk)
    assert rules(desk.checks(DRAFT)) == ["private", "culture", "heard"]
    assert desk.chat.agent.dismissed == {"finding:slot": 10}  # no line is asked more for it
    desk.chat.agent.dismissed.clear()
    assert "slot" in rules(desk.checks(DRAFT))


def test_a_name_that_no_rule_has_is_not_kept_for_the_day(desk: Reviewed) -> None:
    begin(desk)
    for number in range(50):
        desk.chat.note(f"finding:{number}", "dismissed")
    assert len(desk.chat.agent.dismissed) <= 1


def test_a_draft_in_a_language_without_lines_is_checked_by_its_words(desk: Reviewed) -> None:
    desk.begin("Guten Tag, wo ist denn mein Paket, es ist noch nicht da?")
    found = desk.checks("Ihr Paket ist da, Ihre Karte 4111111111111111 geht.")
    assert rules(found) == ["private"]
