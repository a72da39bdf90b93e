"""P5: a message's time, recall and the time of an edit, by the size of the library.

The vectors of examples and lines are made (made.py); messages and edits are real texts, read by
the shipped encoder, and every size has a server of its own. Beside them: sentence-transformers and
FAISS over the same vectors.
"""

import asyncio
import re
import time
from base64 import b64encode
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from itertools import count
from statistics import median
from typing import Any

import httpx
import numpy as np

from sidecar_server.library import files
from sidecar_server.library.indexes import open_indexes
from sidecar_server.library.indexes.protocol import Reader, Source
from sidecar_server.model import Library, Situation
from sidecar_server.settings import load_settings
from sidecar_server.startup import Parts, open_parts
from tests.bench import peers, rounds, texts
from tests.bench.client import Client
from tests.bench.made import Made, fill, shaped
from tests.bench.made import text as text_of
from tests.bench.plan import Plan
from tests.bench.process import memory_mb
from tests.clustered import queries, recall
from tests.indexed import settled
from tests.process import SidecarProcess
from tests.sample import prompts

SIZES, QUICK_SIZES, MILLION = (1_000, 10_000, 100_000), (1_000, 5_000), 1_000_000
NEAREST = 10
LINE = "You were told Monday, so I look at it before anything else: publish number {number}."
EXAMPLE = "the {thing} that I ordered has no {part}"
THINGS = ("accordion", "canoe", "telescope", "beehive", "chandelier", "saddle", "kiln")
PARTS = ("strap", "handle", "manual", "spare key", "second half")
CERTAIN = 0.8  # score of a situation whose example was written word for word
_number = count()


@dataclass
class Sized:
    """A library of one size, and the server that serves it."""

    examples: int
    made: Made
    parts: Parts
    server: SidecarProcess
    token: str = ""
    lead: str = ""
    start_s: float = 0.0


def measure(plan: Plan) -> dict[str, Any]:
    """Give the figures of every size, the servers side by side; a million alone, afterwards."""
    sizes = QUICK_SIZES if plan.quick else SIZES
    found = _side_by_side(plan, sizes)
    if plan.million:
        found |= _side_by_side(plan, (MILLION,))
    return {"sizes": found}


def _side_by_side(plan: Plan, sizes: Sequence[int]) -> dict[str, Any]:
    with ExitStack() as stack:
        sized = [_sized(stack, plan, size) for size in sizes]
        times = _messages(stack, plan, sized)
        found = {str(one.examples): times[str(one.examples)] for one in sized}
        for one in sized:
            own = found[str(one.examples)]
            own |= _searched(one, plan.of(500, 100))
            own |= asyncio.run(_edits(one, plan.of(7, 3)))
            own |= {"start_s": round(one.start_s, 2), "memory_mb": memory_mb(one.server.pid)}
        return found


def _sized(stack: ExitStack, plan: Plan, size: int) -> Sized:
    """Write a library of a size and serve it."""
    home, sample = plan.folder / f"growth-{size}", prompts()
    parts = open_parts(load_settings({"home": str(home), "prompts": sample}), lambda _: None)
    stack.callback(parts.engine.dispose)
    made = shaped(parts.encoders.first, size)
    fill(parts, made)
    one = Sized(size, made, parts, SidecarProcess(home, extra={"SIDECAR_PROMPTS": sample}))
    start = time.perf_counter()
    stack.enter_context(one.server)
    one.start_s, one.token = time.perf_counter() - start, one.server.run("token", "bench")
    one.lead = one.server.run("token", "Lea", "--role", "lead")
    return one


def _messages(stack: ExitStack, plan: Plan, sized: Sequence[Sized]) -> dict[str, Any]:
    """Time messages to each server and to the usual way over the same vectors, in turn."""
    servers = {str(one.examples): (one.server.authority, one.token) for one in sized}
    others: dict[str, rounds.Ask] = {}
    for one in sized:
        rows = plan.folder / f"{one.examples}.npy"
        np.save(rows, one.made.rows)
        if reference := peers.reference(stack, rows):
            others[f"reference {one.examples}"] = _asking(reference.milliseconds)
    times = []
    for number in range(plan.rounds + 1):
        drawn = texts.messages(plan.of(96, 48) if number else rounds.BLOCK, number)
        times.append(asyncio.run(rounds.one_by_one(drawn, servers, others)))
    kept = {name: rounds.summary([one[name] for one in times[1:]]) for name in times[0]}
    return {
        name: {"message_ms": kept[name], "reference_ms": kept.get(f"reference {name}")}
        for name in servers
    }


def _asking(ask: Callable[[list[list[str]]], list[float]]) -> rounds.Ask:
    return lambda block: ask([[one] for one in block])


