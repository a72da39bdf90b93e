"""A change is told of once it is kept, by whoever wrote it; a lost connection is made anew."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine

from sidecar_server.library.database import open_database
from sidecar_server.library.store import Store
from sidecar_server.library.tables import bump
from sidecar_server.library.watching import Watch, watching
from tests.databases import ask, engine, fresh
from tests.sample import LIBRARY

__all__ = ["engine"]
PATIENCE_S = 20.0
LISTENERS = "FROM pg_stat_activity WHERE query = 'LISTEN sidecar' AND datname = current_database() "


class Told:
    """Counts what a watch tells."""

    def __init__(self) -> None:
        self.times = 0
        self._more = threading.Condition()

    def __call__(self) -> None:
        with self._more:
            self.times += 1
            self._more.notify_all()

    def reaches(self, times: int) -> bool:
        with self._more:
            return self._more.wait_for(lambda: self.times >= times, PATIENCE_S)


@contextmanager
def watched(engine: Engine) -> Iterator[tuple[Watch, Told]]:
    watch, told = watching(engine), Told()
    watch.tell(told)
    try:
        yield watch, told
    finally:
        watch.close()
    assert not [one for one in threading.enumerate() if one.name == "watching"]


def comes_true(what: Callable[[], bool]) -> bool:
    until = time.monotonic() + PATIENCE_S
    while not what():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


@pytest.fixture
def url() -> str:
    return fresh()


@pytest.fixture
def postgres(url: str) -> Iterator[Engine]:
    made = open_database(Path("unused"), url)
    Store(made).follow(LIBRARY)
    yield made
    made.dispose()


def listens(url: str) -> bool:
    return bool(ask(url, f"SELECT pid {LISTENERS}"))


def test_what_somebody_else_writes_is_told(postgres: Engine, url: str) -> None:
    other = open_database(Path("unused"), url)
    with watched(postgres) as (_, told):
        assert comes_true(lambda: listens(url))
        before = told.times
        with other.begin() as connection:
            bump(connection)
        assert told.reaches(before + 1)
        with other.begin() as connection:
            bump(connection, "access")
        assert told.reaches(before + 2)
    other.dispose()


def test_what_was_taken_back_is_not_told(postgres: Engine, url: str) -> None:
    with watched(postgres) as (_, told):
        assert comes_true(lambda: listens(url))
        assert told.reaches(1)
        before = told.times
        with postgres.connect() as connection:
            bump(connection)
            connection.rollback()
        with postgres.begin() as connection:
            bump(connection)
        assert told.reaches(before + 1)
        assert told.times == before + 1


def test_a_lost_connection_is_made_anew_and_tells_of_what_was_missed(
    postgres: Engine, url: str
) -> None:
    with watched(postgres) as (_, told):
        assert comes_true(lambda: listens(url))
        assert told.reaches(1)
        before = told.times
        ask(url, f"SELECT pg_terminate_backend(pid) {LISTENERS}")
        assert told.reaches(before + 1)  # nothing was written: it tells in case something was
        with postgres.begin() as connection:
            bump(connection)
        assert told.reaches(before + 2)


def test_the_pool_keeps_its_connections(postgres: Engine, url: str) -> None:
    with watched(postgres):
        assert comes_true(lambda: listens(url))
        lent = [postgres.connect() for _ in range(15)]  # as many as the pool gives
        for one in lent:
            one.close()
    assert comes_true(lambda: not listens(url))


def test_every_database_can_be_watched_and_is_looked_at_besides(engine: Engine) -> None:
    with watched(engine) as (watch, _), engine.begin() as connection:
        assert 0 < watch.every_s <= 1  # changes are everywhere within two seconds
        bump(connection)
