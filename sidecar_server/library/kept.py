"""What the database holds beside the library, and whether words of a chat are among it."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Boolean, Connection, Engine, Float, Integer, MetaData, Table, func, select

from sidecar_server.library.tables import proposal, usage

# Lines, as files and leads wrote them, their vectors, and the schema's number.
LIBRARY = frozenset({"entry", "change", "scenario", "vector", "alembic_version"})
LEAST = 24  # characters: a shorter text may stand anywhere by chance
_PLAIN = (Integer, Float, Boolean)


@dataclass(frozen=True, slots=True)
class Kept:
    """Rows of usage counts and of lines for the lead; `words`: all that can be read, folded."""

    usage: int
    proposals: int
    words: str  # one stored text a line


def kept(engine: Engine) -> Kept:
    """Read every table but the library's, also one that is none of ours; StoreProblem."""
    there = MetaData()
    there.reflect(engine, only=lambda name, _: name not in LIBRARY)
    texts: set[str] = set()
    with engine.connect() as connection:
        for column in (one for table in there.sorted_tables for one in table.columns):
            if not isinstance(column.type, _PLAIN):
                found = connection.execute(select(column).distinct()).scalars()
                texts.update(_text(one) for one in found if one is not None)
        return Kept(_rows(connection, usage), _rows(connection, proposal), folded(texts))


def folded(texts: Iterable[str]) -> str:
    """Give the texts a line each, without capitals and with single spaces."""
    return "\n".join(_fold(text) for text in texts)


def holding(words: str, said: Iterable[str]) -> int:
    """Count the lines of `folded` texts in which something that was said stands whole.

    What is shorter than `LEAST` characters is passed over.
    """
    wanted = {one for text in said if len(one := _fold(text)) >= LEAST}
    there = [one for one in wanted if one in words]
    return sum(any(one in line for one in there) for line in words.split("\n")) if there else 0


def _rows(connection: Connection, table: Table) -> int:
    return connection.scalar(select(func.count()).select_from(table)) or 0


def _text(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _fold(text: str) -> str:
    return " ".join(text.casefold().split())
