"""A lead of some teams sees what is theirs and everyone's, and changes what is theirs alone."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from sidecar_server.errors import BadInput, NotYours
from sidecar_server.library.changes import Changes
from sidecar_server.library.checks import check
from sidecar_server.library.files import Located
from sidecar_server.library.rows import key_of
from sidecar_server.library.scope import Scope, named
from sidecar_server.library.store import Store
from sidecar_server.model import Expectation, Phrase, Situation
from tests.databases import engine
from tests.sample import NOTES, PHRASES, SITUATIONS, phrase, store_of

__all__ = ["engine"]
SHARED = PHRASES[5]
OURS = phrase("delivery-late.ours", "own", "Our own line.", teams=("sales",))
THEIRS = phrase("delivery-late.theirs", "own", "Another team's line.", teams=("brand-x",))
BOTH = phrase("delivery-late.both", "own", "A line of two teams.", teams=("sales", "brand-x"))
SALES = Scope(frozenset({"sales"}))


@pytest.fixture
def store(engine: Engine) -> Store:
    return store_of(engine)


@pytest.fixture
def everything(store: Store) -> Changes:
    changes = Changes(store.engine)
    for one in (OURS, THEIRS, BOTH):
        changes.write([one], "Ana", f"written {one.id}")
    return changes


@pytest.fixture
def sales(everything: Changes) -> Changes:
    return everything.within(SALES)


def named_in(store: Store) -> set[str]:
    return {one.id for one in store.library().phrases}


def test_a_store_shows_everyones_lines_and_ones_own(store: Store, everything: Changes) -> None:
    all_of_it, ours = named_in(store), named_in(store.within(SALES))
    assert all_of_it - ours == {THEIRS.id}
    assert {OURS.id, BOTH.id, SHARED.id} <= ours
    everything.write([replace(THEIRS, text="In work.", state="draft")], "Ana", "edited")
    assert store.working()
    assert not store.within(SALES).working()
    assert store.versions(key_of(THEIRS))
    assert not store.within(SALES).versions(key_of(THEIRS))


@pytest.mark.parametrize("state", ["draft", "published", "retired"])
@pytest.mark.parametrize("one", [SHARED, THEIRS, BOTH, NOTES[0]])
def test_what_is_not_theirs_alone_is_not_changed(
    store: Store, sales: Changes, one: Phrase, state: str
) -> None:
    before, versions = store.revision(), store.versions(key_of(one))
    said = {"text": "Other words."} if isinstance(one, Phrase) else {"means": "Another thing."}
    changed = replace(one, state=state, **said)  # type: ignore[arg-type]
    theirs = replace(changed, teams=("sales",)) if isinstance(one, Phrase) else changed
    for wanted in (changed, theirs):
        with pytest.raises(NotYours, match="another team"):
            sales.write([replace(OURS, text="Better."), wanted], "Ben", "edited")
    if "team" in versions:
        with pytest.raises(NotYours):
            sales.remove([key_of(one)], "Ben", "gone")
    assert store.revision() == before
    assert store.versions(key_of(one)) == versions
    assert not sales.allows(key_of(one))


@pytest.mark.parametrize("one", [SITUATIONS[0], Expectation("hello", "en", nothing=True)])
def test_what_has_no_team_is_everyones(sales: Changes, one: Situation | Expectation) -> None:
    with pytest.raises(NotYours):
        sales.write([replace(one, language="de")], "Ben", "written")


def test_their_own_is_written_drafted_dropped_removed_and_undone(
    store: Store, sales: Changes
) -> None:
    key = key_of(OURS)
    assert sales.allows(key)
    batch = sales.write([replace(OURS, text="Better.", state="draft")], "Ben", "edited")
    sales.undo("Ben", batch=batch)
    sales.write([replace(OURS, text="Better.", state="draft")], "Ben", "edited")
    sales.drop(key, "Ben")
    assert store.versions(key) == {"team": OURS}
    batch = sales.remove([key], "Ben", "gone")
    assert not store.versions(key)
    sales.undo("Ben", batch=batch)
    assert store.versions(key) == {"team": OURS}


@pytest.mark.parametrize("teams", [("brand-x",), ("sales", "brand-x")])
def test_nothing_of_theirs_is_given_to_another_team(sales: Changes, teams: tuple[str]) -> None:
    with pytest.raises(NotYours):
        sales.write([replace(OURS, teams=teams)], "Ben", "given away")


def test_a_line_without_a_team_becomes_its_writers(store: Store, sales: Changes) -> None:
    new = phrase("delivery-late.new", "own", "Quite new.")
    sales.write([new, replace(OURS, teams=(), text="Better.")], "Ben", "import of x.csv")
    found = {one.id: one.teams for one in store.library().phrases}
    assert found[new.id] == found[OURS.id] == ("sales",)


def test_a_name_that_another_team_uses_is_not_taken(store: Store, sales: Changes) -> None:
    with pytest.raises(NotYours, match="another team"):
        sales.write([replace(THEIRS, teams=("sales",))], "Ben", "written")
    assert store.versions(key_of(THEIRS)) == {"team": THEIRS}


def test_taking_an_override_away_would_change_what_everyone_has(
    store: Store, everything: Changes, sales: Changes
) -> None:
    everything.write([replace(SHARED, teams=("sales",), text="Ours.")], "Ana", "narrowed")
    sales.write([replace(SHARED, teams=("sales",), text="Ours, better.")], "Ben", "edited")
    with pytest.raises(NotYours):
        sales.remove([key_of(SHARED)], "Ben", "back to the shipped version")
    assert store.versions(key_of(SHARED))["team"].text == "Ours, better."  # type: ignore[union-attr]


def test_a_draft_that_would_give_a_line_away_is_not_seen_and_keeps_it_from_change(
    store: Store, everything: Changes, sales: Changes
) -> None:
    everything.write([replace(OURS, teams=("brand-x",), state="draft")], "Ana", "moved")
    assert store.within(SALES).versions(key_of(OURS)) == {"team": OURS}
    assert not sales.allows(key_of(OURS))
    with pytest.raises(NotYours):
        sales.drop(key_of(OURS), "Ben")


def test_the_history_of_other_teams_is_neither_told_nor_undone(
    store: Store, everything: Changes, sales: Changes
) -> None:
    mixed = everything.write(
        [replace(one, text="Together.") for one in (OURS, THEIRS)], "Ana", "import"
    )
    ours = [one.key.id for one in sales.newest(10)]
    assert ours == [OURS.id, BOTH.id, OURS.id]
    assert [one.key.id for one in sales.newest(1, before=sales.newest(1)[0].number)] == [BOTH.id]
    assert not sales.newest(10, key=key_of(THEIRS))
    before = store.revision()
    numbers = [one.number for one in everything.newest(10, key=key_of(THEIRS))]
    for which in ({"batch": mixed}, *({"number": number} for number in numbers)):
        with pytest.raises(NotYours) as refused:
            sales.undo("Ben", **which)  # type: ignore[arg-type]
        assert THEIRS.id not in refused.value.sentence()
    assert store.revision() == before


def test_no_team_is_all_of_them(everything: Changes) -> None:
    assert everything.within(Scope()).write([replace(SHARED, text="Better.")], "Ana", "edited")


@pytest.mark.parametrize("wrong", ["", "  ", "a,b", "x" * 61, "tab\tbed", "zero\u200bwidth"])
def test_a_team_is_named_in_printable_words(wrong: str) -> None:
    with pytest.raises(BadInput) as refused:
        named(["sales", wrong])
    assert "1 to 60 printable characters without a comma" in refused.value.fix
    bad = replace(OURS, teams=(wrong,))
    library = [Located("situation", one, "a:1") for one in SITUATIONS]
    assert [fault for fault in check([*library, Located("phrase", bad, "b:2")]) if "b:2" in fault]


def test_a_team_is_kept_once_and_plain() -> None:
    assert named([" sales", "Brand X", "sales"]) == ["Brand X", "sales"]
