"""Opens the database: a private folder, a private file, migrated to the newest schema."""

import os
import sqlite3
from pathlib import Path

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DatabaseError, OperationalError
from sqlalchemy.pool import ConnectionPoolEntry

from sidecar_server.errors import StoreProblem

SCHEMA = "0001"  # the newest migration


def open_database(home: Path) -> Engine:
    """Open `home`/sidecar.db, creating and migrating it; StoreProblem names the fix."""
    file = home / "sidecar.db"
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(file, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise StoreProblem(
            f"the data folder {home} cannot be written: {error.strerror}",
            fix="give the folder to this user, or set SIDECAR_HOME to another one",
        ) from error
    engine = create_engine(f"sqlite:///{file}")
    event.listen(engine, "connect", _safe)
    try:
        _migrate(engine)
    except OperationalError as error:
        raise StoreProblem(
            f"{file} cannot be written: {error.orig}",
            fix="free the disk or give the file to this user, or set SIDECAR_HOME elsewhere",
        ) from error
    except DatabaseError as error:
        raise StoreProblem(
            f"{file} is not a database of ours: {error.orig}",
            fix="move it away; the shipped library is rebuilt on the next start",
        ) from error
    return engine


def _safe(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """No WAL: SQLite before 3.51.3 can corrupt it when two processes checkpoint at once."""
    assert isinstance(connection, sqlite3.Connection)  # noqa: S101  (for the type checker)
    for pragma in ("journal_mode=DELETE", "synchronous=FULL", "busy_timeout=10000"):
        connection.execute(f"PRAGMA {pragma}")


def _migrate(engine: Engine) -> None:
    with engine.connect() as connection:
        exists = engine.dialect.has_table(connection, "alembic_version")
        at = connection.scalar(text("SELECT version_num FROM alembic_version")) if exists else None
    if at == SCHEMA:
        return
    if at is not None and at > SCHEMA:
        raise StoreProblem(
            f"the database was written by a newer version (schema {at}, this one knows {SCHEMA})",
            fix="upgrade empathy-sidecar, or set SIDECAR_HOME to another folder",
        )
    _upgrade(engine)


def _upgrade(engine: Engine) -> None:
    from alembic import command  # noqa: PLC0415  (slow to import, rarely needed)
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
