"""What people change is written with who and when, serves only when published, and is undone."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from sidecar_server.errors import Conflict
from sidecar_server.library.changes import Changes
from sidecar_server.library.rows import key_of
from sidecar_server.library.store import Store
from sidecar_server.model import Phrase
from tests.databases import engine
from tests.sample import PHRASES, store_of

__all__ = ["engine"]
SERVED = PHRASES[0]
KEY = key_of(SERVED)
DRAFT = replace(SERVED, text="Better words.", state="draft")
OURS = replace(SERVED, text="Better words.")
NEW = replace(SERVED, id=f"{SERVED.situation}.new", text="Quite new.", state="draft")


@pytest.fixture
def store(engine: Engine) -> Store:
    return store_of(engine)


@pytest.fixture
def changes(store: Store) -> Changes:
    return Changes(store.engine, now=lambda: 1_700_000_000.0)


def served(store: Store, id_: str = SERVED.id) -> str:
    return next((p.text for p in store.library().phrases if p.id == id_), "")


def test_a_draft_of_a_served_line_stands_beside_it_until_it_is_published(
    store: Store, changes: Changes
) -> None:
    changes.write([DRAFT], "Ana", "edited")
    assert served(store) == SERVED.text
    assert store.working() == {KEY: DRAFT}
    changes.write([OURS], "Ana", "published")
    assert served(store) == OURS.text
    assert store.versions(KEY) == {"shipped": SERVED, "team": OURS}


def test_a_change_says_who_when_what_it_was_and_is(store: Store, changes: Changes) -> None:
    batch = changes.write([DRAFT], "Ana", "edited")
    [one] = changes.newest(10)
    assert (one.batch, one.by, one.at, one.what) == (batch, "Ana", 1_700_000_000.0, "edited")
    assert (one.before, one.after, one.key) == ({}, {"working": DRAFT}, KEY)


def test_what_changes_nothing_is_no_change(store: Store, changes: Changes) -> None:
    changes.write([DRAFT], "Ana", "edited")
    before = store.revision()
    assert changes.write([DRAFT], "Ben", "edited") == ""
    assert len(changes.newest(10)) == 1
    assert store.revision() == before


def test_a_whole_batch_is_undone_and_so_is_its_undoing(store: Store, changes: Changes) -> None:
    batch = changes.write([OURS, NEW], "Ana", "import of ours.csv")
    undone = changes.undo("Ben", batch=batch)
    assert served(store) == SERVED.text
    assert not served(store, NEW.id)
    assert changes.newest(1)[0].what == "undone: import of ours.csv"
    changes.undo("Ana", batch=undone)
    assert served(store) == OURS.text
    assert store.working() == {key_of(NEW): NEW}


def test_one_change_of_a_batch_is_undone_alone(store: Store, changes: Changes) -> None:
    changes.write([OURS, NEW], "Ana", "import of ours.csv")
    [one] = changes.newest(10, key=KEY)
    changes.undo("Ana", number=one.number)
    assert served(store) == SERVED.text
    assert served(store, NEW.id) == NEW.text


def test_what_changed_again_since_is_not_undone(store: Store, changes: Changes) -> None:
    batch = changes.write([OURS, NEW], "Ana", "import of ours.csv")
    changes.write([replace(OURS, text="Later.")], "Ben", "edited")
    with pytest.raises(Conflict, match=f"{SERVED.id} changed again since"):
        changes.undo("Ana", batch=batch)
    assert served(store) == "Later."
    assert served(store, NEW.id) == NEW.text
    with pytest.raises(Conflict, match="no such change"):
        changes.undo("Ana", batch="nothing")


def test_the_teams_own_is_taken_away_and_the_shipped_line_is_itself_again(
    store: Store, changes: Changes
) -> None:
    changes.write([OURS], "Ana", "edited")
    changes.write([DRAFT], "Ana", "edited")
    changes.drop(KEY, "Ana")
    assert store.working() == {}
    assert served(store) == OURS.text
    changes.remove([KEY], "Ana", "back to the shipped line")
    assert served(store) == SERVED.text


def test_a_retired_line_takes_the_place_of_the_shipped_one(store: Store, changes: Changes) -> None:
    changes.write([replace(SERVED, state="retired")], "Ana", "retired")
    assert {p.state for p in store.library().phrases if p.id == SERVED.id} == {"retired"}


def test_many_thousands_are_written_and_undone_at_once(store: Store, changes: Changes) -> None:
    many = [replace(NEW, id=f"{SERVED.situation}.n{n}", text=f"Line {n}.") for n in range(2_500)]
    before = store.library().phrases
    batch = changes.write(many, "Ana", "import of many.csv")
    assert len(store.working()) == len(many)
    changes.undo("Ana", batch=batch)
    assert store.library().phrases == before


def test_older_changes_are_read_on(store: Store, changes: Changes) -> None:
    for number in range(5):
        changes.write([replace(DRAFT, text=f"Try {number}.")], "Ana", f"edited {number}")
    first = changes.newest(2)
    rest = changes.newest(9, before=first[-1].number)
    assert [one.what for one in (*first, *rest)] == [f"edited {n}" for n in (4, 3, 2, 1, 0)]
    assert isinstance(first[0].after["working"], Phrase)
