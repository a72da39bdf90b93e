"""Vectors in PostgreSQL: a table for each encoder's examples and lines, shared by all copies.

They stand in a schema of their own, which a database's owner may drop: it is made again. The
extension stands there too, since its type is called like our table `vector`.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pgvector import Vector as Kept
from sqlalchemy import Connection, Engine

from sidecar_server.library.indexes.protocol import Rows, Vector
from sidecar_server.library.rows import digest

LOCK = 0x51DECA13  # of whoever makes or fills a table; others wait here
KEPT_UNUSED = timedelta(days=7)  # a copy of another version may still serve it
_RECENT = 2_000  # vectors held: of lines that are shown, so compared, again and again
_AT_ONCE = 1_024  # rows written in one transaction
COMPARED = 5_000  # rows up to which PostgreSQL compares all: as quick as a graph, and exact
# Measured at 100,000 clustered vectors (docs/architecture.md): recall@3 0.996.
GRAPH = "m = 16, ef_construction = 128"
SEARCHED = 300  # ef_search: candidates looked at
_MOST_MB = 2_048  # of memory in which PostgreSQL makes the graph
Cosines = list[tuple[bytes, float]]  # digests of texts with their cosines, nearest first


class Table:
    """The vectors of an encoder's examples, or lines, by the digests of their texts."""

    def __init__(
        self, engine: Engine, name: str, dimensions: int, unused: timedelta = KEPT_UNUSED
    ) -> None:
        self._engine, self._unused = engine, unused
        self._named = {"{name}": name, "{dimensions}": str(dimensions)}
        self._middles: dict[bytes, Vector] = {}
        self._recent: dict[bytes, Vector] = {}

    def follow(self, wanted: Sequence[bytes], read: Callable[[Sequence[bytes]], Rows]) -> None:
        """Write what is wanted and missing; what nobody has wanted for long goes."""
        with self._writing() as connection:
            self._run(
                "CREATE TABLE IF NOT EXISTS {name} (digest bytea PRIMARY KEY, "
                "embedding vector({dimensions}) NOT NULL)",
                connection,
            )
            there = set(self._run("SELECT digest FROM {name}", connection).scalars())
            self._sweep(connection, there - set(wanted))
            missing = sorted(set(wanted) - there)
            if len(missing) > len(there):  # one graph is made sooner than so many are added to it
                self._run("DROP INDEX IF EXISTS {name}_graph", connection)
        for start in range(0, len(missing), _AT_ONCE):
            self._write(missing[start : start + _AT_ONCE], read)
        if len(there) + len(missing) > COMPARED:
            self._make_graph()

    def nearest(self, vector: Vector, most: int) -> Cosines:
        """Give the nearest rows; of more than `COMPARED` by the graph, which may miss some."""
        return self._asked(
            "SELECT digest, -(embedding <#> %(to)s) FROM {name} "
            "ORDER BY embedding::halfvec({dimensions}) <#> %(to)s::halfvec({dimensions}) "
            "LIMIT %(most)s",
            {"to": vector, "most": most},
        )

    def every(self, vector: Vector) -> Cosines:
        """Give every row; exact, and slow where there are many."""
        return self._asked("SELECT digest, -(embedding <#> %(to)s) FROM {name}", {"to": vector})

    def these(self, vector: Vector, digests: Sequence[bytes]) -> Cosines:
        """Give some rows alone."""
        return self._asked(
            "SELECT digest, -(embedding <#> %(to)s) FROM {name} WHERE digest = ANY(%(these)s)",
            {"to": vector, "these": list(digests)},
        )

    def vectors(self, digests: Sequence[bytes]) -> Mapping[bytes, Vector]:
        """Give the vectors of some texts; those asked for lately are held."""
        recent = self._recent
        fresh = self._read([one for one in digests if one not in recent])
        if fresh:
            self._recent = {**recent, **fresh} if len(recent) < _RECENT else fresh
        return {one: fresh[one] if one in fresh else recent[one] for one in digests}

    def _read(self, digests: Sequence[bytes]) -> dict[bytes, Vector]:
        if not digests:
            return {}
        with self._engine.connect() as connection:
            rows = self._run(
                "SELECT digest, embedding FROM {name} WHERE digest = ANY(%(these)s)",
                connection,
                {"these": list(digests)},
            ).all()
        return {bytes(name): _row(kept) for name, kept in rows}

    def middles(self, groups: Sequence[bytes]) -> list[Vector]:
        """Give the mean of each group's vectors; a group is its texts' digests, joined.

        A group that was asked for the last time is not worked out again.
        """
        new = {group for group in groups if group not in self._middles}
        found = {**self._middles, **self._means(sorted(new))}
        self._middles = {group: found[group] for group in groups}
        return [found[group] for group in groups]

    def _means(self, groups: Sequence[bytes]) -> Mapping[bytes, Vector]:
        pairs = [(each, at) for at, group in enumerate(groups) for each in parts(group)]
        with self._patient() as connection:
            rows = self._run(
                "SELECT at, avg(embedding) FROM "
                "unnest(%(digests)s::bytea[], %(at)s::int[]) AS wanted (digest, at) "
                "JOIN {name} USING (digest) GROUP BY at",
                connection,
                {"digests": [one for one, _ in pairs], "at": [at for _, at in pairs]},
            ).all()
        return {groups[at]: _row(kept) for at, kept in rows}

    def _sweep(self, connection: Connection, foreign: set[bytes]) -> None:
        """Note what this library does not want; drop what was noted long ago and not claimed."""
        self._run(
            "CREATE TABLE IF NOT EXISTS {name}_unused (digest bytea PRIMARY KEY, "
            "since timestamptz NOT NULL DEFAULT now())",
            connection,
        )
        noted = set(self._run("SELECT digest FROM {name}_unused", connection).scalars())
        for statement, digests in (
            ("DELETE FROM {name}_unused WHERE digest = ANY(%(these)s)", noted - foreign),
            ("INSERT INTO {name}_unused SELECT unnest(%(these)s::bytea[])", foreign - noted),
        ):
            if digests:
                self._run(statement, connection, {"these": list(digests)})
        self._run(
            "WITH old AS (DELETE FROM {name}_unused WHERE since <= now() - %(age)s "
            "RETURNING digest) DELETE FROM {name} USING old WHERE {name}.digest = old.digest",
            connection,
            {"age": self._unused},
        )

    def _write(self, digests: Sequence[bytes], read: Callable[[Sequence[bytes]], Rows]) -> None:
        """Write what no other copy has written meanwhile."""
        with self._writing() as connection:
            query, these = "SELECT digest FROM {name} WHERE digest = ANY(%(these)s)", list(digests)
            known = set(self._run(query, connection, {"these": these}).scalars())
            if new := [one for one in digests if one not in known]:
                pairs = zip(new, read(new), strict=True)
                rows = [{"digest": one, "embedding": row} for one, row in pairs]
                self._run("INSERT INTO {name} VALUES (%(digest)s, %(embedding)s)", connection, rows)

    def _make_graph(self) -> None:
        """Make the graph of what is there, unless there is one."""
        with self._writing() as connection:
            if self._run("SELECT to_regclass('{name}_graph')", connection).scalar():
                return
            count = self._run("SELECT count(*) FROM {name}", connection).scalar_one()
            size = 2 * int(self._named["{dimensions}"]) + 1_500  # bytes of a row, about
            room = min(_MOST_MB, 64 + count * size // 2**20)
            self._run(f"SET LOCAL maintenance_work_mem = '{room}MB'", connection)
            # Several processes would share it by /dev/shm, which containers keep small.
            self._run("SET LOCAL max_parallel_maintenance_workers = 0", connection)
            self._run(
                "CREATE INDEX {name}_graph ON {name} USING hnsw "
                f"((embedding::halfvec({{dimensions}})) halfvec_ip_ops) WITH ({GRAPH})",
                connection,
            )
            self._run("ANALYZE {name}", connection)

    def _asked(self, query: str, values: Mapping[str, Any]) -> Cosines:
        with self._engine.connect() as connection:
            rows = self._run(query, connection, values).all()
        found = [(bytes(one), float(cosine)) for one, cosine in rows]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    def _run(self, statement: str, connection: Connection, values: Any = None) -> Any:
        for mark, stands_for in self._named.items():
            statement = statement.replace(mark, stands_for)
        return connection.exec_driver_sql(statement, values)

    @contextmanager
    def _patient(self) -> Iterator[Connection]:
        """Begin a transaction that may take as long as it takes."""
        engine = self._engine.execution_options(isolation_level="READ COMMITTED")
        with engine.begin() as connection:
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
            yield connection

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        """Begin a transaction that no other copy writes an index in at the same time."""
        with self._patient() as connection:
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(%(lock)s)", {"lock": LOCK})
            yield connection


def name_of(encoder: str, part: str) -> str:
    """Name the table of an encoder's vectors so that a person sees which it is."""
    spelt = re.sub(r"\W+", "_", encoder)[:30].lower()
    return f"{part}_{spelt}_{digest(encoder).hex()[:8]}"


def parts(group: bytes) -> list[bytes]:
    """Take digests that were joined apart."""
    return [group[at : at + 16] for at in range(0, len(group), 16)]


def _row(kept: Kept) -> Vector:
    row: NDArray[Any] = kept.to_numpy()
    return row.astype(np.float32)
