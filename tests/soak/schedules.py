"""S9: the extension's client and the server, and between them what networks, tabs and crashes do.

Schedules are drawn by hypothesis, so that one that fails is made as short as it can be.
"""

import asyncio
import json
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.soak.outcome import Outcome
from tests.soak.world import World

FULL, SLICE = 10_000, 150
CHATS = ("a", "b", "c")
ORDERS = ("straight", "turned")  # in which what was held up arrives
Step = dict[str, Any]

_chat = st.sampled_from(CHATS)
_at = st.sampled_from((-1, -2, 0))
_role = st.sampled_from(("customer", "customer", "agent", "note"))


def _deed(name: str, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Step]:
    return st.fixed_dictionaries({"do": st.just(name), **fields})


_PAGE = st.one_of(
    _deed("say", chat=_chat, role=_role),
    _deed("say", chat=_chat, role=_role),
    _deed("again", chat=_chat, at=_at),
    _deed("change", chat=_chat, at=_at),
    _deed("rename", chat=_chat, at=_at),
    _deed("remove", chat=_chat, at=_at),
    _deed("open", tab=st.sampled_from((1, 2))),
    _deed("shut", tab=st.just(2)),
)
_TIME = st.one_of(
    _deed("pass", ms=st.sampled_from((300, 1_000, 20_000, 60_000))),
    _deed("sleep", ms=st.sampled_from((1_000, 45_000))),
    _deed("rest"),
)
_NETWORK = st.one_of(
    _deed("cut"),
    _deed("hold", side=st.sampled_from(("up", "down"))),
    _deed("release", order=st.sampled_from(ORDERS)),
    _deed("kill"),
    _deed("stop"),
    _deed("start"),
    _deed("slow", ms=st.sampled_from((0, 2))),
)
STEPS = st.lists(st.one_of(_PAGE, _PAGE, _TIME, _NETWORK), min_size=8, max_size=50)


LAST = [{"do": "say", "chat": chat, "role": "customer"} for chat in CHATS]


async def play(world: World, steps: Sequence[Step], order: str) -> list[str]:
    """Play a schedule, then let each chat have its last lines, mend everything, and look."""
    await world.begin()
    for step in (*steps, *LAST, {"do": "rest"}, *LAST, {"do": "rest"}):
        await world.do(step)
    await world.mend(order)
    return [fault for chat in CHATS for fault in await world.faults(chat)]


def soak(count: int, home: Path) -> dict[str, Any]:
    """Play so many schedules; AssertionError shows the shortest that fails."""
    played = {"schedules": 0, "steps": 0}
    with asyncio.Runner() as runner, ExitStack() as stack:
        world = World(home)
        runner.run(world.start())
        stack.callback(lambda: runner.run(world.stop()))

        @settings(
            max_examples=count,
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(STEPS, st.sampled_from(ORDERS))
        def schedule(steps: list[Step], order: str) -> None:
            played["schedules"] += 1
            played["steps"] += len(steps)
            faults = runner.run(play(world, steps, order))
            assert not faults, f"{faults}\n{order}: {json.dumps(steps)}"

        schedule()
        return {**played, **world.counted}


def run(full: bool) -> Outcome:
    """Play all of them, or a slice."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            found = soak(FULL if full else SLICE, Path(folder))
        except AssertionError as failed:
            return Outcome(f"a schedule failed: {failed}", False)
    figure = (
        f"{found['schedules']:,} schedules of {found['steps']:,} steps, {found['dials']:,} "
        f"connections: 0 final answers lost, doubled or stale"
    )
    return Outcome(figure, True, found)
