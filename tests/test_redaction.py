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
