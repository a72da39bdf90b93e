"""The practice runs that are going on: in memory only, bounded, forgotten when idle."""

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from sidecar_server.practice.run import Run

MOST, FORGET_AFTER_S = 300, 3_600.0


@dataclass
class Going:
    """One run: its name is its secret, `owner` the credential that plays it."""

    id: str
    owner: str
    run: Run
    started: float
    touched: float
    lock: Lock = field(default_factory=Lock)  # one message at a time


class Runs:
    """All runs of this process; `now` in seconds of a clock that nobody sets."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now, self._going = now, OrderedDict[str, Going]()
        self._lock = Lock()

    def begin(self, owner: str, run: Run) -> Going:
        """Take a new run; beyond 300 the longest untouched is forgotten."""
        at = self._now()
        going = Going(secrets.token_urlsafe(24), owner, run, at, at)
        with self._lock:
            self._sweep(at)
            self._going[going.id] = going
            while len(self._going) > MOST:
                self._going.popitem(last=False)
        return going

    def get(self, id_: str) -> Going | None:
        """Give a run by its name, and count this as an event of it."""
        at = self._now()
        with self._lock:
            self._sweep(at)
            found = self._going.get(id_)
            if found:
                found.touched = at
                self._going.move_to_end(id_)
        return found

    def at(self, going: Going) -> float:
        """Give the seconds since a run began."""
        return round(self._now() - going.started, 1)

    def _sweep(self, at: float) -> None:
        while self._going:
            oldest = next(iter(self._going.values()))
            if at - oldest.touched < FORGET_AFTER_S:
                return
            self._going.popitem(last=False)
