"""The queue of proposed lines: newest first, bounded, each once, and of nobody."""

from sqlalchemy import Engine

from sidecar_server.library.proposals import KEPT, Proposals
from sidecar_server.library.tables import proposal
from tests.databases import engine

__all__ = ["engine"]

FRIDAY = 1_796_385_600.0  # 2026-12-04, in week 49


def queue(engine: Engine) -> Proposals:
    return Proposals(engine, lambda: FRIDAY)


def test_the_newest_comes_first_with_its_week_and_nothing_finer(engine: Engine) -> None:
    proposals = queue(engine)
    proposals.keep("First.", "", "en", "")
    proposals.keep("Zweite.", "spät", "de", "delivery-late")
    second, first = proposals.newest(10)
    assert (first.text, second.text) == ("First.", "Zweite.")
    assert (second.week, second.language, second.situation, second.why) == (
        "2026-W49",
        "de",
        "delivery-late",
        "spät",
    )
    assert [one.text for one in proposals.newest(1, after=1)] == ["First."]


def test_the_same_line_waits_once(engine: Engine) -> None:
    proposals = queue(engine)
    for _ in range(3):
        proposals.keep("Again.", "", "en", "")
    assert proposals.count() == 1


def test_beyond_five_hundred_the_oldest_go(engine: Engine) -> None:
    proposals = queue(engine)
    rows = [
        {"week": "2026-W48", "language": "en", "situation": "", "text": f"Line {n}.", "why": ""}
        for n in range(KEPT)
    ]
    with engine.begin() as connection:
        connection.execute(proposal.insert(), rows)
    proposals.keep("One more.", "", "en", "")
    assert proposals.count() == KEPT
    texts = {one.text for one in proposals.newest(KEPT + 1)}
    assert "One more." in texts
    assert "Line 1." in texts
    assert "Line 0." not in texts


def test_only_the_line_that_was_seen_is_put_away(engine: Engine) -> None:
    proposals = queue(engine)
    proposals.keep("Old.", "", "en", "")
    [old] = proposals.newest(1)
    assert proposals.put_away([old.name]) == 1
    proposals.keep("New.", "", "en", "")  # the database may give it the number of the old one
    for stale in (old.name, "1", "x-y", "", "1-", "99999999999-0", old.name + "0"):
        assert proposals.put_away([stale]) == 0
    assert [one.text for one in proposals.newest(9)] == ["New."]


def test_no_column_says_who_or_when_finer_than_a_week() -> None:
    assert {column.name for column in proposal.columns} == {
        "number",
        "week",
        "language",
        "situation",
        "text",
        "why",
    }
