"""What is kept, in figures, and a place for texts that nobody knows."""

import sqlite3
from contextlib import closing

from sqlalchemy import text

from sidecar_server.library.database import open_database
from tests.databases import drop, fresh, migrated
from tests.doctor.setup import Computer

ROW = "INSERT INTO usage VALUES ('2026-W48', 'a.line', 'en', 'shown', 7)"
LINE = "INSERT INTO proposal VALUES (1, '2026-W48', 'en', '', 'A line.', '')"


def write(computer: Computer, *statements: str) -> None:
    with closing(sqlite3.connect(computer.home / "sidecar.db")) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()


def test_rows_and_bytes_are_counted(computer: Computer) -> None:
    logs = computer.home / "logs"
    logs.mkdir()
    (logs / "sidecar.log").write_bytes(b"x" * 2_300_000)
    write(computer, ROW, LINE, LINE.replace("(1", "(2"))
    size = sum(one.stat().st_size for one in computer.home.rglob("*") if one.is_file())
    assert computer.wrong() == []
    assert computer.said("what is kept") == (
        "no table of ours holds a chat; 1 usage counts; 2 lines for leads; 0 edits of the library; "
        f"{size / 1e6:.1f} MB in the data folder, 2.3 MB of it logs, which hold no text"
    )


def test_before_the_first_start_nothing_is_kept(computer: Computer) -> None:
    (computer.home / "sidecar.db").unlink()
    assert "0.0 MB in the data folder" in computer.said("what is kept")


def test_a_table_that_is_none_of_ours_is_named(computer: Computer) -> None:
    write(computer, "CREATE TABLE chat_log (said TEXT)")
    said = computer.the_doubt("what is kept")
    assert "a column chat_log.said that is none of ours" in said
    assert "look at what is in it" in said


def test_a_column_that_is_none_of_ours_is_named(computer: Computer) -> None:
    write(computer, "ALTER TABLE usage ADD COLUMN customer TEXT")
    assert "usage.customer" in computer.the_doubt("what is kept")


def test_a_teams_database_is_counted_alike(computer: Computer) -> None:
    url = fresh(migrated())
    computer.set(database=url)
    engine = open_database(computer.home, url)
    with engine.begin() as connection:
        connection.execute(text(ROW))
        connection.execute(text("CREATE TABLE chat_log (said TEXT)"))
    assert "; 1 usage counts; 0 lines for leads;" in computer.said("what is kept")
    named = [one.detail for one in computer.examined() if one.level == "warn"]
    assert any("chat_log.said" in detail for detail in named)
    engine.dispose()
    drop(url)
