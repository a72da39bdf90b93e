"""Counts are told of five agents or more; which lines are never shown, never used, dismissed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import orjson
import pytest
from sqlalchemy import Engine, update

from sidecar_server.curation.catalogue import read
from sidecar_server.curation.usage import ENOUGH, Report, report, weekly
from sidecar_server.library.rows import key_of
from sidecar_server.library.store import Store
from sidecar_server.library.tables import credential
from sidecar_server.library.usage import Usage
from sidecar_server.model import Library
from sidecar_server.web.credentials import Credentials
from tests.databases import engine
from tests.sample import PHRASES, SITUATIONS, store_of

__all__ = ["engine"]

TODAY = date(2026, 11, 24)
LAST, BEFORE = TODAY - timedelta(weeks=1), TODAY - timedelta(weeks=2)
FIND = next(one for one in PHRASES if one.id == "delivery-late.find")
SEE = next(one for one in PHRASES if one.id == "delivery-late.see")
OURS = replace(FIND, id="delivery-late.vip", text="For you first.", teams=("vip",))
LIBRARY = Library(SITUATIONS, (*PHRASES, OURS))


@pytest.fixture
def store(engine: Engine) -> Store:
    return store_of(engine, LIBRARY)


def agents(store: Store, *teams: Sequence[str]) -> None:
    """Make an agent for each of these lists of teams."""
    for number, theirs in enumerate(teams):
        Credentials(store.engine).create(f"Agent {number} of {theirs}")
        with store.engine.begin() as connection:
            named = credential.c.name == f"Agent {number} of {theirs}"
            made = update(credential).where(named).values(teams=orjson.dumps(theirs).decode())
            connection.execute(made)


def happened(store: Store, day: date, id_: str, **events: int) -> None:
    counts = Usage(store.engine, lambda: day)
    for event, times in events.items():
        for _ in range(times):
            counts.count(id_, "en", event)
    counts.write(LIBRARY)


def told(store: Store, teams: Sequence[str] = (), language: str = "") -> Report | None:
    return report(store.engine, read(store), teams, TODAY, language)


def ids(tallies: Sequence[object]) -> list[str]:
    return [one.row.key.id for one in tallies]  # type: ignore[attr-defined]


def test_nothing_is_told_of_four_and_all_of_five(store: Store) -> None:
    happened(store, LAST, FIND.id, shown=9)
    agents(store, *[()] * (ENOUGH - 1))
    Credentials(store.engine).create("A lead", "lead")
    Credentials(store.engine).demo()
    assert told(store) is None
    agents(store, ["one more"])
    found = told(store)
    assert found
    assert ids(found.unused) == [FIND.id]


def test_a_lead_of_a_team_hears_of_it_when_it_is_five(store: Store) -> None:
    happened(store, LAST, FIND.id, shown=9)
    agents(store, *[["north"]] * 4, ["south", "north"], ["south"])
    assert told(store, ["north"])
    assert told(store, ["south"]) is None
    assert told(store, ["nobody's"]) is None


def test_a_line_of_a_small_team_tells_nothing(store: Store) -> None:
    happened(store, LAST, OURS.id, shown=9)
    happened(store, LAST, FIND.id, shown=9)
    agents(store, *[["vip"]] * 4, *[["north"]] * 5)
    for teams in ((), ["north"]):
        found = told(store, teams)
        assert found
        assert OURS.id not in ids((*found.never, *found.unused, *found.dismissed))
    agents(store, ["vip", "vip too"])
    found = told(store)
    assert found
    assert OURS.id in ids(found.unused)
    north = told(store, ["north"])
    assert north
    assert OURS.id not in ids((*north.never, *north.unused))


def test_the_week_that_runs_is_not_told(store: Store) -> None:
    agents(store, *[()] * ENOUGH)
    happened(store, TODAY, FIND.id, shown=9)
    assert told(store) == Report(())
    happened(store, LAST, SEE.id, shown=1)
    found = told(store)
    assert found
    assert FIND.id in ids(found.never)
    assert list(found.weeks) == ["2026-W47"]


def test_lines_are_sorted_by_what_became_of_them(store: Store) -> None:
    agents(store, *[()] * ENOUGH)
    happened(store, BEFORE, FIND.id, shown=4, copied=1)
    happened(store, LAST, FIND.id, shown=6, dismissed=3)
    happened(store, LAST, SEE.id, shown=8)
    happened(store, LAST, "delivery-late.which", shown=30, dismissed=3)
    found = told(store)
    assert found
    assert ids(found.unused) == ["delivery-late.which", SEE.id]
    assert ids(found.dismissed) == [FIND.id]
    assert not {FIND.id, SEE.id} & set(ids(found.never))
    assert "card-stolen.stop" in ids(found.never)
    assert "thanks.draft" not in ids(found.never)  # nobody can be shown a draft
    [(_, numbers)] = weekly(store.engine, found.weeks, [key_of(FIND)]).items()
    assert numbers == {"shown": [4, 6], "used": [1, 0], "dismissed": [0, 3]}


def test_what_comes_late_to_a_full_week_is_counted(store: Store) -> None:
    agents(store, *[()] * ENOUGH)
    for times in (1, 2):
        happened(store, LAST, FIND.id, shown=1)
        found = told(store)
        assert found
        assert found.unused[0].total.shown == times


def test_one_language_is_chosen(store: Store) -> None:
    agents(store, *[()] * ENOUGH)
    happened(store, LAST, FIND.id, shown=1)
    found = told(store, language="de")
    assert found
    assert (list(found.never), list(found.unused)) == ([], [])
