"""The store: shipped entries follow the files, the team's override them, vectors stay."""

import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import text

from sidecar_server import startup
from sidecar_server.encoders import load_encoder
from sidecar_server.encoders.languages import Encoders, load_encoders
from sidecar_server.errors import LibraryProblem, StoreProblem
from sidecar_server.library import database, schema
from sidecar_server.library.changes import Changes
from sidecar_server.library.database import open_database
from sidecar_server.library.files import write
from sidecar_server.library.importing import take
from sidecar_server.library.search import build
from sidecar_server.library.store import Store
from sidecar_server.model import Library
from sidecar_server.settings import Settings
from tests.sample import LIBRARY, PHRASES, store_in


def by_id(library: Library) -> dict[str, str]:
    return {phrase.id: phrase.text for phrase in library.phrases}


def test_what_was_stored_comes_back_equal(tmp_path: Path) -> None:
    library = store_in(tmp_path).library()
    assert set(library.phrases) == set(LIBRARY.phrases)
    assert set(library.situations) == set(LIBRARY.situations)
    assert set(library.notes) == set(LIBRARY.notes)
    assert library.expectations == LIBRARY.expectations


def test_one_message_is_kept_once_for_each_locale(tmp_path: Path) -> None:
    british = replace(LIBRARY.expectations[0], locale="en-GB")
    store = store_in(tmp_path)
    store.follow(replace(LIBRARY, expectations=(*LIBRARY.expectations, british)))
    assert british in store.library().expectations


def test_following_the_same_files_changes_nothing_and_new_ones_raise_the_revision(
    tmp_path: Path,
) -> None:
    store = store_in(tmp_path)
    before = store.revision()
    assert not store.follow(LIBRARY)
    assert store.revision() == before
    assert store.follow(replace(LIBRARY, phrases=PHRASES[1:]))
    assert store.revision() > before
    assert PHRASES[0].id not in by_id(store.library())


def test_a_teams_entry_overrides_the_shipped_one_and_outlives_it(tmp_path: Path) -> None:
    store = store_in(tmp_path)
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


def test_a_second_start_embeds_nothing_and_a_change_only_itself(tmp_path: Path) -> None:
    store, seen = store_in(tmp_path), []
    first = Counting()
    build(store.library(), store, Encoders(first), lambda done, total: seen.append((done, total)))
    assert first.encoded == seen[-1][1] > 0
    second = Counting()
    build(Store(open_database(tmp_path)).library(), store, Encoders(second))
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


def test_an_import_without_a_state_is_a_draft_and_a_stated_one_is_served(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    file = tmp_path / "ours.toml"
    file.write_text(FILE)
    assert "1 of them not published" in take(file, store, load_encoders("hashing"))
    file.write_text(FILE + 'state = "published"\n')
    encoder = Counting()
    take(file, store, Encoders(encoder))
    searchable = build(store.library(), store, load_encoders("hashing"))
    assert "delivery-late.ours" in [p.id for p in searchable.by_situation["delivery-late"]]


def test_an_import_with_a_fault_leaves_the_store_as_it_was(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    before = store.library()
    file = tmp_path / "ours.toml"
    file.write_text(FILE + FILE.replace("delivery-late.ours", "nowhere.line"))
    with pytest.raises(LibraryProblem, match="no situation 'nowhere'"):
        take(file, store, load_encoders("hashing"))
    assert store.library() == before


def test_folder_and_file_are_private(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir(mode=0o755)
    open_database(tmp_path / "home")
    assert stat.S_IMODE((tmp_path / "home").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "home" / "sidecar.db").stat().st_mode) == 0o600


def test_the_journal_is_not_wal(tmp_path: Path) -> None:
    with open_database(tmp_path).connect() as connection:
        assert connection.scalar(text("PRAGMA journal_mode")) == "delete"
        assert connection.scalar(text("PRAGMA synchronous")) == 2


def test_the_newest_migration_is_the_one_that_is_asked_for() -> None:
    config = Config()
    config.set_main_option("script_location", str(Path(database.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_current_head() == schema.SCHEMA


def test_a_newer_database_is_refused_and_kept(tmp_path: Path) -> None:
    with open_database(tmp_path).begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreProblem) as raised:
        open_database(tmp_path)
    assert "upgrade" in raised.value.fix


def test_a_file_that_is_no_database_is_refused_and_kept(tmp_path: Path) -> None:
    (tmp_path / "sidecar.db").write_bytes(b"letters to my aunt " * 99)
    with pytest.raises(StoreProblem, match="not a database"):
        open_database(tmp_path)
    assert (tmp_path / "sidecar.db").read_bytes().startswith(b"letters")


def test_a_folder_that_cannot_be_made_names_the_fix(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreProblem) as raised:
        open_database(tmp_path / "file" / "home")
    assert "SIDECAR_HOME" in raised.value.fix


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_names_the_fix(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreProblem) as raised:
        open_database(tmp_path)
    assert "SIDECAR_HOME" in raised.value.fix


def test_files_are_read_again_only_when_one_was_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prompts = tmp_path / "prompts"
    write(LIBRARY, prompts)
    settings = Settings(home=tmp_path / "home", prompts=str(prompts))
    store = Store(open_database(settings.home))
    startup.follow_files(store, settings, pytest.fail)
    with monkeypatch.context() as patched:
        patched.setattr(startup, "read_checked", lambda _: pytest.fail("the files were read"))
        startup.follow_files(store, settings, pytest.fail)
    file = prompts / "phrases" / "en" / "delivery-late.toml"
    file.write_text(file.read_text().replace("I am opening", "I am now opening"))
    startup.follow_files(store, settings, pytest.fail)
    assert any("now opening" in phrase.text for phrase in store.library().phrases)


def test_a_revision_is_not_touched_by_what_the_files_look_like(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    before = store.revision()
    store.follow(LIBRARY, 12345)
    assert store.revision() == before
    assert store.follows(12345)
    assert not store.follows(54321)
