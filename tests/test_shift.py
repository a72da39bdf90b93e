"""The shift: an agent's day, remembered for them alone, bounded, and gone when it is over."""

from itertools import pairwise

import pytest

from sidecar_server.conversation import Conversation, Message
from sidecar_server.conversations import Conversations
from sidecar_server.model import Card
from sidecar_server.shift import (
    KEPT_COUNTED,
    KEPT_NAMES,
    KEPT_RULES,
    KEPT_SENTENCES,
    KEPT_THANKS,
    LASTS_S,
    MOST_SHIFTS,
    RECENT,
    SENT_CHARS,
    Shift,
    Shifts,
    sent_as,
)

HOUR = 3_600.0


@pytest.mark.parametrize("kind", ["note", "hint", "introduction", "care", "nudge"])
def test_each_dismissal_asks_more_of_the_next_and_never_all(kind: str) -> None:
    shift, asked = Shift(), []
    for _ in range(30):
        asked.append(shift.asks(kind))
        shift.note(kind, "dismissed")
    assert asked[0] == 0
    assert all(one < other for one, other in pairwise(asked[:4]))
    assert max(asked) < 1  # what is surest of all still comes


def test_only_a_dismissal_does_and_only_for_its_kind() -> None:
    shift = Shift()
    for event in ("shown", "inserted", "copied"):
        shift.note("hint", event)
    shift.note("note", "dismissed")
    assert shift.asks("hint") == 0
    assert (shift.shown, shift.used) == (1, 2)


def test_a_switch_that_is_locked_cannot_be_thrown() -> None:
    shift = Shift(locked=frozenset({"care"}))
    shift.switch({"care": True, "hint": False}, None, None)
    assert not shift.on("care")
    assert not shift.on("hint")
    assert shift.on("nudge")
    assert shift.off == ("care", "hint")


def test_what_is_not_named_stays_as_it_was() -> None:
    shift = Shift()
    shift.switch({"hint": False}, True, Card("Ana"))
    shift.switch(None, None, None)
    assert (shift.on("hint"), shift.quiet, shift.card.name) == (False, True, "Ana")
    shift.switch(None, None, Card())
    assert shift.card.name == ""


def test_all_that_is_remembered_is_bounded() -> None:
    shift = Shift()
    for number in range(KEPT_COUNTED + 10):
        assert shift.is_new("c", f"m{number}")
        shift.remember(f"This is sentence {'x' * (number % 7)} of many. And one more here.")
        shift.received(number % 2 == 0)
        shift.thanks.append("thank you")
        shift.names_customer(f"c{number}", f"Name {number}")
    kept = (shift.sent, shift.thanks, shift.recent, shift.names, shift._counted)
    most = (KEPT_SENTENCES, KEPT_THANKS, RECENT, KEPT_NAMES, KEPT_COUNTED)
    assert tuple(len(one) for one in kept) == most
    shift.remember("x" * 4_000)
    assert len(shift.sent[-1]) == SENT_CHARS
    shift.switch({f"rule {number}": False for number in range(2 * KEPT_RULES)}, None, None)
    assert len(shift.rules) == KEPT_RULES
    shift.switch({"x" * 61: False, "hint": False}, None, None)
    assert shift.off == ("hint",)


def test_beyond_the_most_the_shift_that_was_quiet_for_longest_ends() -> None:
    shifts = Shifts(lambda: 0.0)
    first, second = shifts.of("first"), shifts.of("second")
    for number in range(MOST_SHIFTS - 1):
        shifts.of("first")
        shifts.of(f"owner {number}")
    assert shifts.of("first") is first
    assert shifts.of("second") is not second


def test_what_is_kept_of_a_sentence_has_no_name_and_no_figure() -> None:
    said = "I have sent order 4471 to Ana Lima in Lisbon for you"
    assert sent_as(said) == "i have sent order to in for you"
    assert sent_as(said) == sent_as("I have sent order 99 to Bo Li in Oslo for you")


def test_a_message_is_counted_once_whoever_opens_its_chat_again() -> None:
    shift = Shift()
    assert shift.is_new("c", "m")
    assert not shift.is_new("c", "m")
    assert shift.is_new("other", "m")
    chat = Conversation("c", agent=shift)
    chat.see(Message("m", "agent", "Hello"))
    chat.rename("m", "real")
    assert not shift.is_new("c", "real")
    chat.see(Message("n", "agent", "Never counted"))
    chat.rename("n", "real-n")
    assert shift.is_new("c", "real-n")


def test_it_ends_at_sign_off_and_for_no_other() -> None:
    chats = Conversations()
    chats.opened("a", "1").agent.note("hint", "dismissed")
    chats.opened("b", "1").agent.note("hint", "dismissed")
    chats.sign_off("a")
    assert chats.shifts.of("a").dismissed["hint"] == 0
    assert chats.opened("a", "1").agent.dismissed["hint"] == 0
    assert chats.shifts.of("b").dismissed["hint"] == 1


def test_a_forgotten_sign_off_ends_after_16_hours_away() -> None:
    now = [0.0]
    shifts = Shifts(lambda: now[0])
    first = shifts.of("a")
    now[0] = 15 * HOUR
    assert shifts.of("a") is first  # and is not away
    now[0] += LASTS_S + 1
    assert shifts.of("a") is not first


def test_one_that_is_over_is_swept_with_its_card() -> None:
    now = [0.0]
    shifts = Shifts(lambda: now[0], {"care"})
    shifts.of("a").switch(None, None, Card("Ana", match=True))
    assert [card.name for card in shifts.cards("b")] == ["Ana"]
    now[0] = 17 * HOUR
    shifts.sweep()
    assert shifts.cards("b") == []
    assert shifts.of("a").off == ("care",)
