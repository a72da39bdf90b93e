"""Where an import waits between its preview and its confirmation: in memory, not many, not long."""

import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Event, Lock, Timer
from typing import Literal

from sidecar_server.curation.exchange.placing import Places
from sidecar_server.curation.exchange.plan import Choice, Plan
from sidecar_server.curation.exchange.reading import Reading
from sidecar_server.errors import Conflict

LASTS_S = 15 * 60.0
MOST = 4  # that wait at once
Phase = Literal["reading", "ready", "taking", "done", "failed"]
BUSY: Sequence[Phase] = ("reading", "taking")


@dataclass
class Import:
    """One import of one session: how far it is and, while it waits, what was read."""

    id: str
    owner: str
    name: str
    ends_at: float
    phase: Phase = "reading"
    done: int = 0
    total: int = 0
    reading: Reading | None = None
    places: Places = field(default_factory=dict)
    planned: tuple[int, Choice, Plan] | None = None  # at a revision, as it was chosen
    problem: str = ""
    batch: str = ""
    taken: int = 0
    settled: Event = field(default_factory=Event)  # nothing runs

    @property
    def busy(self) -> bool:
        """Whether something is being done with it."""
        return self.phase in BUSY

    @property
    def foreign(self) -> int:
        """How many of its lines have no situation of their own."""
        return len(self.reading.foreign) if self.reading else 0

    def progress(self, done: int, total: int) -> None:
        """Note how far it is."""
        self.done, self.total = done, total

    def settle(self, phase: Phase, problem: str = "") -> None:
        """Note how it ended; what was read is let go with it, where it is not waited for."""
        if phase != "ready":
            self.reading, self.planned, self.places = None, None, {}
        self.phase, self.problem = phase, problem
        self.settled.set()


class Room:
    """The imports of one process; each method is short and may be called from any thread."""

    def __init__(self, now: Callable[[], float] = time.monotonic, most: int = MOST) -> None:
        self._now, self._most = now, most
        self._waiting: dict[str, Import] = {}
        self._lock = Lock()
        self._timer: Timer | None = None

    def add(self, owner: str, name: str) -> Import:
        """Begin an import; of too many the one that waited longest makes room, if nothing runs."""
        with self._lock:
            self._sweep()
            if len(self._waiting) >= self._most:
                idle = next((one for one in self._waiting.values() if not one.busy), None)
                if idle is None:
                    raise Conflict("other imports are running", fix="wait until one is done")
                del self._waiting[idle.id]
            one = Import(secrets.token_urlsafe(16), owner, name, self._now() + LASTS_S)
            self._waiting[one.id] = one
            self._watch()
        return one

    def find(self, owner: str, id_: str) -> Import | None:
        """Give an import to the session that began it, and to no other."""
        with self._lock:
            self._sweep()
            one = self._waiting.get(id_)
            return one if one and one.owner == owner else None

    def drop(self, one: Import) -> None:
        """Forget an import that does not run."""
        with self._lock:
            if not one.busy:
                self._waiting.pop(one.id, None)

    def begin(self, one: Import) -> bool:
        """Let what is ready be taken, once."""
        with self._lock:
            if one.phase != "ready":
                return False
            one.phase, one.done, one.total = "taking", 0, 0
            one.settled.clear()
            return True

    def _watch(self) -> None:
        """Look again when the first of them is over: nothing waits longer because nobody asks."""
        if self._timer is None and self._waiting:
            soonest = min(one.ends_at for one in self._waiting.values())
            self._timer = Timer(max(1.0, soonest - self._now()), self._over)
            self._timer.daemon = True
            self._timer.start()

    def _over(self) -> None:
        with self._lock:
            self._timer = None
            self._sweep()
            self._watch()

    def _sweep(self) -> None:
        now = self._now()
        for one in list(self._waiting.values()):
            if not one.busy and one.ends_at <= now:
                del self._waiting[one.id]
