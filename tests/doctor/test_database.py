"""Databases that are none, not ours, too new, damaged or held."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from sidecar_server.library.schema import SCHEMA
from tests.doctor.setup import Computer

AWAY = "move it away; the shipped library is rebuilt"


@pytest.fixture
def file(computer: Computer) -> Path:
    return computer.home / "sidecar.db"


def change(file: Path, sql: str) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(sql)


def test_no_database_at_all(computer: Computer, file: Path) -> None:
    file.write_bytes(b"these are no tables, whatever the name says" * 100)
    assert AWAY in computer.the_fault("database")


def test_the_database_of_another_program(computer: Computer, file: Path) -> None:
    file.unlink()
    change(file, "CREATE TABLE recipes (name TEXT)")
    said = computer.the_fault("database")
    assert "of another program" in said
    assert AWAY in said


def test_a_folder_in_the_databases_place(computer: Computer, file: Path) -> None:
    file.unlink()
    file.mkdir()
    assert "set SIDECAR_HOME elsewhere" in computer.the_fault("database")


def test_a_damaged_database(computer: Computer, file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[4_096 : len(content) // 2] = b"\xa5" * (len(content) // 2 - 4_096)
    file.write_bytes(content)
    said = computer.the_fault("database")
    assert "damaged" in said
    assert AWAY in said


def test_a_database_that_another_program_holds(computer: Computer, file: Path) -> None:
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        said = computer.the_fault("database")
        other.execute("ROLLBACK")
    assert "another program holds" in said
    assert "end what holds it" in said
    assert computer.wrong() == []


def test_a_database_of_a_newer_version(computer: Computer, file: Path) -> None:
    change(file, "UPDATE alembic_version SET version_num = '9999'")
    said = computer.the_fault("database")
    assert f"schema 9999, this one knows {SCHEMA}" in said
    assert "upgrade empathy-sidecar" in said


def test_a_database_of_an_older_version_is_fine_and_stays_so(
    computer: Computer, file: Path
) -> None:
    change(file, "UPDATE alembic_version SET version_num = '0001'")
    assert computer.wrong() == []
    assert f"the next start brings it to {SCHEMA}" in computer.said("database")
    assert "schema 0001" in computer.said("database")


def test_no_database_yet(computer: Computer) -> None:
    shutil.rmtree(computer.home)
    computer.home.mkdir(mode=0o700)
    assert "the first start makes it" in computer.said("database")


def test_nobody_is_paired(computer: Computer, file: Path) -> None:
    change(file, "DELETE FROM credential")
    assert "run `sidecar pair`" in computer.the_doubt("pairing")
