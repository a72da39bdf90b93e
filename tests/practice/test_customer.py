"""The customer answers each move, grows hotter or cooler by it, and leaves, content or not."""

from collections.abc import Sequence
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidecar_server.practice.customer import Customer
from sidecar_server.practice.moves import Moves
from sidecar_server.practice.scenario import Scenario
from sidecar_server.promises import Promised
from tests.practice.made import KETTLE, OPENINGS, ORDER, WHEN, WHERE

WORDS = ((0, 4),)
BARE = Moves()
HEARD = Moves(heard=WORDS)
ASKED = Moves(asked=WORDS)
BLAMED = Moves(blamed=WORDS)
HOLD = Moves(promised=Promised(None, "One moment."), holds=True)
MINUTE = Moves(promised=Promised(60.0, "Back in a minute."))


def answers(*ids: str, **moves: Any) -> Moves:
    return Moves(answered=dict.fromkeys(ids, (0, 4)), **moves)


def move(name: str) -> Moves:
    made: dict[str, Any] = {name: WORDS}
    return Moves(**made)


def customer(seed: int = 1, heat: float = 0.4, one: Scenario = KETTLE) -> Customer:
    made = Customer(msgspec.structs.replace(one, heat=heat), seed)
    made.begin()
    return made


def heats(*moves: Moves, heat: float = 0.4) -> Sequence[float]:
    made = customer(heat=heat)
    for number, one in enumerate(moves):
        made.hear(one, 10.0 * number)
    return made.mood.curve


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


def test_being_heard_cools_and_each_time_less() -> None:
    begun, first, second, third = heats(HEARD, HEARD, HEARD)
    assert begun - first > second - third
    assert begun - first > first - second > second - third > 0


@pytest.mark.parametrize("kind", ["heard", "felt", "sorry"])
def test_each_kind_move_cools_and_is_answered(kind: str) -> None:
    made = customer()
    said = made.hear(move(kind), 5)
    assert made.mood.heat < 0.4
    assert said[0] in KETTLE.says["heard"]


def test_an_answer_cools_more_once_they_were_heard() -> None:
    unheard = heats(ASKED, answers("where"))
    heard = heats(HEARD, answers("where"))
    assert unheard[-2] - unheard[-1] > 0
    assert heard[-2] - heard[-1] > unheard[-2] - unheard[-1]


def test_an_answer_counts_once() -> None:
    made = customer()
    made.hear(answers("where"), 5)
    heat = made.mood.heat
    said = made.hear(answers("where", asked=WORDS), 10)
    assert made.mood.heat == heat
    assert said[0] in WHEN.asks


@pytest.mark.parametrize("cold", ["blamed", "dismissed", "repeated"])
def test_what_is_cold_heats_and_is_called_so(cold: str) -> None:
    made = customer()
    said = made.hear(move(cold), 5)
    assert made.mood.heat > 0.4
    [word] = said
    assert word in KETTLE.wordings(cold)


def test_blame_heats_most_and_a_kind_word_does_not_make_up_for_it() -> None:
    _, blamed = heats(BLAMED)
    assert blamed > heats(Moves(dismissed=WORDS))[1] > heats(Moves(repeated=WORDS))[1]
    assert heats(Moves(blamed=WORDS, heard=WORDS, sorry=WORDS))[1] == blamed
    assert heats(answers("where", blamed=WORDS))[1] == blamed


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
    assert made.mood.heat - before > silent.mood.heat - 0.4


def test_a_kept_promise_cools_and_is_thanked_for() -> None:
    made = customer()
    made.hear(MINUTE, 0)
    before = made.mood.heat
    said = made.hear(ASKED, 60)
    assert made.mood.heat < before
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


SPANS = st.sampled_from([(), WORDS])
ANY = st.builds(
    Moves,
    heard=SPANS,
    felt=SPANS,
    sorry=SPANS,
    asked=SPANS,
    blamed=SPANS,
    dismissed=SPANS,
    repeated=SPANS,
    answered=st.dictionaries(st.sampled_from(["where", "when", "nothing"]), st.just((0, 4))),
    told=st.sampled_from([(), (0,)]),
    promised=st.sampled_from([None, MINUTE.promised, HOLD.promised]),
    holds=st.booleans(),
)


@given(
    st.integers(0, 9),
    st.floats(0.1, 0.9),
    st.lists(st.tuples(ANY | st.none(), st.integers(1, 300)), max_size=12),
)
def test_the_heat_stays_between_nothing_and_all(
    seed: int, heat: float, events: list[tuple[Moves | None, int]]
) -> None:
    made = customer(seed, heat)
    at = 0.0
    for moves, after in events:
        at += after
        said = made.wait(at) if moves is None else made.hear(moves, at)
        assert all(text.strip() for text in said)
        assert said or moves is None or made.over
    assert all(0 <= one <= 1 for one in made.mood.curve)
    assert made.mood.curve[0] == heat
