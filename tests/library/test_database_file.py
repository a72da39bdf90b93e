"""The SQLite file alone: its permissions, its journal, and what is no database of ours."""

import os
import stat
from pathlib import Path

import pytest
from sqlalchemy import text

from sidecar_server.errors import StoreProblem
from sidecar_server.library.database import open_database


def test_folder_and_file_are_private(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir(mode=0o755)
    open_database(tmp_path / "home")
    assert stat.S_IMODE((tmp_path / "home").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "home" / "sidecar.db").stat().st_mode) == 0o600


def test_the_journal_is_not_wal(tmp_path: Path) -> None:
    with open_database(tmp_path).connect() as connection:
        assert connection.scalar(text("PRAGMA journal_mode")) == "delete"
        assert connection.scalar(text("PRAGMA synchronous")) == 2


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
