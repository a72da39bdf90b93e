"""Tells that something in the store has changed: PostgreSQL says so itself, SQLite is looked at.

Of what this very process writes it is told in either case.
"""

import threading
from collections.abc import Callable, Mapping
from contextlib import closing
from typing import Any, Protocol

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from sidecar_server.errors import StoreProblem
from sidecar_server.library.tables import CHANNEL
from sidecar_server.library.writing import after_writing

Tell = Callable[[], object]


class Watch(Protocol):
    """What a copy waits on; whoever is told looks at the number that concerns it."""

    every_s: float  # look at least this often: not every change is told of

    def tell(self, call: Tell) -> None:
        """Call this, in any thread, whenever something may have changed."""
        ...

    def close(self) -> None:
        """Tell nobody any more; may take a second."""
        ...


class Looking:
    """For a database that tells of nothing: one row is read, four times a second."""

    every_s = 0.25

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._ends: list[Tell] = []

    def tell(self, call: Tell) -> None:
        """Call this, in the writer's thread, whenever this process has written."""
        self._ends.append(after_writing(self._engine, call))

    def close(self) -> None:
        """Tell nobody any more."""
        for end in self._ends:
            end()


class Listening:
    """A connection of its own on which PostgreSQL tells of changes; one that is lost is made anew.

    Who looks every second besides misses nothing meanwhile, nor where a pooler swallows what is
    told.
    """

    every_s = 1.0
    _AGAIN_S = 1.0  # between two tries to connect
    _BREATH_S = 0.25  # how long a wait takes no notice of `close`

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._calls: list[Tell] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, name="watching", daemon=True)

    def tell(self, call: Tell) -> None:
        """Call this whenever something was announced, and after each connecting."""
        self._calls.append(call)
        if len(self._calls) == 1:
            self._thread.start()

    def close(self) -> None:
        """Hang up."""
        self._over.set()
        if self._calls:
            self._thread.join(self._AGAIN_S)  # unless it is connecting, which may take longer

    def _run(self) -> None:
        while not self._over.is_set():
            try:
                self._listen()
            except (StoreProblem, SQLAlchemyError, self._engine.dialect.loaded_dbapi.Error):
                # Those who look find out, and say so.
                self._over.wait(self._AGAIN_S)

    def _listen(self) -> None:
        borrowed = self._engine.raw_connection()
        borrowed.detach()  # the pool does not count it, and never gets it back
        driver: Any = borrowed.dbapi_connection
        with closing(driver):
            driver.autocommit = True
            driver.execute(f"LISTEN {CHANNEL}")
            self._told()  # of what was written while nobody listened
            while not self._over.is_set():
                for _ in driver.notifies(timeout=self._BREATH_S, stop_after=1):
                    self._told()

    def _told(self) -> None:
        for call in self._calls:
            call()


# How each database is watched.
_KINDS: Mapping[str, Callable[[Engine], Watch]] = {
    "sqlite": Looking,
    "postgresql": Listening,
}


def watching(engine: Engine) -> Watch:
    """Begin to watch a database; to be closed before the engine is disposed of."""
    return _KINDS[engine.dialect.name](engine)
