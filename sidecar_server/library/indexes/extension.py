"""Opens PostgreSQL for an index: pgvector there and new enough, and what its sessions need."""

from collections.abc import Callable

import psycopg
from pgvector.psycopg import register_vector
from sqlalchemy import Connection, Engine, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection, ExceptionContext
from sqlalchemy.pool import ConnectionPoolEntry

from sidecar_server.errors import StoreProblem
from sidecar_server.library.indexes.tables import LOCK, SEARCHED
from sidecar_server.library.postgres import make_engine

SCHEMA = "sidecar_index"
EXTENSION = "vector"
_OLDEST = (0, 8)  # from which a scan goes on until enough rows are found
_WITHIN_MS = 5_000  # a search takes some milliseconds; whoever waits longer is told
_FIX = (
    "install pgvector 0.8 or newer on the database's server, and run as a user who may: "
    f"CREATE SCHEMA {SCHEMA}; CREATE EXTENSION vector SCHEMA {SCHEMA}; or set `index` to faiss"
)
# Its settings that write what a query was given: slow or all queries, parameters included.
_LOGS = (
    "SELECT (current_setting('log_statement') = 'all' "
    "OR current_setting('log_min_duration_statement') <> '-1' "
    "OR current_setting('log_min_duration_sample') <> '-1') "
    "AND current_setting('log_parameter_max_length') <> '0'"
)
_QUIET = "set log_parameter_max_length = 0 on the database's server, and reload it"


def connect(engine: Engine) -> Engine:
    """Make schema and extension where they are missing; give an engine whose sessions use them.

    It is closed with the one that is given. What `check` raises must have been mended.
    """
    with engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        where = _made(connection)
    asked = make_engine(engine.url, isolation_level="AUTOCOMMIT")
    event.listen(asked, "connect", _session(where))
    event.listen(asked, "handle_error", _explain)
    event.listen(engine, "engine_disposed", lambda _: asked.dispose())
    return asked


def check(engine: Engine) -> StoreProblem | None:
    """Raise StoreProblem where a database cannot have such an index; gives what is doubtful."""
    with engine.connect() as connection:
        if lack := _lacking(connection):
            raise StoreProblem(lack, fix=_FIX)
        if connection.scalar(text(_LOGS)):
            return StoreProblem(
                "the database's log may keep the vectors of customers' messages", fix=_QUIET
            )
    return None


def _lacking(connection: Connection) -> str:
    there, version = _found(connection), "SELECT default_version FROM pg_available_extensions"
    known = connection.scalar(text(f"{version} WHERE name = :name"), {"name": EXTENSION})
    if there is None and known is None:
        return "pgvector is not installed on the database's server"
    at = there[1] if there else str(known)
    if tuple(int(part) for part in at.split(".")[:2]) < _OLDEST:
        return f"the database has pgvector {at}, and 0.8 is the oldest that will do"
    made = there and connection.scalar(text(f"SELECT to_regnamespace('{SCHEMA}')"))
    may = text("SELECT has_database_privilege(current_database(), 'CREATE')")
    if not made and not connection.scalar(may):
        return "the extension vector is not there yet, and this user may not create it"
    return ""


def _found(connection: Connection) -> tuple[str, str] | None:
    """Give the schema that the extension stands in, quoted, and its version."""
    row = connection.execute(
        text(
            "SELECT quote_ident(nspname), extversion FROM pg_extension "
            "JOIN pg_namespace ON pg_namespace.oid = extnamespace WHERE extname = :name"
        ),
        {"name": EXTENSION},
    ).one_or_none()
    return (row[0], row[1]) if row else None


def _made(connection: Connection) -> str:
    """Make what is missing; gives the schema that the extension stands in."""
    if connection.scalar(text(f"SELECT to_regnamespace('{SCHEMA}')")) is None:
        connection.execute(text(f"CREATE SCHEMA {SCHEMA}"))
    there = _found(connection)
    if there is None:
        connection.execute(text(f"CREATE EXTENSION {EXTENSION} SCHEMA {SCHEMA}"))
    return there[0] if there else SCHEMA


def _session(where: str) -> Callable[[DBAPIConnection, ConnectionPoolEntry], None]:
    """Give what a new connection begins with; `where` is the extension's schema."""
    settings = (
        f"search_path = {SCHEMA}, {where}",
        f"hnsw.ef_search = {SEARCHED}",
        "hnsw.iterative_scan = strict_order",
        f"statement_timeout = {_WITHIN_MS}",
    )

    def begin(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        assert isinstance(connection, psycopg.Connection)  # noqa: S101  (for the type checker)
        for setting in settings:
            connection.execute(f"SET {setting}")
        register_vector(connection)
        connection.commit()

    return begin


def _explain(context: ExceptionContext) -> None:
    """Say it plainly; what the database does not answer at all was explained before."""
    if context.is_pre_ping:
        return
    raise StoreProblem(
        f"the index in the database cannot be used: {type(context.original_exception).__name__}",
        fix="run `sidecar doctor`; to have it made anew run "
        f"DROP SCHEMA {SCHEMA} CASCADE in the database and restart every copy",
    ) from None
