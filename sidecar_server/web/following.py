"""Follows the store: looks when it tells of a change, and often besides; serves what changed."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

import structlog

from sidecar_server.library.watching import Watch
from sidecar_server.web.live import Live
from sidecar_server.web.parts import Mind

log = structlog.get_logger("sidecar.library")


async def follow(watch: Watch, *looks: Callable[[], Awaitable[None]]) -> None:
    """Look now, whenever the store tells of a change, and at least every `watch.every_s`.

    Each finds out whether what concerns it has changed. An error of its own would end this.
    """
    told, loop = asyncio.Event(), asyncio.get_running_loop()
    watch.tell(lambda: loop.call_soon_threadsafe(told.set))
    while True:
        told.clear()
        for look in looks:
            await look()
        with suppress(TimeoutError):
            async with asyncio.timeout(watch.every_s):
                await told.wait()


@dataclass
class Fault:
    """What may go wrong at every look: logged when it begins and when it is over."""

    begins: str
    ends: str
    lasts: bool = False

    @contextmanager
    def caught(self) -> Iterator[None]:
        """Catch what goes wrong inside; `lasts` tells whether something did."""
        try:
            yield
        except Exception as error:
            if not self.lasts:
                log.error(self.begins, exc_info=error)
            self.lasts = True
        else:
            if self.lasts:
                log.warning(self.ends)
            self.lasts = False


@dataclass
class Following:
    """Keeps the library that is served equal to the one that is stored.

    Looks go on while a changed library is built, so that the database is known to answer.
    """

    live: Live
    mind: Mind
    _stored: int = 0
    _building: asyncio.Task[None] | None = None
    _improving: asyncio.Task[None] | None = None
    _lost: Fault = field(
        default_factory=lambda: Fault("the database does not answer", "the database answers again")
    )
    _unread: Fault = field(
        default_factory=lambda: Fault("library not read", "the library is read again")
    )
    _unlearnt: Fault = field(
        default_factory=lambda: Fault("library not learnt", "the library is learnt again")
    )

    async def look(self) -> None:
        """Read the stored revision; where it is another, begin to build what it stands for."""
        with self._lost.caught():
            self._stored = await asyncio.to_thread(self.mind.revision)
            self.live.readiness.heard()
        idle = self._building is None or self._building.done()
        if idle and not self._lost.lasts and self._stored != self._served:
            self._building = asyncio.create_task(self._build())

    @property
    def _served(self) -> int:
        return self.mind.advisor.searchable.library.revision

    async def _build(self) -> None:
        """Build until nothing newer was seen meanwhile; what fails is tried at the next look."""
        known = None
        while self._stored not in {known, self._served}:
            known, start = self._stored, time.perf_counter()
            with self._unread.caught():
                await asyncio.to_thread(self.mind.refresh)
            if self._unread.lasts:
                return
            self.live.metrics.refreshes.observe(time.perf_counter() - start)
            log.info("library served", revision=self._served)
            self.live.library_changed(self._served)
        self._improving = asyncio.create_task(self._improve(self._improving))

    async def _improve(self, former: asyncio.Task[None] | None) -> None:
        """Learn beside what is served; a failure is said, and tried with the next change."""
        if former:
            await former
        with self._unlearnt.caught():
            await asyncio.to_thread(self.mind.improve)
