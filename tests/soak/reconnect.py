"""A thousand clients of the extension's own kind, and a server that ends below them: all come back.

What their pages showed meanwhile is answered. Waits are drawn with full jitter, so that they do
not come at one moment.
"""

import asyncio
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sidecar_server.library.database import open_database
from sidecar_server.web.credentials import Credentials
from tests.process import SidecarProcess
from tests.soak.looks import memory_kib
from tests.soak.outcome import Outcome
from tests.soak.under_node import REAL_SOCKETS, UnderNode

CLIENTS, RESTARTS = 1_000, 6
SLICE_CLIENTS, SLICE_RESTARTS = 100, 1
MANY = Path(__file__).with_name("many.js")
PATIENCE = 5_000  # looks, 20 ms between
GROWS_KIB = 20 * 1024  # from the first server with everybody to the last
BUCKET_MS = 100


class Crowd(UnderNode):
    """The clients in their process, and what was heard of them since the last `forget`."""

    def __init__(self, count: int) -> None:
        super().__init__(*REAL_SOCKETS, str(MANY))
        self.count = count
        self.back: set[int] = set()
        self.answered: dict[int, str] = {}  # the newest message by client
        self.dialled: Counter[int] = Counter()  # by tenths of a second
        self.last_ms = 0

    def forget(self) -> None:
        self.back.clear()
        self.answered.clear()
        self.dialled.clear()

    async def until(self, holds: Callable[[], bool]) -> bool:
        """Wait until it holds; false where it never does."""
        for _ in range(PATIENCE):
            if holds():
                return True
            await asyncio.sleep(0.02)
        return False

    async def hear(self, message: str) -> int:
        """Wait until everybody was answered about a message; gives how many were not."""
        await self.until(lambda: self._right(message) == self.count)
        return self.count - self._right(message)

    def _right(self, message: str) -> int:
        return sum(one == message for one in self.answered.values())

    def heard(self, said: dict[str, Any]) -> None:
        """Note a dial, a client that is back, an answer."""
        if "dialled" in said:
            self.dialled[said["at"] // BUCKET_MS] += 1
        elif "back" in said:
            self.back.add(said["back"])
        elif said["lines"]:
            self.answered[said["answered"]] = said["message"]
            self.last_ms = said["at"]


@dataclass
class Round:
    """What one restart showed."""

    last_s: float  # from the server's being ready until the last was answered
    lost: int
    at_once: int  # clients that dialled within the busiest tenth of a second
    memory_kib: int


async def _restart(crowd: Crowd, server: SidecarProcess, number: int) -> Round:
    """End the server, politely or not, let every page go on, start it, and wait for all."""
    crowd.forget()
    await asyncio.to_thread(server.stop, kill=bool(number % 2))
    crowd.ask(message=f"n{number}")
    await asyncio.to_thread(server.start)
    ready_ms = time.time() * 1000
    lost = await crowd.hear(f"n{number}")
    busiest = max(crowd.dialled.values(), default=0)
    memory = memory_kib(server.pid)
    return Round(round((crowd.last_ms - ready_ms) / 1000, 2), lost, busiest, memory)


async def _rounds(server: SidecarProcess, tokens: list[str], restarts: int) -> list[Round]:
    crowd = Crowd(len(tokens))
    await crowd.start()
    try:
        crowd.ask(message="m")
        crowd.ask(dial=True, authority=server.authority, tokens=tokens)
        assert not await crowd.hear("m"), "not everybody was answered at first"
        return [await _restart(crowd, server, number) for number in range(restarts)]
    finally:
        await crowd.stop()


def measure(home: Path, clients: int, restarts: int) -> Outcome:
    """Restart a server over `home` so often below so many."""
    server = SidecarProcess(home, "hashing")
    server.run("token", "first")  # so that there is a database
    engine = open_database(home)
    credentials = Credentials(engine)
    tokens = [credentials.create(f"agent {number}") for number in range(clients)]
    engine.dispose()
    with server:
        rounds = asyncio.run(_rounds(server, tokens, restarts))
        alive = server.runs
    lost, grown = sum(one.lost for one in rounds), rounds[-1].memory_kib - rounds[0].memory_kib
    found = {
        "clients": clients,
        "restarts": restarts,
        "lost": lost,
        "last_s": [one.last_s for one in rounds],
        "at_once": [one.at_once for one in rounds],
        "memory_kib": [one.memory_kib for one in rounds],
        "alive": alive,
    }
    figure = (
        f"{restarts} restarts below {clients:,} clients: {lost} answers lost, the last was back "
        f"after {max(one.last_s for one in rounds):g} s; at most "
        f"{max(one.at_once for one in rounds)} dialled within a tenth of a second; the server "
        f"held {rounds[-1].memory_kib / 1024:.0f} MiB"
    )
    return Outcome(figure, alive and not lost and grown <= GROWS_KIB, found)


def run(full: bool) -> Outcome:
    """Restart at full size, or once below a few."""
    counts = (CLIENTS, RESTARTS) if full else (SLICE_CLIENTS, SLICE_RESTARTS)
    with tempfile.TemporaryDirectory() as folder:
        return measure(Path(folder) / "home", *counts)
