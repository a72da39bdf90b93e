"""Transactions that read before they write: one at a time, over all processes and copies."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, select

from sidecar_server.library.tables import revision

_WHOLE = {"sqlite": "BEGIN IMMEDIATE"}
_TOLD: WeakKeyDictionary[Engine, list[Callable[[], object]]] = WeakKeyDictionary()


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Begin a transaction that no other writer of the library is in at the same time.

    Once it is kept, whoever asked to be told by `after_writing` is.
    """
    with engine.begin() as connection:
        if begin := _WHOLE.get(engine.dialect.name):
            connection.exec_driver_sql(begin)
        else:
            connection.execute(select(revision).with_for_update())
        yield connection
    for call in tuple(_TOLD.get(engine, ())):
        call()


def after_writing(engine: Engine, call: Callable[[], object]) -> Callable[[], None]:
    """Have this called whenever this process has written by this engine; gives what ends that."""
    calls = _TOLD.setdefault(engine, [])
    calls.append(call)
    return lambda: calls.remove(call) if call in calls else None
