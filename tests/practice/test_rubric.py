"""Each measure says what a chat showed, with its quotes, a better line and a share, or none."""

import pytest

from sidecar_server.practice.review.rubric import Quote, clock, review
from sidecar_server.practice.review.witness import Owed, Seen, Turn
from sidecar_server.practice.review.words import render
from sidecar_server.promises import Promised
from tests.practice.seen import finding, measure, offer, seen, turn

KIND = "Four days is long. I look."
PLAIN = "It is in Leeds."
RUDE = "You should have read the terms. It is our policy."
CONTROLS = {*range(32), *range(127, 160)}
MINUTE = Promised(60.0, "I am back in a minute.")
MOMENT = Promised(None, "One moment.")
ACKNOWLEDGING = offer("Four days is a long wait.", "acknowledge")
ASKING = offer("Which order is it?", "ask")
NOTE = offer("A note", kind="note")
LINES = (NOTE, ASKING, ACKNOWLEDGING)


def kind(at: float | None = None) -> Turn:
    return turn(KIND, at, heard="Four days is long.")


def test_nothing_to_judge_has_no_total() -> None:
    found = review(Seen())
    assert found.total is None
    assert {one.share for one in found.measures} == {None}
    assert (found.messages, found.curve) == (0, ())


def test_the_total_is_the_weighted_mean_of_what_was_judged() -> None:
    found = review(seen(kind(30), turn(PLAIN), heats=[(0, 0.5), (9, 0.4)]))
    judged = [(one.share, one.weight) for one in found.measures if one.share is not None]
    assert len(judged) < len(found.measures)
    mean = sum(share * weight for share, weight in judged) / sum(weight for _, weight in judged)
    assert found.total == round(100 * mean)
    assert 0 < found.total < 100
    assert (found.messages, found.language) == (3, "en")


def test_what_the_customer_feels_first_weighs_most() -> None:
    weights = {one.id: one.weight for one in review(Seen()).measures}
    most = max(weights.values())
    assert {id_ for id_, weight in weights.items() if weight == most} == {"first", "heard", "tone"}
    judged = seen(kind(), turn(RUDE, blamed=RUDE), owed=[Owed("Where?", None, True)])
    assert {one.id: one.weight for one in review(judged).measures} == weights


@pytest.mark.parametrize(
    ("late", "at", "value", "share"),
    [
        (0, None, "in reply 1", 1.0),
        (1, None, "in reply 2", 0.7),
        (2, None, "in reply 3", 0.4),
        (3, None, "in reply 4", 0.2),
        (0, 90, "after 1 min 30 s, in reply 1", 1.0),
        (0, 91, "after 1 min 31 s, in reply 1", 0.8),
        (0, 300, "after 5 min 0 s, in reply 1", 0.8),
        (0, 301, "after 5 min 1 s, in reply 1", 0.6),
        (1, 301, "after 5 min 1 s, in reply 2", 0.7 * 0.6),
    ],
)
def test_the_first_acknowledgement(late: int, at: float | None, value: str, share: float) -> None:
    found = measure("first", seen(*[turn(PLAIN)] * late, kind(at)))
    assert found.value == value
    assert found.share == pytest.approx(share)
    [quote] = found.quotes
    assert (quote.text, quote.at, quote.role) == ("Four days is long.", at, "agent")


def test_the_wait_counts_from_the_customers_first_message() -> None:
    assert measure("first", seen(kind(130), asked_at=100)).value == "after 30 s, in reply 1"
    assert measure("first", seen(kind(130), asked_at=None)).value == "in reply 1"


def test_a_feeling_named_is_quoted_before_what_is_only_heard() -> None:
    one = turn("Four days. That is hard.", heard="Four days.", felt="That is hard.")
    assert measure("first", seen(one)).quotes[0].text == "That is hard."


def test_without_an_acknowledgement_the_first_reply_is_quoted_with_a_better_line() -> None:
    found = measure("first", seen(turn(PLAIN, 30, offered=LINES), turn(RUDE)))
    assert (found.value, found.share) == ("none", 0.0)
    [quote] = found.quotes
    assert (quote.text, quote.at, quote.better) == (PLAIN, 30, ACKNOWLEDGING.text)


@pytest.mark.parametrize("id_", ["first", "felt"])
def test_warmth_is_not_judged_where_it_is_not_read(id_: str) -> None:
    found = measure(id_, seen(kind(30), heats=[(0, 0.9)], reads_warmth=False))
    assert (found.value, found.share, found.quotes) == ("not read in this language", None, ())


