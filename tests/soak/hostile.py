"""S4: hostile frames by the hundred thousand, a good client beside them, nothing left behind."""

import asyncio
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from tests.bench.rounds import percentile
from tests.process import SidecarProcess
from tests.soak import frames
from tests.soak.looks import free
from tests.soak.outcome import Outcome
from tests.web.desk import Client, dialled
from tests.web.raw import Raw, connected, text

FULL, SLICE = 1_000_000, 100_000
ATTACKERS = 4
BATCH = 250  # frames, after which the server shows that it has read them
EVERY = 4  # batches on one connection, which then ends as badly as it can
SEED = 4


@dataclass
class Good:
    """A client that behaves, once every 50 ms, on one connection from the first to the last."""

    asked: int = 0
    took_ms: list[float] = field(default_factory=list)

    async def chat(self, server: SidecarProcess, token: str, over: asyncio.Event) -> None:
        async with dialled(server.authority, token) as client:
            await client.opened("good")
            while not over.is_set():
                await self._ask(client)
                await asyncio.sleep(0.05)

    async def _ask(self, client: Client) -> None:
        start = time.perf_counter()
        self.asked += 1
        await client.seen(f"m{self.asked}", "where is my parcel", "good")
        found = await client.get("suggestions", 20)
        assert found["about"] == {"message": f"m{self.asked}"}
        self.took_ms.append((time.perf_counter() - start) * 1000)


@dataclass
class Attack:
    """Hostile clients that share a number of frames."""

    server: SidecarProcess
    token: str
    left: int
    sent: int = 0

    async def one(self, chance: random.Random) -> None:
        """Attack on one connection after the other."""
        while self.left > 0:
            async with connected(self.server.authority, self.token) as raw:
                for _ in range(EVERY):
                    await self._batch(raw, chance)
                await self._end(raw, chance)
            await self._before_welcome(chance)

    async def _batch(self, raw: Raw, chance: random.Random) -> None:
        await self._write(raw, frames.living(chance, BATCH))
        await self._is_read(raw)

    async def _write(self, raw: Raw, batch: list[bytes]) -> None:
        self.left -= len(batch)
        self.sent += len(batch)
        raw.writer.write(b"".join(batch))

    async def _is_read(self, raw: Raw) -> None:
        """Wait until the server answers what was sent last, so that all before it was read."""
        proof = f"proof-{self.sent}"
        raw.writer.write(text({"type": "message.removed", "conversation": proof, "message": "m"}))
        tail = b""
        while proof.encode() not in tail:
            tail = tail[-99:] + (data := await raw.reader.read(65_536))
            assert data, "the server hung up on frames that it should live with"

    async def _end(self, raw: Raw, chance: random.Random) -> None:
        with suppress(ConnectionError):
            await self._write(raw, [frames.ending(chance)])
            raw.writer.write_eof()
            async with asyncio.timeout(20):
                while await raw.reader.read(65_536):
                    pass

    async def _before_welcome(self, chance: random.Random) -> None:
        """Send what is no handshake."""
        with suppress(ConnectionError):
            async with connected(self.server.authority) as raw:
                await self._write(raw, frames.living(chance, 3))
                raw.writer.write_eof()
                async with asyncio.timeout(20):
                    while await raw.reader.read(65_536):
                        pass


async def attack(server: SidecarProcess, count: int, seed: int) -> tuple[Attack, Good, float]:
    """Send so many frames; gives what was sent, how the good client fared, and the seconds."""
    good, over = Good(), asyncio.Event()
    bad = Attack(server, server.run("token", "Mallory"), count)
    chatting = asyncio.create_task(good.chat(server, server.run("token", "Ana"), over))
    start = time.perf_counter()
    await asyncio.gather(*(bad.one(random.Random(f"{seed} {n}")) for n in range(ATTACKERS)))  # noqa: S311
    took = time.perf_counter() - start
    over.set()
    await chatting
    return bad, good, took


def traces(server: SidecarProcess) -> Iterator[str]:
    """Name what an attack left behind: tracebacks in the logs, the canary in any file."""
    logs = [server.log, *server.home.rglob("*.log*")]
    yield from (f"a traceback in {one.name}" for one in logs if b"Traceback" in one.read_bytes())
    kept = [server.log, *(one for one in server.home.rglob("*") if one.is_file())]
    said = frames.CANARY.encode()
    yield from (f"a customer's words in {one.name}" for one in kept if said in one.read_bytes())
    if frames.CANARY in server.said:
        yield "a customer's words on standard output"


def measure(home: Path, count: int, seed: int = SEED) -> Outcome:
    """Attack a server over `home` at its most talkative."""
    with free(home, SIDECAR_LOG_LEVEL="debug") as server:
        bad, good, took = asyncio.run(attack(server, count, seed))
        alive = server.runs
    left = sorted(traces(server))
    found = {
        "frames": bad.sent,
        "frames_per_s": round(bad.sent / took),
        "exits": int(not alive),
        "traces": left,
        "good_asked": good.asked,
        "good_answered": len(good.took_ms),
        "good_p50_ms": round(percentile(good.took_ms, 0.5), 1),
        "good_p99_ms": round(percentile(good.took_ms, 0.99), 1),
    }
    met = alive and not left and good.asked == len(good.took_ms) and bad.sent >= count
    figure = (
        f"{bad.sent:,} hostile frames ({found['frames_per_s']:,}/s): {found['exits']} exits, "
        f"{len(left)} traces; the good client had {len(good.took_ms):,} of {good.asked:,} answers, "
        f"p99 {found['good_p99_ms']} ms"
    )
    return Outcome(figure, met, found)


def run(full: bool) -> Outcome:
    """Measure at full size, or a slice."""
    with tempfile.TemporaryDirectory() as folder:
        return measure(Path(folder) / "home", FULL if full else SLICE)
