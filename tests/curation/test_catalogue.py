"""What was changed since is read alone, and comes to the same as reading everything."""

from dataclasses import replace
from pathlib import Path

import pytest

from sidecar_server.curation import catalogue
from sidecar_server.curation.catalogue import Catalogue
from sidecar_server.library.changes import Changes
from sidecar_server.library.files import Entry
from sidecar_server.library.rows import key_of
from sidecar_server.library.store import Store
from sidecar_server.model import Expectation, Situation
from tests.sample import LIBRARY, PHRASES, store_in

LINE, SITUATION = PHRASES[0], LIBRARY.situations[0]
NEW_LINE = replace(LINE, id=f"{LINE.situation}.one-more", text="I look where it is now.")
EXPECTED = Expectation("where is my parcel", "en", any_of=(LINE.id,))
EDITS: dict[str, Entry] = {
    "a line in work": replace(LINE, text="I look at it now.", state="draft"),
    "a line that is served": replace(LINE, text="I look at it now."),
    "a line that is retired": replace(LINE, state="retired"),
    "a new line": NEW_LINE,
    "a situation": replace(SITUATION, customer_says=("nothing has come yet",)),
    "a situation made broad": replace(SITUATION, customer_says=(), broad=True),
    "a new situation": Situation("aa-new", "en", "Something new", ("this is a new thing",)),
    "an expectation": EXPECTED,
}


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return store_in(tmp_path)


def same(store: Store, before: Catalogue) -> Catalogue:
    """Read on from before, and say that it is what is read anew."""
    now, anew = catalogue.read(store, before), catalogue.read(store)
    assert now == anew
    assert now.library == anew.library
    assert now.rows == anew.rows
    assert now.known == anew.known
    return now


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_and_its_undo_are_read_alone(store: Store, name: str) -> None:
    changes, before = Changes(store.engine), catalogue.read(store)
    batch = changes.write([EDITS[name]], "Ana", "edited")
    edited = same(store, before)
    assert edited != before
    changes.undo("Ana", batch)
    undone = same(store, edited)
    assert undone.by_key == before.by_key
    assert undone.situations == before.situations
    assert undone.expectations == before.expectations


def test_what_nobody_changed_is_not_read_again(store: Store) -> None:
    changes, before = Changes(store.engine), catalogue.read(store)
    changes.write([EDITS["a new situation"], EXPECTED, NEW_LINE], "Ana", "more")
    now = same(store, before)
    kept = now.by_key.keys() - {key_of(NEW_LINE)}
    assert all(now.by_key[key] is before.by_key[key] for key in kept)
    assert all(now.situations[at] is one for at, one in before.situations.items())


def test_what_an_import_brings_may_be_named_by_it(store: Store) -> None:
    read = catalogue.read(store)
    broad, new = EDITS["a situation made broad"], EDITS["a new situation"]
    among = read.known_with([broad, new, NEW_LINE])
    assert {SITUATION.id, "aa-new"} <= among.situations
    assert SITUATION.id in among.broad
    assert NEW_LINE.id in among.lines
    assert SITUATION.id not in read.known_with([SITUATION]).broad