def test_points_heard_and_those_left_with_a_line_that_says_them() -> None:
    owed = [Owed("Where is it?", 0.0, True), Owed("And my money?", 9.0, line="I see to it.")]
    found = measure("heard", seen(turn(PLAIN), owed=owed))
    assert (found.value, found.share) == ("1 of 2", 0.5)
    assert found.quotes == (
        Quote("And my money?", "Nobody came back to this.", "customer", 9.0, "I see to it."),
    )
    found = measure("heard", seen(turn(PLAIN)))
    assert (found.value, found.share, found.quotes) == ("nothing was asked", None, ())


def test_questions_are_shown_and_not_judged() -> None:
    found = measure("asked", seen(turn("Which order?", asked="Which order?"), turn(PLAIN)))
    assert (found.value, found.share, found.weight) == ("1", None, 0)
    assert [quote.text for quote in found.quotes] == ["Which order?"]


@pytest.mark.parametrize(("heat", "share"), [(0.29, None), (0.3, 0.0)])
def test_a_feeling_not_named_costs_where_they_are_hot(heat: float, share: float | None) -> None:
    found = measure("felt", seen(turn(PLAIN), heats=[(0, heat), (9, 0.1)]))
    assert (found.value, found.share) == ("none", share)
    named = measure("felt", seen(turn("That is hard.", felt="That is hard."), heats=[(0, heat)]))
    assert (named.value, named.share) == ("1", 1.0)
    assert [quote.text for quote in named.quotes] == ["That is hard."]


def test_one_apology_is_good_and_each_too_many_costs_half() -> None:
    text = "I am sorry we lost it. Sorry again."
    good = turn(text, sorry="I am sorry we lost it.")
    heaped = turn(text, findings=[finding("apology", text, "Sorry again.", "Say what you do.")])
    found = measure("sorry", seen(good))
    assert (found.value, found.share) == ("1", 1.0)
    found = measure("sorry", seen(good, heaped))
    assert (found.value, found.share) == ("1, 1 too many", 0.5)
    assert [(one.text, one.better) for one in found.quotes] == [
        ("Sorry again.", "Say what you do."),
        ("I am sorry we lost it.", ""),
    ]
    assert measure("sorry", seen(*[heaped] * 3)).share == 0.0
    found = measure("sorry", seen(turn(PLAIN)))
    assert (found.value, found.share) == ("none", None)


@pytest.mark.parametrize(
    ("promise", "back_at", "share"),
    [
        (MINUTE, 80, 1.0),
        (MINUTE, 81, 0.0),
        (Promised(400.0, "…"), 500, 1.0),
        (Promised(400.0, "…"), 501, 0.0),
        (MOMENT, 9_999, 1.0),
        (MINUTE, None, 1.0),
    ],
)
def test_a_promise_is_kept_or_late(promise: Promised, back_at: float, share: float) -> None:
    found = measure("promises", seen(turn("…", 0, promised=promise), turn(PLAIN, back_at)))
    assert (found.value, found.share) == (f"{share:.0f} of 1", share)
    assert len(found.quotes) == 1 - share


def test_a_late_promise_is_quoted_with_a_line_that_holds() -> None:
    hold = offer("I need a little longer.", "hold")
    late = turn("I am back in a minute.", 5, offered=(ASKING, hold), promised=MINUTE)
    [quote] = measure("promises", seen(late, turn(PLAIN, 300))).quotes
    assert (quote.text, quote.says) == (MINUTE.words, "You were not back in that time.")
    assert (quote.at, quote.better) == (5, hold.text)


def test_a_promise_with_nothing_after_it_is_broken_and_one_without_a_time_is_not_judged() -> None:
    found = measure("promises", seen(turn("…", 0, promised=MINUTE)))
    assert (found.value, found.share) == ("0 of 1", 0.0)
    assert [quote.says for quote in found.quotes] == ["Nothing came after this."]
    found = measure("promises", seen(turn("…", 0, promised=MOMENT)))
    assert (found.value, found.share, found.quotes) == ("1 made", None, ())
    found = measure("promises", seen(turn(PLAIN)))
    assert (found.value, found.share) == ("none made", None)


def test_each_promise_is_judged_by_the_next_message() -> None:
    made = [turn("…", at, promised=MINUTE) for at in (100, 130)]
    found = measure("promises", seen(*made, turn(PLAIN, 900)))
    assert (found.value, found.share) == ("1 of 2", 0.5)
    assert [quote.at for quote in found.quotes] == [130]


