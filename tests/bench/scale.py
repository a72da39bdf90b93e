"""What one core of a server carries: messages, drafts, connections, chats; for docs/scale.md.

By `python -m tests.bench.scale`: the real server, pinned to one core where the system can, the
whole shipped library, the load client on the others. Prints one JSON object.
"""

import asyncio
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from tests.bench import rounds
from tests.bench.agents import tokens
from tests.bench.client import Client
from tests.bench.drafts import ASKED, drafts
from tests.bench.process import memory_mb
from tests.bench.texts import messages
from tests.process import SidecarProcess

AT_ONCE, EACH, ROUNDS = (1, 16), 48, 3
IDLE, KEPT, LINES = 1_000, 300, 10
# A busy chat, per minute: what its customer writes, what its agent sends, drafts that are checked.
CUSTOMER, AGENT, DRAFTS = 2, 2, 6
BUSY = 0.5  # of a core: the rest is for peaks


def cpu_s(pid: int) -> float:
    """Give the processor seconds that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def costs(server: SidecarProcess, token: str, pid: int) -> dict[str, float]:
    """Give the processor's milliseconds for one event of each kind."""
    found = {}
    async with Client.connected(server.authority, token) as client:
        for role in ("customer", "agent"):
            texts = messages(200, 7 if role == "customer" else 8)
            before = cpu_s(pid)
            for at, text in enumerate(texts):
                name = f"{role} {at // 10}"
                if at % 10 == 0:
                    await client.open(name)
                await client.see(name, f"m{at}", role, text)
                await asyncio.sleep(0.06)
            found[role] = 1_000 * (cpu_s(pid) - before) / len(texts)
        await client.open("drafts")
        await client.see("drafts", "c", "customer", ASKED)
        before, written = cpu_s(pid), drafts(60)
        for revision, text in enumerate(written):
            await client.draft("drafts", revision, text)
            await asyncio.sleep(0.4)
        found["draft"] = 1_000 * (cpu_s(pid) - before) / len(written)
    return {name: round(value, 2) for name, value in found.items()}


async def memory(server: SidecarProcess, token: str, pid: int) -> dict[str, float]:
    """Give the memory of idle connections and of chats that are kept."""
    before = memory_mb(pid)["now"]
    async with AsyncExitStack() as stack:
        for _ in range(IDLE):
            await stack.enter_async_context(Client.connected(server.authority, token))
        idle = memory_mb(pid)["now"] - before
    async with Client.connected(server.authority, token) as client:
        texts, start = messages(LINES, 3), memory_mb(pid)["now"]
        for number in range(KEPT):
            lines = [
                {"message": f"m{at}", "role": ("customer", "agent")[at % 2], "text": text}
                for at, text in enumerate(texts)
            ]
            await client._send(
                type="conversation.opened", conversation=f"kept {number}", messages=lines
            )
            await asyncio.sleep(0.06)
        kept = memory_mb(pid)["now"] - start
    return {
        "idle_1000_mb": round(idle * 1_000 / IDLE, 1),
        "chats_1000_mb": round(kept * 1_000 / KEPT, 1),
        "server_mb": round(before, 1),
    }


async def writing(authority: str, agents: Sequence[str]) -> dict[int, Any]:
    """Let so many chats write without a pause, each on a connection of its own."""
    found = {}
    for many in AT_ONCE:
        took = [
            await rounds.at_once(
                messages(many * EACH, 100 * many + number), authority, agents[:many]
            )
            for number in range(ROUNDS)
        ]
        found[many] = rounds.of_many(took)
    return found


def measure() -> dict[str, Any]:
    """Start the server, ask it, and work out what a core carries."""
    folder = Path(tempfile.mkdtemp(prefix="sidecar-scale-"))
    with SidecarProcess(folder / "home") as server:
        token = server.run("token", "scale")
        pid = server.pid
        if hasattr(os, "sched_setaffinity") and len(os.sched_getaffinity(0)) > 1:
            first, *others = sorted(os.sched_getaffinity(0))
            os.sched_setaffinity(pid, {first})
            os.sched_setaffinity(0, set(others))
        cost = asyncio.run(costs(server, token, pid))
        minute_ms = CUSTOMER * cost["customer"] + AGENT * cost["agent"] + DRAFTS * cost["draft"]
        return {
            "cpu_ms": cost,
            "chats_per_core": round(BUSY * 60_000 / minute_ms),
            "at_once": asyncio.run(writing(server.authority, tokens(server.home, max(AT_ONCE)))),
            "memory": asyncio.run(memory(server, token, pid)),
        }


if __name__ == "__main__":
    found = measure()
    sys.stdout.write(json.dumps(found, indent=1) + "\n")
