"""What no proposed line may hold is found by its form, and nothing else is."""

import json
from pathlib import Path
from typing import Any

import pytest

from sidecar_server.redaction import REFUSED, is_card, is_iban, refused

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "personal.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["text"])[:40])
def test_the_cases_of_the_extension_hold_here_too(case: dict[str, Any]) -> None:
    assert refused(case["text"]) == [kind for kind in REFUSED if kind in case["never_sent"]]
    assert refused(case["gives"]) == []  # what the extension made of it is taken


def test_several_are_named_each_once() -> None:
    text = "a@b.example, c@d.example, +44 20 7946 0958 and 4111 1111 1111 1111"
    assert refused(text) == ["email", "card", "phone"]


@pytest.mark.parametrize("good", ["4111111111111111", "378282246310005", "6011000990139424"])
def test_check_digits_of_cards(good: str) -> None:
    assert is_card(good)
    assert not is_card(f"{good[:-1]}{(int(good[-1]) + 1) % 10}")


@pytest.mark.parametrize("good", ["DE89370400440532013000", "NO9386011117947"])
def test_check_digits_of_accounts(good: str) -> None:
    assert is_iban(good)
    assert not is_iban(f"{good[:3]}{(int(good[3]) + 1) % 10}{good[4:]}")


@pytest.mark.parametrize("unit", ["a", "1", "a.", "a@", "1 ", "A1-", "12/", "Aa ", "€1 "])
def test_a_text_made_to_be_slow_comes_to_an_end(unit: str) -> None:
    refused(unit * (6_000 // len(unit)))
