"""Opens the database: a private folder, a private file, migrated to the newest schema."""

import os
import sqlite3
from pathlib import Path

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection, ExceptionContext
from sqlalchemy.pool import ConnectionPoolEntry

from sidecar_server.errors import StoreProblem
from sidecar_server.library import copies
from sidecar_server.library.postgres import open_postgres
from sidecar_server.library.schema import SCHEMA, check_version, upgrade, version

_PRAGMAS = (
    "busy_timeout=10000",
    "journal_mode=DELETE",
    "synchronous=FULL",
    "cache_spill=OFF",
    "secure_delete=ON",  # what is deleted is overwritten; only some systems' SQLite does by itself
)


def open_database(home: Path, url: str = "") -> Engine:
    """Open `home`/sidecar.db, or the database at an address, creating it or migrating it.

    An older file is copied before.
    StoreProblem names the fix, here and later wherever the engine cannot read or write.
    """
    return open_postgres(url) if url else _open_file(home)


def _open_file(home: Path) -> Engine:
    file = home / "sidecar.db"
    try:
        home.mkdir(parents=True, exist_ok=True)
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
        home.chmod(0o700)  # also a folder and a file that were there before
        file.chmod(0o600)
    except OSError as error:
        raise StoreProblem(
            f"the data folder {home} cannot be written: {error.strerror}",
            fix="give the folder to this user, or set SIDECAR_HOME to another one",
        ) from error
    engine = create_engine(URL.create("sqlite", database=str(file)))
    event.listen(engine, "connect", _safe)
    event.listen(engine, "handle_error", _explain)
    _migrate(engine, file)
    return engine


def _explain(context: ExceptionContext) -> None:
    """Raise what a person can mend in plain words; SQLAlchemy's own message quotes the row."""
    error = context.original_exception
    if isinstance(error, sqlite3.OperationalError):
        raise StoreProblem(
            f"the database cannot be read or written: {error}",
            fix="free the disk, end what else holds sidecar.db or give it to this user, "
            "or set SIDECAR_HOME elsewhere",
        ) from error
    if type(error) is sqlite3.DatabaseError:  # its kinds, like IntegrityError, would be our fault
        raise StoreProblem(
            f"sidecar.db in the data folder is not a database of ours: {error}",
            fix="move it away; the shipped library is rebuilt on the next start",
        ) from error


def _safe(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """No WAL: SQLite before 3.51.3 can corrupt it when two processes checkpoint at once.

    No spilling: a great import would lock all readers out from then until it commits.
    """
    assert isinstance(connection, sqlite3.Connection)  # noqa: S101  (for the type checker)
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _migrate(engine: Engine, file: Path) -> None:
    with engine.connect() as connection:
        at = version(connection)
    check_version(at)
    if at != SCHEMA:
        _upgrade(engine, file)


def _upgrade(engine: Engine, file: Path) -> None:
    """Take every step in one transaction: it is the newest schema afterwards, or as it was."""
    with engine.begin() as connection:
        # Of two commands on one folder one waits here, then finds the work done.
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        at = version(connection)
        if at not in {None, SCHEMA}:
            copies.keep(file, SCHEMA)
        upgrade(connection)
    copies.prune(file)
