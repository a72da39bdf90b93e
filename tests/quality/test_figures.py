"""Floors just below what scripts/quality measured, so that no quality is lost unseen."""

import re
from functools import cache

import pytest

from tests.quality import figures
from tests.quality.figures import MAPPING, banking, bitext, heat, silence, situations, whole_chats
from tests.quality.served import Served
from tests.quality.sets import ABSENT, DATA

pytestmark = [
    pytest.mark.quality,
    pytest.mark.skipif(not DATA.exists(), reason=ABSENT),
]


@cache
def served() -> Served:
    return Served("en", "de")


def numbers(value: str) -> list[float]:
    """Give the figures of a table's cell."""
    return [float(one) for one in re.findall(r"\d\.\d+", value)]


EVERY = pytest.param(figures.ASKED, marks=pytest.mark.wide)


@pytest.mark.parametrize("asked", [1_000, EVERY])
def test_nothing_is_said_to_what_is_no_matter_for_a_desk(asked, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(figures, "ASKED", asked)
    kept, leak = numbers(next(silence(served())).value)
    assert kept >= 0.92
    assert leak <= 0.06


@pytest.mark.parametrize(
    ("name", "rows", "first", "third"),
    [("banking77", banking, 0.58, 0.78), ("bitext", bitext, 0.62, 0.82)],
)
def test_situations_of_outside_sets(name, rows, first, third, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(figures, "DRAWN", 500)
    found = situations(served(), name, list(rows()), MAPPING[name])
    assert numbers(found.value)[0] >= first
    assert numbers(found.value)[1] >= third


@pytest.mark.parametrize("asked", [100, EVERY])
def test_whole_chats(asked, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(figures, "ASKED", asked)
    below_middle, _, variety = whole_chats(served())
    assert numbers(below_middle.value)[0] >= 0.84
    assert variety.value == "0 lines twice, 0 near-copies together"


@pytest.mark.parametrize("asked", [1_000, EVERY])
def test_anger_in_english_comments(asked, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(figures, "ASKED", asked)
    assert numbers(next(heat(served())).value)[0] >= (0.87 if asked == 1_000 else 0.89)
