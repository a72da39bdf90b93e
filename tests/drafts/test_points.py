"""The points of a customer's message, clause by clause."""

import pytest

from sidecar_server.conversation import Message
from sidecar_server.drafts.points import only_holds, points_of


def points(text: str) -> list[tuple[str, bool]]:
    found = points_of(Message("m", "customer", text))
    assert all(text[slice(*one.span)] == one.text for one in found)
    return [(one.text, one.asks) for one in found]


def test_questions_wishes_and_reports_are_points() -> None:
    said = "Hi! My router is broken, and when will a technician come? I want my money back please."
    assert points(said) == [
        ("My router is broken", False),
        ("and when will a technician come?", True),
        ("I want my money back please", True),
    ]


@pytest.mark.parametrize(
    "said",
    [
        "hello",
        "Thanks a lot, have a nice day!",
        "ok great",
        "no worries, take your time",
        "are you still there?",
        "it is order 4471902",
        "because it was a present",
        "25 minutes left",
    ],
)
def test_greetings_thanks_and_answers_are_none(said: str) -> None:
    assert points(said) == []


@pytest.mark.parametrize(
    ("said", "count"),
    [
        ("Wo ist mein Paket? Und wann bekomme ich mein Geld zurück?", 2),
        ("¿Dónde está mi pedido? Necesito la factura también, por favor.", 2),
        ("荷物はどこですか。返金してください。", 2),
        ("मेरा पार्सल कहाँ है? मुझे पैसे वापस चाहिए।", 2),
    ],
)
def test_in_other_languages(said: str, count: int) -> None:
    assert len(points(said)) == count


@pytest.mark.parametrize(
    ("draft", "holds"),
    [
        ("One moment, please.", True),
        ("Let me check that. Which order is it?", True),
        ("Sure, give me five minutes and you'll have it.", True),
        ("It was handed over on Monday at noon to your neighbour.", False),
        ("One moment. It was handed over on Monday at noon to them.", False),
    ],
)
def test_a_reply_that_answers_nothing_yet_only_holds(draft: str, holds: bool) -> None:
    assert only_holds(draft) == holds
