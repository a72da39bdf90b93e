"""Promises: an agent who said when they would be back hears of it before the time is up."""

import pytest

from sidecar_server.promises import promised
from tests.coaches.test_patience import CALM, HOT, rings
from tests.sample import Desk

FIVE_MINUTES = [
    "I'll be back in five minutes.",
    "Give me 5 min, please",
    "I need about five more minutes to look at it.",
    "Ich bin in fünf Minuten wieder da.",
    "Geben Sie mir bitte 5 Minuten.",
    "Vuelvo en cinco minutos.",
    "Deme 5 minutos, por favor.",
    "Je reviens dans cinq minutes.",
    "Volto em cinco minutos.",
    "5分ほどお待ちください。",
    "मुझे पाँच मिनट दीजिए।",
]
WITHOUT_A_TIME = [
    "One moment, please.",
    "Let me check that for you.",
    "Einen Moment bitte.",
    "Un momento, por favor.",
    "Un instant, s'il vous plaît.",
    "Só um momento, por favor.",
    "少々お待ちください。",
    "एक मिनट रुकिए।",
]
NONE = [
    "It was handed over on Monday.",
    "The refund takes five minutes to show.",
    "Which order is it?",
    "Could you wait five minutes?",
    "Das Paket kam am Montag an.",
    "El pedido llegó el lunes.",
]


@pytest.mark.parametrize("said", FIVE_MINUTES)
def test_a_promise_is_read_in_every_language_of_the_library(said: str) -> None:
    found = promised(said)
    assert found is not None
    assert found.seconds == 300


@pytest.mark.parametrize("said", WITHOUT_A_TIME)
def test_to_ask_them_to_wait_is_one_without_a_time(said: str) -> None:
    found = promised(said)
    assert found is not None
    assert found.seconds in {None, 60}  # "एक मिनट" is a minute to the letter


@pytest.mark.parametrize("said", NONE)
def test_an_answer_or_a_question_promises_nothing(said: str) -> None:
    assert promised(said) is None


@pytest.mark.parametrize("said", FIVE_MINUTES)
def test_the_agent_hears_before_it_is_broken_and_not_at_once(desk: Desk, said: str) -> None:
    desk.says("customer", CALM, 0.0)
    desk.says("agent", said, 10.0)
    [(at, nudge)] = rings(desk, 3_600, 10)
    assert 10 + 150 < at < 10 + 300
    assert nudge.title == "Your promise is nearly up"
    assert nudge.why == "You gave them a time 4 minutes ago"
    assert nudge.strategy == "hold"


def test_one_moment_is_good_for_less_with_somebody_hot(desk: Desk) -> None:
    found = []
    for text in (CALM, HOT):
        desk.another(text)
        desk.says("customer", text, 0.0)
        desk.says("agent", "One moment, please.", 10.0)
        [(at, nudge)] = rings(desk, 3_600, 10)
        assert nudge.why.startswith("You asked them to wait")
        found.append(at)
    assert found[1] < found[0]


@pytest.mark.parametrize("said", ["I'll be back in five minutes.", "One moment, please."])
@pytest.mark.parametrize(
    "answer",
    [
        "It was handed over on Monday. Which street do you live in?",
        "Which order is it?",
        "It was handed over on Monday, and it will be with you tomorrow.",
        "お荷物は月曜日に倉庫を出て、明日お届けする予定です。",
    ],
)
def test_a_kept_promise_is_not_reminded_of(desk: Desk, said: str, answer: str) -> None:
    desk.says("customer", CALM, 0.0)
    desk.says("agent", said, 10.0)
    desk.says("agent", answer, 100.0)
    assert rings(desk, 3_600, 100) == []


def test_a_word_between_does_not_end_a_promise(desk: Desk) -> None:
    desk.says("customer", CALM, 0.0)
    desk.says("agent", "I'll be back in five minutes.", 10.0)
    desk.says("agent", "Thank you for waiting.", 12.0)
    assert len(rings(desk, 3_600, 12)) == 1


def test_ok_after_a_promise_does_not_release_from_it(desk: Desk) -> None:
    desk.says("customer", CALM, 0.0)
    desk.says("agent", "I'll be back in five minutes.", 10.0)
    desk.says("customer", "ok", 15.0)
    [(at, nudge)] = rings(desk, 3_600, 15)
    assert at < 310
    assert nudge.title == "Your promise is nearly up"


def test_the_newest_promise_counts(desk: Desk) -> None:
    desk.says("customer", CALM, 0.0)
    desk.says("agent", "I'll be back in five minutes.", 10.0)
    desk.says("agent", "I need another ten minutes.", 300.0)
    [(at, _)] = rings(desk, 3_600, 300)
    assert 600 < at < 900
