"""The customer's heat rises with what is cold, falls with what is kind, and stays in its range."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidecar_server.practice.moves import Moves
from tests.practice.made import (
    ASKED,
    BARE,
    BLAMED,
    HEARD,
    HOLD,
    MINUTE,
    WHEN,
    WORDS,
    answers,
    customer,
    move,
)


def heats(*moves: Moves, heat: float = 0.4) -> Sequence[float]:
    made = customer(heat=heat)
    for number, one in enumerate(moves):
        made.hear(one, 10.0 * number)
    return made.mood.curve


@pytest.mark.parametrize("kind", ["heard", "felt"])
def test_taking_them_up_cools_and_each_time_less(kind: str) -> None:
    begun, first, second, third, fourth = heats(*[move(kind)] * 4)
    assert begun - first > first - second > second - third > 0
    assert third - fourth == pytest.approx(second - third)


def test_an_apology_cools_once() -> None:
    begun, first, *later = heats(*[move("sorry")] * 4)
    assert first < begun
    assert set(later) == {first}


@pytest.mark.parametrize(
    "moves", [*map(move, ("heard", "felt", "sorry")), MINUTE, answers("where"), answers("when")]
)
def test_one_good_message_cools_a_little(moves: Moves) -> None:
    begun, after = heats(moves, heat=0.9)
    assert 0 < begun - after <= 0.2


@pytest.mark.parametrize("moves", [*map(move, ("blamed", "dismissed", "repeated")), BARE])
def test_one_bad_message_heats_a_little(moves: Moves) -> None:
    begun, after = heats(moves, heat=0.1)
    assert 0 < after - begun <= 0.2


def test_of_a_message_with_every_fault_two_count() -> None:
    every = Moves(blamed=WORDS, dismissed=WORDS, repeated=WORDS)
    assert heats(every) == heats(Moves(blamed=WORDS, dismissed=WORDS))


def test_nobody_leaves_as_if_nothing_had_been() -> None:
    assert min(heats(*[Moves(heard=WORDS, felt=WORDS, sorry=WORDS)] * 6, heat=0.1)) > 0


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


def test_blame_heats_most_and_a_kind_word_does_not_make_up_for_it() -> None:
    _, blamed = heats(BLAMED)
    assert blamed > heats(Moves(dismissed=WORDS))[1] > heats(Moves(repeated=WORDS))[1]
    assert heats(Moves(blamed=WORDS, heard=WORDS, sorry=WORDS))[1] == blamed
    assert heats(answers("where", blamed=WORDS))[1] == blamed


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
