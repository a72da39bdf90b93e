"""What is shown and used is added up by week, for our phrases alone, and dropped in time."""

from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, select

from sidecar_server.errors import StoreProblem
from sidecar_server.library import usage as module
from sidecar_server.library.store import Store
from sidecar_server.library.tables import usage
from sidecar_server.library.usage import (
    KEPT_WEEKS,
    Counted,
    Total,
    Usage,
    by_week,
    full_weeks,
    totals,
    week_of,
)
from tests.databases import engine
from tests.sample import LIBRARY, PHRASES, store_of

__all__ = ["engine"]
TODAY = date(2026, 11, 24)
WEEK = "2026-W48"
FIND, SEE = "delivery-late.find", "delivery-late.see"


@pytest.fixture
def store(engine: Engine) -> Store:
    return store_of(engine)


def counting(store: Store, day: date = TODAY) -> Usage:
    return Usage(store.engine, lambda: day)


def stored(store: Store) -> dict[Counted, int]:
    with store.engine.connect() as connection:
        return {Counted(*row[:4]): row[4] for row in connection.execute(select(usage))}


def test_what_is_counted_waits_in_memory_and_is_added_to_what_stands(store: Store) -> None:
    one, other = counting(store), counting(store)  # two servers on one database
    one.count(FIND, "en", "shown")
    assert stored(store) == {}
    one.count(FIND, "en", "shown")
    one.write(LIBRARY)
    one.write(LIBRARY)  # nothing waits any more
    other.count(FIND, "en", "shown")
    other.count(FIND, "en", "copied")
    other.write(LIBRARY)
    assert stored(store) == {
        Counted(WEEK, FIND, "en", "shown"): 3,
        Counted(WEEK, FIND, "en", "copied"): 1,
    }


def test_only_the_librarys_own_phrases_are_counted(store: Store) -> None:
    counts = counting(store)
    for id_ in ("en-IN.do-the-needful", "hold.en.3", "canary of a customer", "finding:stock"):
        counts.count(id_, "en", "shown")
    counts.write(LIBRARY)
    assert stored(store) == {}


def test_what_a_language_lacks_was_shown_in_english(store: Store) -> None:
    counts = counting(store)
    counts.count(FIND, "de", "shown")
    counts.count(FIND, "", "shown")
    counts.write(LIBRARY)
    assert stored(store) == {Counted(WEEK, FIND, "en", "shown"): 2}


def test_what_cannot_be_written_waits_for_the_next_time(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = counting(store)
    counts.count(FIND, "en", "shown")
    with monkeypatch.context() as broken:

        def refuse() -> None:
            raise StoreProblem("the disk is full", fix="free it")

        broken.setattr(store.engine, "begin", refuse)
        with pytest.raises(StoreProblem):
            counts.write(LIBRARY)
    counts.count(FIND, "en", "shown")
    counts.write(LIBRARY)
    assert stored(store) == {Counted(WEEK, FIND, "en", "shown"): 2}


def test_no_client_can_make_the_memory_grow(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_WAITING", 2)
    counts = counting(store)
    for id_ in (FIND, "x", SEE, FIND):
        counts.count(id_, "en", "shown")
    counts.write(LIBRARY)
    assert stored(store) == {Counted(WEEK, FIND, "en", "shown"): 2}


def test_weeks_that_are_too_old_are_dropped(store: Store) -> None:
    for ago in (0, KEPT_WEEKS, KEPT_WEEKS + 1):
        old = counting(store, TODAY - timedelta(weeks=ago))
        old.count(FIND, "en", "shown")
        old.write(LIBRARY)
    counting(store).drop_old()
    assert {one.week for one in stored(store)} == {
        WEEK,
        week_of(TODAY - timedelta(weeks=KEPT_WEEKS)),
    }


def test_a_week_is_named_as_iso_does_and_the_one_that_runs_is_not_full() -> None:
    assert week_of(date(2027, 1, 1)) == "2026-W53"
    assert week_of(date(2024, 12, 30)) == "2025-W01"
    assert full_weeks(date(2027, 1, 4), 3) == ["2026-W51", "2026-W52", "2026-W53"]


def test_copied_counts_as_used(store: Store) -> None:
    counts = counting(store)
    for event in ("shown", "shown", "inserted", "copied", "dismissed"):
        counts.count(FIND, "en", event)
    counts.write(LIBRARY)
    assert totals(store.engine, [WEEK]) == {(FIND, "en"): Total(2, 2, 1)}
    assert totals(store.engine, ["2026-W47"]) == {}
    assert by_week(store.engine, [WEEK], [SEE]) == {}
    assert len(by_week(store.engine, [WEEK], [PHRASES[0].id, FIND])) == 4
