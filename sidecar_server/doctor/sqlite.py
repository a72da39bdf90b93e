"""The file in the data folder: ours, whole, of a schema we know, not held by another program."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from sidecar_server.doctor.finding import Said, fine, wrong
from sidecar_server.library.schema import SCHEMA
from sidecar_server.settings import Settings

FILE = "sidecar.db"
WAIT_S = 2.0
AWAY = "move it away; the shipped library is rebuilt on the next start"
GIVE = "give the file to this user, free the disk, or set SIDECAR_HOME elsewhere"
MISSING = "no database yet; the first start makes it"
COLUMNS = (
    "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c "
    "WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'"
)


def look(settings: Settings) -> Iterator[Said]:
    """Say what is wrong with the file."""
    file = settings.home / FILE
    if not _there(file):
        yield fine(MISSING)
        return
    try:
        file.open("r+b").close()  # SQLite would open what cannot be written for reading
        with closing(_open(file)) as connection:
            connection.execute("BEGIN IMMEDIATE")  # what a write needs, and then nothing of it
            connection.execute("ROLLBACK")
            yield _schema(connection, file)
    except OSError as error:
        yield wrong(f"{file} cannot be read and written: {error.strerror}", GIVE)
    except sqlite3.OperationalError as error:
        yield _held(file, error)
    except sqlite3.DatabaseError:
        yield wrong(f"{file} is not a database of ours, or is damaged", AWAY)


def _schema(connection: sqlite3.Connection, file: Path) -> Said:
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    if not tables:
        return fine("empty; the first start fills it")
    if "alembic_version" not in tables:
        return wrong(f"{file} is a database of another program", AWAY)
    if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
        return wrong(f"{file} is damaged", AWAY)
    row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    at = str(row[0]) if row else ""
    if at > SCHEMA:
        return wrong(
            f"the database was written by a newer version (schema {at}, this one knows {SCHEMA})",
            "upgrade empathy-sidecar, or set SIDECAR_HOME to another folder",
        )
    if at < SCHEMA:
        return fine(f"schema {at or 'none'}, older; the next start brings it to {SCHEMA}")
    return fine(f"schema {at}")


def _held(file: Path, error: sqlite3.OperationalError) -> Said:
    if error.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}:
        return wrong(
            f"another program holds {file}",
            "end what holds it (a backup, a database browser), or wait if a large import runs",
        )
    return wrong(f"{file} cannot be read and written: {error}", GIVE)


def ask(settings: Settings, query: str) -> list[tuple[Any, ...]]:
    """Ask a database that may be missing or broken, which is another check's to say."""
    file = settings.home / FILE
    if _there(file):
        with suppress(sqlite3.Error), closing(_open(file)) as connection:
            return connection.execute(query).fetchall()
    return []


def _there(file: Path) -> bool:
    try:
        return file.exists()
    except OSError:
        return False  # a folder that cannot be entered is another check's to say


def _open(file: Path) -> sqlite3.Connection:
    address = f"{file.absolute().as_uri()}?mode=rw"  # an interrupted write is rolled back by it
    return sqlite3.connect(address, uri=True, timeout=WAIT_S, isolation_level=None)
