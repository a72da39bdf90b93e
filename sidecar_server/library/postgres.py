"""Opens a PostgreSQL database for a team server: the same tables, migrated by who comes first."""

from sqlalchemy import Engine, create_engine, event, make_url, text
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
    """Open the database at a postgresql:// address; StoreProblem never shows its password."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StoreProblem("the setting `database` is no address", fix=_FIX) from error
    if parsed.get_backend_name() != "postgresql":
        raise StoreProblem(f"{parsed.drivername} is no database that is known", fix=_FIX)
    try:
        engine = create_engine(
            parsed.set(drivername=_DRIVER),
            pool_pre_ping=True,  # a restarted database costs a reconnect and no error
            connect_args=_CONNECT,
        )
    except ModuleNotFoundError as error:
        raise StoreProblem("PostgreSQL's driver is not installed", fix=_INSTALL) from error
    event.listen(engine, "handle_error", _explain)
    try:
        _migrate(engine)
    except BaseException:
        engine.dispose()
        raise
    return engine


def _migrate(engine: Engine) -> None:
    with engine.connect() as connection:
        check_version(version(connection))
    with engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        upgrade(connection)


def _explain(context: ExceptionContext) -> None:
    """Say in plain words what a person can mend; a driver's own message may quote a row."""
    error = context.original_exception
    if context.is_disconnect or context.connection is None:
        raise StoreProblem("the database does not answer", fix=_FIX) from None
    if type(error).__name__ in _MENDABLE:
        raise StoreProblem(
            f"the database cannot be written: {type(error).__name__}", fix=_ROOM
        ) from None
