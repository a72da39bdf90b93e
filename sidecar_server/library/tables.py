"""The tables of the store, as SQLAlchemy Core sees them."""

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    delete,
    insert,
    select,
    text,
    update,
)

metadata = MetaData()
# The numbers kept: the revision, what the files looked like, and what rises with each change of
# who may do what.
LIBRARY, FILES, ACCESS = "library", "files", "access"
SHIPPED, TEAM, WORKING = "shipped", "team", "working"
CHANNEL = "sidecar"  # on which a database that can tells of changes

entry = Table(
    "entry",
    metadata,
    Column("kind", String(16), primary_key=True),
    Column("id", String(200), primary_key=True),
    Column("language", String(35), primary_key=True),
    # team overrides shipped; working is a version in draft or review, and serves nobody
    Column("origin", String(8), primary_key=True),
    Column("state", String(10), nullable=False),
    Column("body", Text, nullable=False),  # the entry as JSON
)

vector = Table(
    "vector",
    metadata,
    Column("encoder", String(80), primary_key=True),
    Column("digest", LargeBinary(16), primary_key=True),  # of the text it stands for
    Column("vector", LargeBinary, nullable=False),  # float32, little endian
)

revision = Table(
    "revision",
    metadata,
    Column("name", String(16), primary_key=True),
    Column("value", Integer, nullable=False),
)

account = Table(
    "account",
    metadata,
    Column("id", String(100), primary_key=True),  # the name, folded
    Column("name", String(100), nullable=False),
    Column("password", String(255), nullable=False),  # its Argon2 hash; none until one was chosen
    Column("role", String(8), nullable=False),
    Column("teams", Text, nullable=False),  # names as JSON; none: of a lead all of them
    Column("created_at", Float, nullable=False),  # Unix seconds
)

credential = Table(
    "credential",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("key", LargeBinary(32), nullable=False),  # SHA-256 of the token, never the token
    Column("name", String(100), nullable=False),
    Column("role", String(8), nullable=False),
    Column("created_at", Float, nullable=False),  # Unix seconds
    Column("teams", Text, nullable=False),  # names as JSON; none: only what is everyone's
    Column("account", String(100), nullable=False),  # whose it is: role and teams are that one's
    Column("expires_at", Float),  # Unix seconds; none: when it is revoked
)

pairing = Table(
    "pairing",
    metadata,
    Column("key", LargeBinary(32), primary_key=True),  # SHA-256 of the code
    Column("purpose", String(8), nullable=False),  # browser | console | account
    Column("teams", Text, nullable=False),  # names as JSON, of whoever uses the code
    Column("account", String(100), nullable=False),  # whose the code is
    Column("expires_at", Float, nullable=False),  # Unix seconds
)

known_origin = Table(
    "known_origin",
    metadata,
    Column("origin", String(200), primary_key=True),
)

session = Table(
    "session",
    metadata,
    Column("key", LargeBinary(32), primary_key=True),  # SHA-256 of the cookie
    Column("name", String(100), nullable=False),
    Column("teams", Text, nullable=False),  # names as JSON; none: all of them
    Column("account", String(100), nullable=False),  # whose it is: role and teams are that one's
    Column("expires_at", Float, nullable=False),  # Unix seconds
)

change = Table(
    "change",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("batch", String(16), nullable=False, index=True),
    Column("at", Float, nullable=False),  # Unix seconds
    Column("by", String(100), nullable=False),
    Column("what", String(200), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("id", String(200), nullable=False),
    Column("language", String(35), nullable=False),
    Column("before", Text, nullable=False),  # the entry's bodies by origin, as JSON
    Column("after", Text, nullable=False),
)

usage = Table(  # of phrases, by week; it knows nobody
    "usage",
    metadata,
    Column("week", String(8), primary_key=True),  # ISO, 2026-W48
    Column("id", String(200), primary_key=True),
    Column("language", String(35), primary_key=True),
    Column("event", String(9), primary_key=True),
    Column("count", Integer, nullable=False),
)

proposal = Table(  # from the floor; it does not say from whom
    "proposal",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("week", String(8), nullable=False),
    Column("language", String(35), nullable=False),
    Column("situation", String(200), nullable=False),
    Column("text", Text, nullable=False),
    Column("why", Text, nullable=False),
)

scenario = Table(  # of the leads', beside those that come with the product
    "scenario",
    metadata,
    Column("id", String(60), primary_key=True),
    Column("body", Text, nullable=False),  # the scenario as JSON
    Column("served", Boolean, nullable=False),  # whether agents may practise with it
    Column("by", String(100), nullable=False),
    Column("at", Float, nullable=False),  # Unix seconds
)


# How each database tells that a number has changed; those who watch the others have to look.
_ANNOUNCE = {"postgresql": text(f"SELECT pg_notify('{CHANNEL}', :name)")}


def bump(connection: Connection, name: str = LIBRARY) -> None:
    """Raise a number in the caller's transaction and, once that is kept, tell every copy."""
    ours = update(revision).where(revision.c.name == name)
    if not connection.execute(ours.values(value=revision.c.value + 1)).rowcount:
        connection.execute(insert(revision), [{"name": name, "value": 1}])
    if (statement := _ANNOUNCE.get(connection.dialect.name)) is not None:
        connection.execute(statement, {"name": name})


def current(connection: Connection) -> int:
    """Read the library's revision."""
    return number(connection, LIBRARY)


def number(connection: Connection, name: str) -> int:
    """Read a named number; 0 where it was never written."""
    return int(connection.scalar(select(revision.c.value).where(revision.c.name == name)) or 0)


def set_number(connection: Connection, name: str, value: int) -> None:
    """Write a named number of at most 31 bits."""
    connection.execute(delete(revision).where(revision.c.name == name))
    connection.execute(insert(revision), [{"name": name, "value": value}])
