"""S7: a thousand idle connections and a hundred messages a second, beside a bare echo server."""

import asyncio
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from websockets.asyncio.client import ClientConnection
from websockets.exceptions import ConnectionClosed

from tests.bench.rounds import percentile
from tests.soak.looks import memory_kib
from tests.soak.outcome import Outcome
from tests.web.desk import Client, dial

IDLE, PER_S, TURN_S, TURNS = 1_000, 100, 2.0, 30
SLICE_IDLE, SLICE_TURNS = 400, 1
WRITERS = 20  # connections that the messages come by
TIMES, KIB = 3.0, 40.0
AT_ONCE = 50  # handshakes
LATE_S = 10.0
TEXT = "where is my parcel? it was due monday and nobody answers"


@dataclass
class Party:
    """One of the two servers: its process, its idle connections, its writers."""

    authority: str
    tokens: list[str]  # one a connection, none where nobody asks for one
    pid: int
    texts: Sequence[str] = (TEXT,)  # of the messages, in turn
    idle: list[ClientConnection] = field(default_factory=list)
    writers: list["Writer"] = field(default_factory=list)
    kib_each: float = 0.0  # memory of an idle connection
    took_ms: list[float] = field(default_factory=list)
    sent: int = 0
    dropped: int = 0  # connections and answers

    async def fill(self, stack: AsyncExitStack, idle: int, writers: int = WRITERS) -> None:
        """Open the writers' connections, then the idle ones, and weigh these."""
        for number in range(writers):
            socket = await stack.enter_async_context(self._opened())
            self.writers.append(Writer(socket, f"c{number}"))
            await stack.enter_async_context(self.writers[-1].listening())
        before = memory_kib(self.pid)
        for first in range(0, idle, AT_ONCE):
            some = range(first, min(first + AT_ONCE, idle))
            opened = (stack.enter_async_context(self._opened()) for _ in some)
            self.idle += await asyncio.gather(*opened)
        await asyncio.sleep(1)
        self.kib_each = (memory_kib(self.pid) - before) / max(1, idle)

    @asynccontextmanager
    async def _opened(self) -> AsyncIterator[ClientConnection]:
        async with dial(self.authority, open_timeout=30) as socket:
            if self.tokens:
                client = Client(socket)
                await client.greet(self.tokens.pop(), self.authority)
                await client.get("welcome", 30)
            yield socket

    async def turn(self, seconds: float) -> None:
        """Send at the pace, whatever the answers take, and keep how long each took."""
        start, count = time.perf_counter(), int(seconds * PER_S)
        answers = []
        for number in range(count):
            due = start + number / PER_S
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            writer = self.writers[self.sent % len(self.writers)]
            text = self.texts[self.sent % len(self.texts)]
            answers.append(asyncio.ensure_future(writer.ask(due, text)))
            self.sent += 1
        found = await asyncio.gather(*answers)
        self.took_ms += [one for one in found if one is not None]

    def count(self) -> None:
        """Count the connections that are not open any more, and the answers that never came."""
        sockets = [*self.idle, *(one.socket for one in self.writers)]
        closed = sum(one.close_code is not None for one in sockets)
        self.dropped = closed + self.sent - len(self.took_ms)


@dataclass
class Writer:
    """A connection that sends messages of one chat and is answered to each."""

    socket: ClientConnection
    chat: str
    number: int = 0
    waiting: dict[int, "asyncio.Future[float]"] = field(default_factory=dict)

    @asynccontextmanager
    async def listening(self) -> AsyncIterator[None]:
        opening = {"type": "conversation.opened", "conversation": self.chat, "messages": []}
        await self.socket.send(json.dumps(opening))
        reading = asyncio.create_task(self._read())
        yield
        reading.cancel()
        with suppress(asyncio.CancelledError):
            await reading

    async def _read(self) -> None:
        with suppress(ConnectionClosed):
            async for data in self.socket:
                frame = json.loads(data)
                # The echo server gives the message back, ours the suggestions about it.
                name = frame.get("message") or (frame.get("about") or {}).get("message")
                self._answered(int(name or 0))

    def _answered(self, number: int) -> None:
        """Take an answer, which is one to every message that a later one overtook."""
        for one in [one for one in self.waiting if one <= number]:
            answer = self.waiting.pop(one)
            if not answer.done():
                answer.set_result(time.perf_counter())

    async def ask(self, due: float, text: str) -> float | None:
        """Send a message; milliseconds from when it was due to its answer, None without one."""
        self.number += 1
        number = self.number
        seen = {"type": "message.seen", "conversation": self.chat, "message": str(number)}
        answer = self.waiting[number] = asyncio.get_running_loop().create_future()
        with suppress(ConnectionClosed, TimeoutError):
            await self.socket.send(json.dumps({**seen, "role": "customer", "text": text}))
            answered: float = await asyncio.wait_for(answer, LATE_S)
            return (answered - due) * 1000
        return None


@contextmanager
def process(*command: str) -> Iterator[Party]:
    """Start a server that says where it listens; it ends with the block."""
    running = subprocess.Popen(
        [sys.executable, "-m", *command], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert running.stdin
    assert running.stdout
    try:
        while not (line := running.stdout.readline()).startswith("{"):
            assert line, "the server did not start"
        yield Party(**json.loads(line), pid=running.pid)
    finally:
        running.stdin.close()
        running.wait(30)
        running.stdout.close()


async def load(parties: Sequence[Party], idle: int, turns: int) -> None:
    """Fill both servers, then send to them in turns, so that both share the machine's noise."""
    async with AsyncExitStack() as stack:
        for one in parties:
            await one.fill(stack, idle)
        for _ in range(turns):
            for one in parties:
                await one.turn(TURN_S)
        for one in parties:
            one.count()


def measure(idle: int, turns: int) -> tuple[Party, Party]:
    """Give our server and the echo server after the load."""
    with tempfile.TemporaryDirectory() as home, ExitStack() as stack:
        ours = stack.enter_context(
            process("tests.soak.stubbed", str(Path(home) / "home"), str(idle + WRITERS))
        )
        echo = stack.enter_context(process("tests.soak.echo"))
        asyncio.run(load((ours, echo), idle, turns))
        return ours, echo


def figures(ours: Party, echo: Party, idle: int) -> Mapping[str, float]:
    """Give all figures by name."""
    found: dict[str, float] = {"idle": idle, "sent": len(ours.took_ms), "dropped": ours.dropped}
    for name, one in (("ours", ours), ("echo", echo)):
        found |= {
            f"{name}_p50_ms": round(percentile(one.took_ms, 0.5), 2),
            f"{name}_p99_ms": round(percentile(one.took_ms, 0.99), 2),
            f"{name}_kib_each": round(one.kib_each, 1),
        }
    return found | {"p99_times": round(found["ours_p99_ms"] / found["echo_p99_ms"], 2)}


def run(full: bool) -> Outcome:
    """Measure at full size, or with fewer connections for a moment."""
    idle, turns = (IDLE, TURNS) if full else (SLICE_IDLE, SLICE_TURNS)
    found = figures(*measure(idle, turns), idle)
    figure = (
        f"{idle:,} idle, {found['sent']:,} messages at {PER_S}/s: {found['dropped']} dropped, "
        f"p99 {found['ours_p99_ms']} ms, {found['p99_times']} times the echo's "
        f"{found['echo_p99_ms']} ms; {found['ours_kib_each']} KiB a connection"
    )
    met = not found["dropped"] and found["p99_times"] <= TIMES and found["ours_kib_each"] <= KIB
    return Outcome(figure, met, found)
