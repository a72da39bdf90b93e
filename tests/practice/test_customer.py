"""The customer answers what an agent does, comes back to what is open, and leaves."""

import pytest

from sidecar_server.practice.customer import Customer
from sidecar_server.practice.moves import Moves
from tests.practice.made import (
    ASKED,
    BARE,
    BLAMED,
    HEARD,
    HOLD,
    KETTLE,
    MINUTE,
    OPENINGS,
    ORDER,
    WHEN,
    WHERE,
    WORDS,
    answers,
    customer,
    move,
)


def a_chat(seed: int) -> list[str]:
    made = Customer(KETTLE, seed)
    said = list(made.begin())
    for number, moves in enumerate((HEARD, BARE, answers("where"), BLAMED, answers("when"))):
        said += made.hear(moves, 10.0 * number)
    return said


def test_they_begin_with_one_of_their_openings() -> None:
    begun = {tuple(Customer(KETTLE, seed).begin()) for seed in range(20)}
    assert begun == set(OPENINGS)


def test_the_same_seed_says_the_same_and_another_something_else() -> None:
    assert a_chat(7) == a_chat(7)
    assert len({tuple(a_chat(seed)) for seed in range(10)}) > 5


@pytest.mark.parametrize("kind", ["heard", "felt", "sorry"])
def test_each_kind_move_cools_and_is_answered(kind: str) -> None:
    made = customer()
    said = made.hear(move(kind), 5)
    assert made.mood.heat < 0.4
    assert said[0] in KETTLE.says["heard"]


def test_who_is_heard_waits_for_more_once_and_then_asks() -> None:
    made = customer()
    assert len(made.hear(HEARD, 5)) == 1
    assert made.hear(HEARD, 10)[1] in WHERE.asks
    kept = customer()
    kept.hear(MINUTE, 0)
    assert kept.hear(HEARD, 30)[1] in WHERE.asks


@pytest.mark.parametrize("cold", ["blamed", "dismissed", "repeated"])
def test_what_is_cold_heats_and_is_called_so(cold: str) -> None:
    made = customer()
    said = made.hear(move(cold), 5)
    assert made.mood.heat > 0.4
    [word] = said
    assert word in KETTLE.wordings(cold)


def test_a_bare_reply_heats_and_they_come_back_to_what_is_open() -> None:
    made = customer()
    said = made.hear(BARE, 5)
    assert made.mood.heat > 0.4
    assert said[0] in KETTLE.wordings("bare")
    assert said[1] in WHERE.asks


def test_a_question_costs_nothing_and_helps_nothing() -> None:
    made = customer()
    [said] = made.hear(ASKED, 5)
    assert said in WHERE.asks
    assert made.mood.heat == 0.4


def test_what_is_asked_for_is_told() -> None:
    made = customer()
    assert list(made.hear(Moves(told=(0,)), 5)) == list(ORDER.says)
    said = made.hear(answers("where", asked=WORDS), 10)
    assert not set(said) & set(ORDER.says)


def test_silence_heats_once_their_patience_is_over() -> None:
    made = customer()
    assert not made.wait(KETTLE.patience - 1)
    assert made.mood.heat == 0.4
    [said] = made.wait(KETTLE.patience)
    assert said in KETTLE.wordings("waiting")
    assert made.mood.heat > 0.4
    assert not made.wait(KETTLE.patience + 1)


def test_each_silence_lasts_longer_until_they_write_again() -> None:
    made, first = customer(), KETTLE.patience
    made.wait(first)
    second = first + 1.5 * KETTLE.patience
    assert not made.wait(second - 1)
    assert made.wait(second)
    assert not made.wait(second + 2 * KETTLE.patience - 1)
    assert made.wait(second + 2 * KETTLE.patience)


def test_a_message_begins_the_wait_anew() -> None:
    made = customer()
    made.hear(ASKED, 70)
    assert not made.wait(70 + KETTLE.patience - 1)
    assert made.wait(70 + KETTLE.patience)


