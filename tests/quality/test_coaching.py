"""The live coaching on chats with verdicts, with floors a little below what was reached."""

import pytest

from tests.quality.coaching.measure import HERE, NUDGE, alarms, measure
from tests.quality.served import Served

pytestmark = pytest.mark.quality
# precision, recall; docs/quality-notes.md has the figures, and those of the unseen chats
FLOORS = {
    "private": (0.9, 0.85),
    "slot": (0.9, 0.9),
    "promise": (0.9, 0.8),
    "tone": (0.8, 0.55),
    "culture": (0.9, 0.85),
    "heard": (0.6, 0.35),
    "apology": (0.9, 0.85),
    "sincerity": (0.9, 0.85),
    NUDGE: (0.9, 0.8),
}


@pytest.fixture(scope="module")
def served() -> Served:
    """English alone, which most of the chats are in."""
    return Served("en")


def test_findings_and_nudges_on_the_chats_that_may_be_read(served: Served) -> None:
    scores = measure(HERE / "seen", served)
    for rule, (precision, recall) in FLOORS.items():
        assert scores[rule].right + scores[rule].missed >= 8, rule
        assert scores[rule].precision >= precision, scores[rule].cases
        assert scores[rule].recall >= recall, scores[rule].cases


def test_good_drafts_are_let_be(served: Served) -> None:
    count, false = alarms(HERE / "good-drafts.jsonl", served)
    assert count >= 150
    assert len({one.split()[0] for one in false}) <= 0.03 * count, false
