"""The PostgreSQL of the setting `database`: it answers, may be written, has a schema we know."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from sidecar_server.doctor.finding import Said, fine, wrong
from sidecar_server.errors import SidecarError
from sidecar_server.library.postgres import check_names, reach_postgres
from sidecar_server.library.schema import SCHEMA, check_version, version
from sidecar_server.settings import Settings

GRANT = "name its owner in the setting `database`, or grant this user all on its tables"
PRIMARY = "name the server that takes writes in the setting `database`, not one that follows it"
COLUMNS = (
    "SELECT table_name, column_name FROM information_schema.columns "
    "WHERE table_schema = current_schema()"
)


def look(settings: Settings) -> Iterator[Said]:
    """Say what is wrong with the database; what cannot be asked at all is raised."""
    with reached(settings) as engine, engine.connect() as connection:
        at = version(connection)
        check_version(at)
        if connection.scalar(text("SHOW transaction_read_only")) == "on":
            yield wrong("the database can be read and not written", PRIMARY)
        elif at is None:
            check_names(connection)
            yield fine("empty; the first start fills it")
        elif not connection.scalar(text("SELECT has_table_privilege('revision', 'UPDATE')")):
            yield wrong("the database can be read and not written by this user", GRANT)
        elif at < SCHEMA:
            yield fine(f"schema {at}, older; the next start brings it to {SCHEMA}")
        else:
            yield fine(f"schema {at}, in PostgreSQL")


def ask(settings: Settings, query: str) -> list[tuple[Any, ...]]:
    """Ask a database that may be missing or broken, which is another check's to say."""
    with (
        suppress(SidecarError, DBAPIError),
        reached(settings) as engine,
        engine.connect() as connection,
    ):
        return [tuple(row) for row in connection.execute(text(query))]
    return []


@contextmanager
def reached(settings: Settings) -> Iterator[Engine]:
    """Give an engine that is closed afterwards."""
    engine = reach_postgres(settings.database)
    try:
        yield engine
    finally:
        engine.dispose()
