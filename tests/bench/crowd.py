"""P6: a thousand open connections and a hundred messages a second, read by the real encoder.

Every connection is an agent's with a chat of its own, and all write in turn, each text another.
"""

import asyncio
import gc
from contextlib import AsyncExitStack
from typing import Any

from tests.bench import texts
from tests.bench.agents import tokens
from tests.bench.plan import Plan
from tests.bench.rounds import summary
from tests.process import SidecarProcess
from tests.soak.crowd import LATE_S, PER_S, Party

OPEN, TURN_S, TURNS = 1_000, 10.0, 6
DIFFERENT = 4_000  # messages
WARM_S = 2.0


def measure(plan: Plan) -> dict[str, Any]:
    """Give milliseconds from when a message was due to its answer, and what was dropped."""
    count = plan.of(OPEN, 200)
    with SidecarProcess(plan.folder / "crowd") as server:
        drawn = texts.messages(plan.of(DIFFERENT, 500), 17)
        party = Party(server.authority, tokens(server.home, count), server.pid, drawn)
        times = asyncio.run(_load(party, count, plan.of(TURNS, 1)))
        return {
            "open": count,
            "per_s": PER_S,
            "sent": party.sent,
            "dropped": party.dropped,
            "answer_ms": summary(times),
        }


async def _load(party: Party, count: int, turns: int) -> list[list[float]]:
    """Connect all, write for a moment that only warms, then in turns; the times of each turn."""
    times = []
    async with AsyncExitStack() as stack:
        await party.fill(stack, 0, count)
        gc.freeze()  # a thousand clients in one process: looking them through would be timed, too
        await party.turn(WARM_S)
        for _ in range(turns):
            before, sent = len(party.took_ms), party.sent
            await party.turn(TURN_S)
            took = party.took_ms[before:]
            # Who is not answered has waited for as long as we do.
            times.append(took + [LATE_S * 1_000] * (party.sent - sent - len(took)))
        party.count()
    return times
