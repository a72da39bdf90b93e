"""The database: one of ours, whole, of a schema we know, and not held by another program."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

from sidecar_server.doctor.finding import Check, Said, doubt, fine, wrong
from sidecar_server.doctor.machine import Machine
from sidecar_server.library.schema import SCHEMA
from sidecar_server.settings import Settings

FILE = "sidecar.db"
WAIT_S = 2.0
AWAY = "move it away; the shipped library is rebuilt on the next start"
GIVE = "give the file to this user, free the disk, or set SIDECAR_HOME elsewhere"
MISSING = "no database yet; the first start makes it"


def _database(settings: Settings, _: Machine) -> Iterator[Said]:
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


def _stored(settings: Settings, _: Machine) -> Iterator[Said]:
    counts = _asked(settings.home / FILE, "SELECT kind, count(*) FROM entry GROUP BY kind")
    kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(counts or ()))
    yield fine(kinds or "empty; the first start fills it")


def _paired(settings: Settings, _: Machine) -> Iterator[Said]:
    asked = _asked(settings.home / FILE, "SELECT count(*), 0 FROM credential")
    count = asked[0][0] if asked else 0
    if count:
        yield fine(f"{count} {'credential' if count == 1 else 'credentials'} stored")
    else:
        yield doubt(
            "no browser and no program is paired yet",
            "run `sidecar pair` and type the code on the extension's settings page",
        )


def _asked(file: Path, query: str) -> list[tuple[int, int]]:
    """Ask a database that may be missing or broken, which is another check's to say."""
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


CHECKS: dict[str, Check] = {
    "database": _database,
    "library stored": _stored,
    "pairing": _paired,
}
