"""The store: shipped entries follow the files, the team's override them, vectors stay."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from sidecar_server import startup
from sidecar_server.encoders import load_encoder
from sidecar_server.encoders.languages import Encoders, load_encoders
from sidecar_server.errors import LibraryProblem
from sidecar_server.library import database, schema
from sidecar_server.library.changes import Changes
from sidecar_server.library.files import write
from sidecar_server.library.importing import take
from sidecar_server.library.search import build
from sidecar_server.library.store import Store
from sidecar_server.model import Library
from sidecar_server.settings import Settings
from tests.databases import engine, reopen
from tests.sample import LIBRARY, PHRASES, store_of

__all__ = ["engine", "reopen"]


def by_id(library: Library) -> dict[str, str]:
    return {phrase.id: phrase.text for phrase in library.phrases}


@pytest.fixture
def store(engine: Engine) -> Store:
    return store_of(engine)


def test_what_was_stored_comes_back_equal(store: Store) -> None:
    library = store.library()
    assert set(library.phrases) == set(LIBRARY.phrases)
    assert set(library.situations) == set(LIBRARY.situations)
    assert set(library.notes) == set(LIBRARY.notes)
    assert library.expectations == LIBRARY.expectations


def test_one_message_is_kept_once_for_each_locale(store: Store) -> None:
    british = replace(LIBRARY.expectations[0], locale="en-GB")
    store.follow(replace(LIBRARY, expectations=(*LIBRARY.expectations, british)))
    assert british in store.library().expectations


def test_following_the_same_files_changes_nothing_and_new_ones_raise_the_revision(
    store: Store,
) -> None:
    before = store.revision()
    assert not store.follow(LIBRARY)
    assert store.revision() == before
    assert store.follow(replace(LIBRARY, phrases=PHRASES[1:]))
    assert store.revision() > before
    assert PHRASES[0].id not in by_id(store.library())


def test_a_teams_entry_overrides_the_shipped_one_and_outlives_it(store: Store) -> None:
    before = store.revision()
    Changes(store.engine).write([replace(PHRASES[0], text="Ours.")], "us", "edited")
    assert store.revision() > before
    store.follow(replace(LIBRARY, notes=()))
    assert by_id(store.library())[PHRASES[0].id] == "Ours."


class Counting:
    """An encoder that counts what it is given."""

    def __init__(self) -> None:
        self._inner = load_encoder("hashing")
        self.name, self.dimensions, self.encoded = self._inner.name, self._inner.dimensions, 0

    def encode(self, texts):  # type: ignore[no-untyped-def]
        self.encoded += len(texts)
        return self._inner.encode(texts)


def test_a_second_start_embeds_nothing_and_a_change_only_itself(
    store: Store, reopen: Callable[[], Engine]
) -> None:
    seen = []
    first = Counting()
    build(store.library(), store, Encoders(first), lambda done, total: seen.append((done, total)))
    assert first.encoded == seen[-1][1] > 0
    second = Counting()
    build(store.library(), Store(reopen()), Encoders(second))
    assert second.encoded == 0
    store.follow(
        replace(
            LIBRARY,
            phrases=(*PHRASES, replace(PHRASES[0], id="delivery-late.new", text="New words.")),
        )
    )
    third = Counting()
    build(store.library(), store, Encoders(third))
    assert third.encoded == 1


FILE = """
[[phrase]]
id = "delivery-late.ours"
strategy = "inform"
moment = "opening"
text = "Our carrier scans at six."
"""


def test_an_import_without_a_state_is_a_draft_and_a_stated_one_is_served(
    store: Store, tmp_path: Path
) -> None:
    file = tmp_path / "ours.toml"
    file.write_text(FILE)
    assert "1 of them not published" in take(file, store, load_encoders("hashing"))
    file.write_text(FILE + 'state = "published"\n')
    encoder = Counting()
    take(file, store, Encoders(encoder))
    searchable = build(store.library(), store, load_encoders("hashing"))
    assert "delivery-late.ours" in [p.id for p in searchable.by_situation["delivery-late"]]


def test_an_import_with_a_fault_leaves_the_store_as_it_was(store: Store, tmp_path: Path) -> None:
    before = store.library()
    file = tmp_path / "ours.toml"
    file.write_text(FILE + FILE.replace("delivery-late.ours", "nowhere.line"))
    with pytest.raises(LibraryProblem, match="no situation 'nowhere'"):
        take(file, store, load_encoders("hashing"))
    assert store.library() == before


def test_the_newest_migration_is_the_one_that_is_asked_for() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(database.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_current_head() == schema.SCHEMA


def test_files_are_read_again_only_when_one_was_touched(
    engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prompts = tmp_path / "prompts"
    write(LIBRARY, prompts)
    settings, store = Settings(prompts=str(prompts)), Store(engine)
    startup.follow_files(store, settings, pytest.fail)
    with monkeypatch.context() as patched:
        patched.setattr(startup, "read_checked", lambda _: pytest.fail("the files were read"))
        startup.follow_files(store, settings, pytest.fail)
    file = prompts / "phrases" / "en" / "delivery-late.toml"
    file.write_text(file.read_text().replace("I am opening", "I am now opening"))
    startup.follow_files(store, settings, pytest.fail)
    assert any("now opening" in phrase.text for phrase in store.library().phrases)


def test_a_revision_is_not_touched_by_what_the_files_look_like(store: Store) -> None:
    before = store.revision()
    store.follow(LIBRARY, 12345)
    assert store.revision() == before
    assert store.follows(12345)
    assert not store.follows(54321)
