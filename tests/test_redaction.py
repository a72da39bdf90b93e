"""What no proposed line may hold is found by its form, and nothing else is."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidecar_server import redaction
from sidecar_server.redaction import REFUSED, is_card, is_iban, refused

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parent / "personal.json").read_text(encoding="utf-8")
)


GAPS = [
    "",
    " ",
    "  ",
    "-",
    " - ",
    ".",
    "/",
    "_",
    ", ",
    "·",
    "—",
    "\u00a0",
    "\u202f",
    "\u200b",
    "\t",
    "\n",
]
ZEROS = [0x30, 0x660, 0x966, 0xFF10, 0x1D7CE, 0x1E950]  # where a script's digits begin
BEFORE = ["", " ", "(", "Karte:", "x", "あ", "order 12 ", "order 4471902 ", "7", "AB12 ", "ref-12-"]
BEHIND = ["", " ", ".", "x", "あ", " 12/27", " 123", "227", " and 5 €"]
digits = st.text("0123456789")


def checked(start: str, length: int, drawn: str) -> str:
    """Give a card's number with the check digit that it needs."""
    plain = (start + drawn.ljust(length, "8"))[: length - 1]
    return next(plain + last for last in "0123456789" if is_card(plain + last))


@given(
    st.sampled_from(["4", "51", "55", "2221", "2720", "34", "37", "6011", "3528", "62"]),
    digits,
    *(st.sampled_from(one) for one in (GAPS, ZEROS, BEFORE, BEHIND)),
)
def test_a_card_is_found_however_it_is_written(
    start: str, drawn: str, gap: str, zero: int, before: str, behind: str
) -> None:
    plain = checked(start, 15 if start in {"34", "37"} else 16, drawn)
    written = gap.join(re.findall(".{1,4}", plain)).translate(
        {0x30 + n: zero + n for n in range(10)}
    )
    assert "card" in refused(before + written + behind)


@given(
    st.sampled_from(["DE89370400440532013000", "GB33BUKB20201555555555", "NO9386011117947"]),
    st.integers(1, 7),
    *(st.sampled_from(one) for one in (GAPS, ZEROS, BEFORE, BEHIND)),
)
def test_an_account_is_found_however_it_is_written(
    plain: str, size: int, gap: str, zero: int, before: str, behind: str
) -> None:
    written = gap.join(re.findall(f".{{1,{size}}}", plain))
    written = written.translate({0x30 + n: zero + n for n in range(10)})
    assert "iban" in refused(before + written + behind)
    assert "iban" in refused(before + written.lower() + behind)


@pytest.mark.parametrize(
    "text",
    [
        "Years 2022, 2023, 2024, 2025 and rooms 401, 402, 403, 404, 405",
        "20.11.2024 - 22.11.2024, 09:30 - 10:45, 12:15 - 13:00",
        "at 12 of the fifteen boxes, be 12 is 24 no 15 me 20",
        "4111 1111 1111 1112",
        "XX89370400440532013000",
        "call me @ noon, look at example.com",
    ],
)
def test_what_is_none_of_it_is_let_through(text: str) -> None:
    assert refused(text) == []


PLAIN = [  # what else looks like a telephone number, each behind a word that announces one
    *("€ 1 234 567", "1 234 567 €", "EUR 1 234 567", "1 234 567 EUR", "Rs. 1 234 567"),
    *("31.12.2024", "12/31/2024", "2024-12-31", "31.01.2024", "01/31/2024", "31.12.1900"),
    *("31.12.2100", "0001.01.99", "31 - 12 - 2024", "2023-2024", "1999/2001"),
    *("1234567AB", "A-1234567", "123456", "0171-23", "1111111111111111"),
]
TELEPHONES = [
    *("1 234 5678 €", "€ 01 234 567", "1 234 567 europe", "32.12.2024", "13.13.2024", "31.13.2024"),
    *("13/31/2024", "12.00.2024", "00.12.2024", "31.12.1899", "31.12.2101", "0001.01.100"),
    *("1899-2024", "1234567", "AB 1234567", "123456789012346", "0171 2345", "555\u20131234"),
]


@pytest.mark.parametrize("number", PLAIN)
def test_sums_days_and_codes_are_no_telephone_numbers(number: str) -> None:
    assert refused(f"call {number}") == []


@pytest.mark.parametrize("number", TELEPHONES)
def test_what_only_looks_like_one_of_them_is_a_telephone_number(number: str) -> None:
    assert refused(f"call {number}") == ["phone"]


def test_a_number_is_a_telephone_number_by_its_form_or_by_the_word_near_before_it() -> None:
    assert refused("01712345") == refused("+49\u221230\u2212901820") == ["phone"]
    assert refused("0171234") == refused("+491234") == refused("1234567") == []
    assert refused(f"phone{'.' * 27}1234567") == []  # another sentence
    assert refused(f"phone{',' * 27}1234567") == ["phone"]
    assert refused(f"phone{',' * 28}1234567") == []


@pytest.mark.parametrize("unseen", ["\u200b", "\u034f", "\ufe00", "\ufe0f", "\u20dd", "\u2066"])
def test_what_nobody_sees_hides_nothing(unseen: str) -> None:
    assert refused(f"dana{unseen}@example.com") == ["email"]


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("1000000000000008", True),  # of no known kind of card, and it stands alone
        ("1000 0000 0000 0008", True),
        ("12 1000000000000008", False),
        ("12, 1000000000000008", False),
        ("x71000000000000008", False),
        ("10000000000000087", False),
        ("10000000000000087 3", False),
        ("4222222222222", True),  # the shortest
        ("343, 667, 666, 560, 737", False),
        ("4111,  1111, 1111, 1111", True),
        ("411111, 111111, 11, 11", False),
    ],
)
def test_the_less_it_looks_like_a_card_the_more_is_asked(text: str, is_one: bool) -> None:
    assert refused(text) == ["card"] * is_one


def test_an_account_is_digits_by_half_and_what_stands_behind_is_looked_at_too() -> None:
    def account(signs: str) -> str:
        return next(one for n in range(98) if is_iban(one := f"LC{n:02}{signs}"))

    assert refused(account("A" * 14 + "1" * 14)) == ["iban"]
    assert refused(account("A" * 15 + "1" * 13)) == []
    assert refused("DE893704004405320130000171 2345678") == ["iban", "phone"]
    assert refused("DE893704004405320130001712345") == ["iban"]  # to its last digit


def test_what_is_neither_is_said_so() -> None:
    assert is_card("4" * 12) is is_card("4111x11111111111") is False
    assert is_iban("") is is_iban("DE8937040044053201300!") is False
    assert all(said.startswith(("a ", "an ")) for said in REFUSED.values())


def test_the_extension_knows_the_same_lengths_of_accounts() -> None:
    theirs = Path(__file__).parents[1] / "extension" / "panel" / "accounts.js"
    found = re.findall(r"\b([A-Z]{2})([1-3][0-9])\b", theirs.read_text(encoding="utf-8"))
    assert {one: int(length) for one, length in found} == redaction.LENGTHS


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
