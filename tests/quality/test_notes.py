"""Notes on real messages: each one that fires was judged, and nearly all are right."""

import pytest

from tests.quality.fired import hits, texts, verdicts
from tests.quality.sets import ABSENT, DATA

pytestmark = [
    pytest.mark.quality,
    pytest.mark.skipif(not DATA.exists(), reason=ABSENT),
]


def test_every_note_that_fires_was_judged_and_hardly_one_is_wrong() -> None:
    judged = verdicts()
    fired = {(message, note) for message, note, _ in hits()}
    assert fired <= judged.keys(), "judge the new hits: python -m tests.quality.fired"
    right = [judged[hit] for hit in fired]
    assert sum(right) >= 0.9 * len(right)
    assert len(right) - sum(right) <= len(texts()) / 50