def _searched(one: Sized, asked: int) -> dict[str, Any]:
    """Ask the index itself, and compare every row besides: what it finds, and its time."""
    rows, vectors = one.made.rows, queries(one.made.rows, asked)
    numbers = {text_of(number): number for number in range(len(rows))}
    name = one.parts.encoders.first.name
    reader = Reader(name, lambda some: rows[[numbers[text] for text in some]])
    make = settled(open_indexes("faiss", one.parts.engine))
    index = make(Source(reader, "examples", list(numbers)))
    times, found = [], []
    for vector in vectors:
        start = time.perf_counter()
        near = index.search(vector, NEAREST)
        times.append((time.perf_counter() - start) * 1_000)
        found.append([row for row, _ in near])
    return {
        "search_ms": rounds.summary([times]),
        "recall_at_10": round(float(recall(found, rows, vectors, NEAREST)), 4),
    }


async def _edits(one: Sized, times: int) -> dict[str, Any]:
    """Publish lines and import examples as a lead's program does; see when an agent has them."""
    before = _built(one)
    async with Client.connected(one.server.authority, one.token) as agent:
        lines = [await _line(one, agent) for _ in range(times + 1)][1:]
        examples = [await _example(one, agent) for _ in range(times + 1)][1:]
    sums = [now - then for now, then in zip(_built(one), before, strict=True)]
    return {
        "line_ms": _live(lines),
        "example_ms": _live(examples),
        "build_ms": round(1_000 * sums[0] / max(1.0, sums[1]), 1),
    }


def _live(times: Sequence[tuple[float, float]]) -> dict[str, float]:
    told, served = zip(*times, strict=True)
    return {"told": round(median(told), 1), "served": round(median(served), 1)}


async def _line(one: Sized, agent: Client) -> tuple[float, float]:
    """Publish another wording of a line and look for it."""
    text = LINE.format(number=next(_number))
    line = next(each for each in one.parts.store.library().phrases if "made-0." in each.id)
    lead, path = _lead(one), f"entries/phrase/en/{line.id}"
    draft = asyncio.to_thread(lead, "PATCH", path, {"text": text})
    await asyncio.gather(draft, agent.told())

    async def served() -> bool:
        return text in await agent.search(text)

    return await _published(one, agent, partial(lead, "POST", f"{path}/publish"), served)


async def _example(one: Sized, agent: Client) -> tuple[float, float]:
    """Import a situation with another example and write what that says."""
    number = next(_number)
    thing, part = THINGS[number % len(THINGS)], PARTS[number % len(PARTS)]
    text = EXAMPLE.format(thing=thing, part=part)
    rows = files.documents(Library((Situation("edited", "en", text, (f"{text}!",)),)))
    content = b64encode("\n".join(rows.values()).encode()).decode()
    named = {"file": "edited.toml", "content": content, "language": "en"}
    file = {**named, "also": True, "confirm": True}

    async def served() -> bool:
        await agent.open(f"edit {number}")
        await agent.see(f"edit {number}", "1", "customer", text)
        read = agent.answer["cues"]["situation"]
        likely: dict[str, float] = {each["id"]: each["score"] for each in read}
        return likely.get("edited", 0.0) >= CERTAIN

    return await _published(one, agent, partial(_lead(one), "POST", "import", file), served)


def _lead(one: Sized) -> Callable[..., None]:
    """Give what asks the server's API as a lead's program does."""
    address = f"http://{one.server.authority}"
    given = {"Authorization": f"Bearer {one.lead}", "Origin": address, "If-Match": "*"}
    caller = httpx.Client(base_url=f"{address}/api/v1/", headers=given, trust_env=False, timeout=60)

    def ask(method: str, path: str, body: dict[str, Any] | None = None) -> None:
        caller.request(method, path, json=body).raise_for_status()

    return ask


async def _published(
    one: Sized, agent: Client, write: Callable[[], object], served: Callable[[], Any]
) -> tuple[float, float]:
    """Write; milliseconds until the agent is told, and until an answer shows it."""
    start = time.perf_counter()
    await asyncio.gather(asyncio.to_thread(write), agent.told())
    told = time.perf_counter()
    if not await served():
        raise RuntimeError(f"what was published is not served at {one.examples} examples")
    return (told - start) * 1_000, (time.perf_counter() - start) * 1_000


def _built(one: Sized) -> tuple[float, float]:
    """Give the seconds that the server has built changed libraries for, and how many."""
    monitor = one.server.run("token", f"monitor-{next(_number)}", "--role", "monitor")
    said = httpx.get(
        f"http://{one.server.authority}/metrics",
        headers={"Authorization": f"Bearer {monitor}"},
        trust_env=False,
    ).text
    name = "sidecar_library_refresh_seconds"
    found = (re.search(rf"^{name}_{part} (\S+)", said, re.M) for part in ("sum", "count"))
    seconds, times = (float(one[1]) if one else 0.0 for one in found)
    return seconds, times
