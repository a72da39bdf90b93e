"""The extension's own client on real sockets, a real server, and between them a network that fails.

After each fault the right answer must come within the client's own rules, the server must know each
message once, and it must keep no connection whose client is gone.
"""

import asyncio
import random
import tempfile
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sidecar_server.settings import Settings
from tests.bench.rounds import percentile
from tests.process import free_port
from tests.soak.faulty import Line, Proxy, proxy
from tests.soak.outcome import Outcome
from tests.soak.under_node import REAL_SOCKETS, ClientUnderNode
from tests.web.desk import Desk

FULL, SLICE = 700, 7
SITE, CHAT = "soak", "one"
PING_S = 0.3  # instead of uvicorn's 20, so that a dead line is found while somebody looks
STEP_MS, LONGEST_MS = 2_000, 100_000  # on the client's clock: 60 s until silence counts, 30 between
PATIENCE = 1_000  # looks at the server's connections
SEED = 11
Fault = Callable[[Proxy, random.Random], None]


def _each(act: Callable[[Line, random.Random], None]) -> Fault:
    def fault(one: Proxy, chance: random.Random) -> None:
        for line in one.lines:
            act(line, chance)

    return fault


def _slow(line: Line, chance: random.Random) -> None:
    line.up.delay_s, line.down.delay_s = chance.uniform(0, 0.1), chance.uniform(0, 0.1)


def _trickle(line: Line, _: random.Random) -> None:
    line.up.trickles = line.down.trickles = True


def _cut(line: Line, chance: random.Random) -> None:
    chance.choice((line.up, line.down)).left = chance.randrange(200)


def _reset(line: Line, chance: random.Random) -> None:
    line.resets = True
    _cut(line, chance)


def _half_open(line: Line, chance: random.Random) -> None:
    for way in chance.choice(((line.up,), (line.down,), (line.up, line.down))):
        way.silent = True


def _refuse(one: Proxy, chance: random.Random) -> None:
    one.refuses = True
    _each(_reset)(one, chance)


def _stall(one: Proxy, chance: random.Random) -> None:
    one.stalls = True
    _each(_cut)(one, chance)


FAULTS: dict[str, Fault] = {
    "latency": _each(_slow),
    "trickle": _each(_trickle),
    "cut": _each(_cut),
    "reset": _each(_reset),
    "half-open": _each(_half_open),
    "refused": _refuse,
    "stalled": _stall,
}


@dataclass
class World:
    """Client, network and server; `wrong` is what was not as it should be."""

    desk: Desk
    door: Proxy
    client: ClientUnderNode
    chance: random.Random
    said: int = 0
    wrong: list[str] = field(default_factory=list)
    took_ms: dict[str, list[int]] = field(default_factory=lambda: {name: [] for name in FAULTS})

    async def suffer(self, name: str) -> None:
        """Break the network in one way, talk, mend it, and wait for the right answer."""
        FAULTS[name](self.door, self.chance)
        for _ in range(self.chance.randrange(1, 4)):
            self._say()
            await asyncio.sleep(self.chance.uniform(0, 0.01))
        if self.door.refuses or self.door.stalls:
            self.client.ask(do="pass", ms=self.chance.choice((0, 600, 12_000)))
            await asyncio.sleep(0.02)
        self.door.heal()
        self.took_ms[name].append(await self._right(name))

    def _say(self) -> None:
        self.said += 1
        role = self.chance.choice(("customer", "customer", "agent"))
        line = {"message": f"m{self.said}", "role": role, "text": f"text {self.said}"}
        self.client.ask(do="say", chat=CHAT, **line)

    async def _right(self, name: str) -> int:
        """Give how long the client's clock ran until all was right; -1 where it never was."""
        for passed in range(0, LONGEST_MS, STEP_MS):
            until = time.monotonic() + (PING_S if passed else 2 * PING_S)
            while time.monotonic() < until:
                if not (wrong := await self._unlike()):
                    return passed
                await asyncio.sleep(0.01)
            self.client.ask(do="pass", ms=STEP_MS)
        self.wrong.append(f"{name}, after m{self.said}: {wrong}")
        return -1

    async def _unlike(self) -> str:
        """Say what is not as the page has it: at the agent, in the server, on the line."""
        seen = await self.client.look(CHAT)
        newest = f"m{self.said}"
        if seen["about"] != newest or seen["items"] != [f"for-{newest}"]:
            return f"{seen['about']}: {seen['items']} is shown for {newest}"
        page = [(one["message"], one["text"]) for one in seen["page"]][-50:]
        known = [one for _, one in self.desk.stub.conversations.each()]
        kept = [[(m.id, m.text) for m in one.messages] for one in known]
        return "" if kept == [page] else f"the page shows {page}, the server knows {kept}"

    async def empties(self) -> int:
        """Wait until the server has the client's connection alone; gives how many it has."""
        for _ in range(PATIENCE):
            if self.desk.live.connections == 1:
                break
            await asyncio.sleep(0.02)
        return self.desk.live.connections


async def _suffer(desk: Desk, port: int, count: int) -> dict[str, Any]:
    chance = random.Random(SEED)  # noqa: S311
    async with AsyncExitStack() as stack:
        door = await stack.enter_async_context(proxy(port, desk.settings.port))
        client = ClientUnderNode({}, *REAL_SOCKETS)
        await client.start()
        stack.push_async_callback(client.stop)
        world = World(desk, door, client, chance)
        authority = f"127.0.0.1:{port}"
        client.ask(do="begin", token=desk.token(), authority=authority, real=True)
        world._say()
        await world._right("nothing")
        for number in range(count):
            await world.suffer(list(FAULTS)[number % len(FAULTS)])
            if world.wrong:
                break
        return {"connections": await world.empties(), **_figures(world)}


def _figures(world: World) -> dict[str, Any]:
    longest = {name: max(took, default=0) / 1000 for name, took in world.took_ms.items()}
    all_ms = [one for took in world.took_ms.values() for one in took]
    return {
        "faults": len(all_ms),
        "dials": world.door.dialled,
        "messages": world.said,
        "wrong": world.wrong,
        "clock_s_p95": percentile(all_ms, 0.95) / 1000,
        "longest_clock_s": longest,
    }


def measure(home: Path, count: int) -> Outcome:
    """Break the network so often between one client and a server over `home`."""
    port = free_port()
    with Desk(home, Settings(hosts=(f"127.0.0.1:{port}",))) as desk:
        assert desk._server
        config = desk._server.config
        config.ws_ping_interval = config.ws_ping_timeout = PING_S
        found = asyncio.run(_suffer(desk, port, count))
    longest = max(found["longest_clock_s"].values())
    figure = (
        f"{found['faults']:,} faults of {len(FAULTS)} kinds, {found['dials']:,} connections, "
        f"{found['messages']:,} messages: {len(found['wrong'])} answers lost, stale or doubled; "
        f"right again after {longest:g} s of the client's clock at most; "
        f"{found['connections'] - 1} dead connections kept"
    )
    met = not found["wrong"] and found["connections"] == 1 and found["faults"] == count
    return Outcome("; ".join([figure, *found["wrong"]]), met, found)


def run(full: bool) -> Outcome:
    """Break it at full size, or a slice."""
    with tempfile.TemporaryDirectory() as folder:
        return measure(Path(folder) / "home", FULL if full else SLICE)