@pytest.mark.parametrize(("times", "share"), [(0, 1.0), (1, 0.75), (4, 0.0), (6, 0.0)])
def test_each_repeated_wording_costs_a_quarter(times: int, share: float) -> None:
    again = [finding("sincerity", PLAIN, PLAIN)] * times
    found = measure("repeated", seen(turn(PLAIN), turn(PLAIN, findings=again)))
    assert (found.value, found.share) == (str(times or "none"), share)
    assert len(found.quotes) == min(times, 4)
    assert measure("repeated", seen(turn(PLAIN, findings=again))).share is None


def test_a_tone_counts_where_a_customer_would_feel_it() -> None:
    findings = [
        finding("tone", RUDE, "You should have read the terms.", "Here is what they say."),
        finding("tone", RUDE, " It is our policy."),
    ]
    rude = turn(RUDE, 30, findings, LINES, blamed="You should have read the terms.")
    found = measure("tone", seen(rude))
    assert (found.value, found.share) == ("1 to look at", 0.75)
    [quote] = found.quotes
    assert quote.text == "You should have read the terms."
    assert (quote.says, quote.at) == ("tone: say why", 30)
    assert quote.better == "Here is what they say."
    found = measure("tone", seen(turn(PLAIN)))
    assert (found.value, found.share) == ("nothing to say", 1.0)
    assert measure("tone", seen()).share is None


def test_a_promise_nobody_can_make_counts_in_any_case_and_takes_a_line_that_was_offered() -> None:
    text = "It will surely come."
    one = turn(text, findings=[finding("promise", text, "surely")], offered=LINES)
    found = measure("tone", seen(one))
    assert (found.share, found.quotes[0].better) == (0.75, ASKING.text)


def test_cultural_findings_cost_only_where_there_are_any() -> None:
    one = turn(RUDE, findings=[finding("culture", RUDE, "our policy")] * 2)
    found = measure("culture", seen(one))
    assert (found.value, found.share, len(found.quotes)) == ("2", 0.5, 2)
    found = measure("culture", seen(turn(PLAIN)))
    assert (found.value, found.share) == ("none", None)


@pytest.mark.parametrize(
    ("heats", "value", "share"),
    [
        ([0.5, 0.2], "fell from 50% to 20%", 1.0),
        ([0.1, 0.1], "stayed from 10% to 10%", 1.0),
        ([0.1, 0.2], "rose from 10% to 20%", 0.6 - 0.1 - 0.05),
        ([0.8, 0.4], "fell from 80% to 40%", 0.9),
        ([0.4, 0.8], "rose from 40% to 80%", 0.0),
        ([0.4, 0.9, 0.4], "stayed from 40% to 40%, at most 90%", 0.25),
        ([0.6], "stayed from 60% to 60%", 0.45),
    ],
)
def test_the_heat_is_judged_by_where_it_went(heats: list[float], value: str, share: float) -> None:
    found = measure("heat", seen(heats=[(None, heat) for heat in heats]))
    assert found.value == value
    assert found.share == pytest.approx(share)


def test_the_customers_own_heat_goes_before_what_was_read() -> None:
    chat = seen(heats=[(0, 0.9), (9, 0.9)])
    own = [(None, 0.5), (None, 0.1)]
    assert review(chat, own).curve == tuple(own)
    assert measure("heat", chat, own).share == 1.0
    assert measure("heat", seen()).value == "not read"


def test_quotes_are_few_and_the_count_is_of_all() -> None:
    found = measure("asked", seen(*[turn("Which?", asked="Which?")] * 6))
    assert (found.value, len(found.quotes)) == ("6", 4)


def test_a_review_is_written_with_quotes_better_lines_and_the_curve() -> None:
    owed = [Owed("And my\nmoney?", 9.0, line="I see to it.")]
    found = review(seen(turn(PLAIN, 30), owed=owed, heats=[(0, 0.0), (9, 1.0)]))
    text = render("chat 1", found)
    assert text.startswith(f"chat 1: {found.total} of 100, 2 messages\n")
    assert "they (9 s): “And my money?”" in text
    assert "better: I see to it." in text
    assert f"you (30 s): “{PLAIN}”" in text
    assert "▁█" in text
    assert render("empty", review(Seen())).startswith("empty: nothing to judge, 0 messages\n")


def test_what_a_customer_writes_does_not_steer_the_terminal() -> None:
    owed = [Owed("\x1b[2J\x9bAnd my money?\x7f", None)]
    text = render("\x1b]0;chat", review(seen(turn(PLAIN), owed=owed)))
    assert not {char for char in text if char != "\n" and ord(char) in CONTROLS}


@pytest.mark.parametrize(
    ("seconds", "written"), [(0, "0 s"), (59.4, "59 s"), (59.6, "1 min 0 s"), (150, "2 min 30 s")]
)
def test_a_time_is_written_as_people_read_it(seconds: float, written: str) -> None:
    assert clock(seconds) == written
