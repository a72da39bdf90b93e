"""A version gets to agents only in order, without faults, and over the one that was looked at."""

from dataclasses import replace
from pathlib import Path

import pytest

from sidecar_server.curation import publishing
from sidecar_server.curation.catalogue import Row
from sidecar_server.curation.desk import Desk
from sidecar_server.curation.writing import draft_of, empty, entry_from
from sidecar_server.errors import BadInput, Conflict
from sidecar_server.library.changes import Changes
from sidecar_server.library.rows import Key, key_of
from sidecar_server.model import Phrase
from tests import sample

LINE = sample.PHRASES[5]
KEY = key_of(LINE)
OURS = replace(LINE, text="I look at the tracking now, and tell you where it is.", state="draft")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = sample.Desk(tmp_path)
    changes = Changes(made.store.engine)
    return Desk(
        made.store, changes, made.encoders, lambda: made.assistant.searchable, lambda _: None
    )


def row(desk: Desk) -> Row:
    return desk.catalogue().by_key[KEY]


def served(desk: Desk) -> list[str]:
    lines = desk.store.library().phrases
    return [one.text for one in lines if one.id == LINE.id and one.state == "published"]


def test_a_version_goes_from_draft_to_served_and_back(desk: Desk) -> None:
    assert publishing.save(desk, OURS, row(desk), "Ana").done
    assert served(desk) == [LINE.text]
    assert publishing.move(desk, row(desk), "review", "Ana").done
    assert publishing.move(desk, row(desk), "published", "Ben").done
    assert served(desk) == [OURS.text]
    publishing.to_shipped(desk, row(desk), "Ana")
    assert served(desk) == [LINE.text]
    assert [(one.by, one.what) for one in desk.changes.newest(9)] == [
        ("Ana", "back to the shipped version"),
        ("Ben", "published"),
        ("Ana", "sent to review"),
        ("Ana", "edited"),
    ]


@pytest.mark.parametrize("state", ["review", "published"])
def test_a_fault_that_must_be_mended_keeps_it_from_being_served(desk: Desk, state: str) -> None:
    broken = replace(OURS, text="Where is {parcel}?")
    assert publishing.save(desk, broken, row(desk), "Ana").done  # as a draft it may be unfinished
    saved = publishing.move(desk, row(desk), state, "Ana")  # type: ignore[arg-type]
    assert not saved.done
    assert any(fault.must for fault in saved.faults)
    assert served(desk) == [LINE.text]
    assert len(desk.changes.newest(9)) == 1


def test_what_was_changed_meanwhile_is_not_written_over(desk: Desk) -> None:
    mine = row(desk)
    publishing.save(desk, replace(OURS, text="Ben was here first."), mine, "Ben")
    for late in (
        lambda: publishing.save(desk, OURS, mine, "Ana"),
        lambda: publishing.save(desk, OURS, None, "Ana"),
        lambda: publishing.throw_away(desk, replace(mine, working=OURS), "Ana"),
        lambda: publishing.to_shipped(desk, mine, "Ana"),
    ):
        with pytest.raises(Conflict) as caught:
            late()
        assert "at the same time" in str(caught.value)
    assert [one.by for one in desk.changes.newest(9)] == ["Ben"]


def test_what_cannot_move_says_why(desk: Desk) -> None:
    for what in (
        lambda: publishing.move(desk, row(desk), "published", "Ana"),
        lambda: publishing.move(desk, row(desk), "review", "Ana"),
        lambda: publishing.throw_away(desk, row(desk), "Ana"),
        lambda: publishing.to_shipped(desk, row(desk), "Ana"),
    ):
        with pytest.raises(Conflict) as caught:
            what()
        assert caught.value.fix
    publishing.move(desk, row(desk), "retired", "Ana")
    with pytest.raises(Conflict):
        publishing.move(desk, row(desk), "retired", "Ana")
    assert publishing.move(desk, row(desk), "published", "Ana").done


@pytest.mark.parametrize("typed", ["", "nan", "inf", "-inf", "1e999", "x"])
def test_a_number_that_could_not_be_read_again_is_not_taken(typed: str) -> None:
    with pytest.raises(BadInput, match="heat_from"):
        entry_from(KEY, {"heat_from": typed}, LINE)


@pytest.mark.parametrize(
    ("id_", "language"),
    [("nodot", "en"), ("a/b.c", "en"), ("a.b.c", "en"), ("a.", "en"), (f"a.{'b' * 200}", "en"),
     ("a.b", "English"), ("a.b\n", "en"), ("", "en")],
)  # fmt: skip
def test_an_entry_that_could_not_be_found_again_is_not_begun(id_: str, language: str) -> None:
    with pytest.raises(BadInput):
        empty(Key("phrase", id_, language))


def test_a_draft_keeps_what_is_not_given_and_its_name() -> None:
    made = draft_of(replace(LINE, teams=("north",)), {"text": " One\n line. "})
    assert isinstance(made, Phrase)
    assert (made.text, made.teams, made.state) == ("One line.", ("north",), "draft")
    for name in ("id", "situation", "state", "means"):
        with pytest.raises(BadInput):
            draft_of(LINE, {name: "x"})