@pytest.mark.parametrize(("promise", "patience_s"), [(MINUTE, 80), (HOLD, 150)])
def test_a_promise_buys_time_and_a_late_one_heats_more_than_silence(
    promise: Moves, patience_s: float
) -> None:
    made = customer()
    [said] = made.hear(promise, 0)
    assert said in KETTLE.wordings("promised")
    assert made.state == "holding"
    assert not made.wait(patience_s - 1)
    before = made.mood.heat
    [late] = made.wait(patience_s)
    assert late in KETTLE.wordings("late")
    silent = customer()
    silent.wait(KETTLE.patience)
    assert 0.2 >= made.mood.heat - before > silent.mood.heat - 0.4


def test_a_kept_promise_cools_and_is_thanked_for() -> None:
    made = customer()
    made.hear(MINUTE, 0)
    before = made.mood.heat
    said = made.hear(ASKED, 80)
    assert 0 < before - made.mood.heat <= 0.2
    assert said[0] in KETTLE.wordings("kept")
    assert said[1] in WHERE.asks


@pytest.mark.parametrize(("moves", "at"), [(ASKED, 81), (HOLD, 60)])
def test_back_too_late_or_with_another_moment_keeps_nothing(moves: Moves, at: float) -> None:
    made = customer()
    made.hear(MINUTE, 0)
    made.wait(at)
    assert not set(made.hear(moves, at)) & set(KETTLE.wordings("kept"))


def test_a_point_left_open_is_asked_for_again_in_other_words() -> None:
    made = customer()
    said = made.hear(answers("where"), 5)
    assert said[0] in KETTLE.wordings("helped")
    assert said[1] in WHEN.asks
    [again] = made.hear(ASKED, 10)
    assert {said[1], again} == set(WHEN.asks)


def test_with_all_points_answered_they_leave_content() -> None:
    made = customer()
    made.hear(answers("where"), 5)
    said = made.hear(answers("when"), 10)
    assert said[0] in WHEN.pleased
    assert said[1] in KETTLE.wordings("content")
    assert (made.state, made.over, made.open) == ("content", True, {})


def test_a_cold_answer_is_not_thanked_for_and_they_stay() -> None:
    made = customer()
    [said] = made.hear(answers("where", "when", dismissed=WORDS), 5)
    assert said in KETTLE.wordings("dismissed")
    assert not made.over
    made.hear(HEARD, 10)
    assert made.state == "content"


def test_one_message_drives_nobody_away_and_the_second_does() -> None:
    made = customer(heat=0.9)
    made.hear(BLAMED, 5)
    assert (made.mood.heat, made.over) == (1.0, False)
    [said] = made.hear(BLAMED, 10)
    assert said in KETTLE.wordings("leaves")
    assert (made.state, made.over) == ("gone", True)


def alone(made: Customer) -> int:
    stretches, at = 0, 0.0
    while not made.over and at < 10_000:
        at += 10
        stretches += bool(made.wait(at))
    return stretches


def test_left_alone_the_calm_leave_after_some_time_and_the_hot_sooner() -> None:
    calm, hot = customer(heat=0.1), customer(heat=0.9)
    assert alone(calm) == 4
    assert alone(hot) == 2
    assert {calm.state, hot.state} == {"gone"}


def test_a_word_begins_the_count_of_silences_anew() -> None:
    made = customer(heat=0.1)
    for at in (100, 300, 600):
        assert made.wait(at)
    made.hear(ASKED, 700)
    assert alone(made) == 4


def test_the_same_word_is_not_said_twice_while_another_is_left() -> None:
    made = customer(heat=0.1)
    said = [made.wait(at)[0] for at in (100, 300, 600)]
    assert len(set(said)) == 3


@pytest.mark.parametrize("last", [answers("where", "when"), BLAMED])
def test_nothing_moves_them_once_they_are_gone(last: Moves) -> None:
    made = customer(heat=0.9)
    made.hear(BLAMED, 5)
    made.hear(last, 10)
    assert made.over
    curve, state = list(made.mood.curve), made.state
    assert not made.hear(HEARD, 20)
    assert not made.hear(BLAMED, 30)
    assert not made.wait(9_999)
    assert (made.mood.curve, made.state) == (curve, state)
