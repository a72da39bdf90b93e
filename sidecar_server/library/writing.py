"""Transactions that read before they write: one at a time, over all processes and copies."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, select

from sidecar_server.library.tables import revision

_WHOLE = {"sqlite": "BEGIN IMMEDIATE"}


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Begin a transaction that no other writer of the library is in at the same time."""
    with engine.begin() as connection:
        if begin := _WHOLE.get(engine.dialect.name):
            connection.exec_driver_sql(begin)
        else:
            connection.execute(select(revision).with_for_update())
        yield connection
