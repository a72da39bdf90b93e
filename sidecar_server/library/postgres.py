"""Opens a PostgreSQL database for a team server: the same tables, migrated by who comes first."""

from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.engine.interfaces import ExceptionContext
from sqlalchemy.exc import ArgumentError

from sidecar_server.errors import StoreProblem
from sidecar_server.library.schema import check_version, upgrade, version

_DRIVER = "postgresql+psycopg"
_LOCK = 0x51DECA12  # of whoever migrates; others wait here
# A host that is gone without a word is noticed within half a minute; the system's own takes hours.
_CONNECT = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "tcp_user_timeout": 20_000,
}
_INSTALL = "install it: pip install 'empathy-sidecar[team]'"
_MENDABLE = ("DiskFull", "InsufficientPrivilege", "ReadOnlySqlTransaction")
_ROOM = "free its disk, or give the user of the setting `database` the right to write"
_FIX = "start the database, or mend the setting `database`: postgresql://user:password@host/name"


def open_postgres(url: str) -> Engine:
    """Open the database at a postgresql:// address and bring it to the newest schema.

    StoreProblem names the fix and never shows the password.
    """
    engine = reach_postgres(url)
    try:
        _migrate(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def reach_postgres(url: str) -> Engine:
    """Give an engine for the database as it is; StoreProblem where the address cannot be one."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # whose own words may quote the password
        raise StoreProblem("the setting `database` is no address", fix=_FIX) from None
    if parsed.get_backend_name() != "postgresql":
        raise StoreProblem(f"{parsed.drivername} is no database that is known", fix=_FIX)
    try:
        return make_engine(parsed)
    except ModuleNotFoundError as error:
        raise StoreProblem("PostgreSQL's driver is not installed", fix=_INSTALL) from error


def make_engine(url: URL, **options: Any) -> Engine:
    """Give an engine whose connections are good when they are taken, and whose errors are plain."""
    engine = create_engine(
        url.set(drivername=_DRIVER),
        pool_pre_ping=True,  # a restarted database costs a reconnect and no error
        connect_args=_CONNECT,
        hide_parameters=True,  # an error that is not explained must not quote them
        **options,
    )
    event.listen(engine, "handle_error", _explain)
    return engine


def _migrate(engine: Engine) -> None:
    with engine.connect() as connection:
        at = version(connection)
        check_version(at)
        if at is None:
            check_names(connection)
    with engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        upgrade(connection)


def check_names(connection: Connection) -> None:
    """Refuse a schema in which pgvector's type has the name of our table `vector`."""
    taken = "SELECT to_regtype(quote_ident(current_schema()) || '.vector') IS NOT NULL"
    if connection.scalar(text(taken)):
        raise StoreProblem(
            "the extension vector stands in the schema that our table `vector` belongs in",
            fix="use a database without it, or move it where no program of yours minds: "
            "CREATE SCHEMA sidecar_index; ALTER EXTENSION vector SET SCHEMA sidecar_index",
        )


def _explain(context: ExceptionContext) -> None:
    """Say in plain words what a person can mend; a driver's own message may quote a row."""
    if context.is_pre_ping:
        return  # a connection that is over is replaced, and nobody hears of it
    error = context.original_exception
    if context.is_disconnect or context.connection is None:
        raise StoreProblem("the database does not answer", fix=_FIX) from None
    if type(error).__name__ in _MENDABLE:
        raise StoreProblem(
            f"the database cannot be written: {type(error).__name__}", fix=_ROOM
        ) from None
