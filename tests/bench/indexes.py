"""The indexes side by side at 100,000 examples: memory, starts, searches and what they find.

python -m tests.bench.indexes [--examples N] [--real]

A real PostgreSQL, the shipped English encoder, and a library of made vectors (tests/clustered.py),
or, with --real, of the model's own: the English examples in many other words (tests/bench/said.py).
"""

import argparse
import asyncio
import os
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack, ExitStack
from dataclasses import replace
from pathlib import Path

from sidecar_server.encoders.languages import load_encoders
from sidecar_server.library.changes import Changes
from sidecar_server.library.indexes import KINDS, open_indexes
from sidecar_server.library.indexes.protocol import Reader, Rows, Source
from sidecar_server.settings import load_settings
from sidecar_server.startup import Parts, open_parts
from tests.bench.client import Client
from tests.bench.made import LINES_OF_EACH, OF_EACH, Made, fill
from tests.bench.made import text as text_of
from tests.bench.process import memory_mb
from tests.bench.rounds import percentile
from tests.bench.said import said
from tests.clustered import examples, queries, recall
from tests.databases import drop, fresh
from tests.indexed import settled
from tests.process import SidecarProcess
from tests.sample import prompts

ASKED, MESSAGES, PUBLISHES, NEAREST = 1_000, 100, 5, 24


def measure(parts: Parts, url: str, folder: Path) -> dict[str, dict[str, float]]:
    """Start a server of each kind twice on a filled database and talk to them; figures by kind."""
    names = {"SIDECAR_DATABASE": url, "SIDECAR_PROMPTS": prompts()}
    servers = {
        kind: SidecarProcess(folder / kind, extra={**names, "SIDECAR_INDEX": kind})
        for kind in KINDS
    }
    with ExitStack() as stack:
        found = {kind: _starts(server) for kind, server in servers.items()}
        for server in servers.values():
            stack.callback(server.__exit__)
        times = asyncio.run(_messages(list(servers.values())))
        for (kind, server), each in zip(servers.items(), times, strict=True):
            found[kind] |= {"message p50, ms": percentile(each, 0.5)}
            found[kind] |= {"message p99, ms": percentile(each, 0.99)}
            server.stop()
        for kind, server in servers.items():
            server.start()
            token = server.run("token", "bench")
            published = asyncio.run(_publishes(parts, server.authority, token))
            found[kind] |= {"publish p50, s": percentile(published, 0.5)}
            held = memory_mb(server.pid)
            found[kind] |= {"memory, MB": held["now"], "memory at most, MB": held["peak"]}
            server.stop()
    return found


def _starts(server: SidecarProcess) -> dict[str, float]:
    """Start a server, stop it and start it again: the first may have an index to make."""
    server.home.mkdir()
    found: dict[str, float] = {}
    for name in ("first start, s", "next start, s"):
        if found:
            server.stop()
        began = time.perf_counter()
        server.start()
        found[name] = time.perf_counter() - began
    return found


async def _messages(servers: Sequence[SidecarProcess]) -> list[list[float]]:
    """Time messages to each server, in turn, so that what else runs slows all alike."""
    times: list[list[float]] = [[] for _ in servers]
    async with AsyncExitStack() as stack:
        clients = [
            await stack.enter_async_context(
                Client.connected(one.authority, one.run("token", "bench"))
            )
            for one in servers
        ]
        for client in clients:
            await client.open("bench")
        for number in range(MESSAGES):
            for client, each in zip(clients, times, strict=True):
                took = await client.see("bench", str(number), "customer", text_of(number))
                each.append(took)
    return times


async def _publishes(parts: Parts, authority: str, token: str) -> list[float]:
    """Time from a publish until an agent is told, seconds."""
    times = []
    line = next(one for one in parts.store.library().phrases if "made-" in one.id)
    async with Client.connected(authority, token) as client:
        for number in range(PUBLISHES):
            changed = replace(line, text=f"Published {number} times, from {authority}.")
            vectors = {parts.encoders.first.name: {changed.text: queries(examples(2, 1), 1)[0]}}
            began = time.perf_counter()
            writing = asyncio.to_thread(
                Changes(parts.engine).write, [changed], "bench", "published", vectors
            )
            await asyncio.gather(writing, client.told())
            times.append(time.perf_counter() - began)
    return times


def _search(parts: Parts, rows: Rows, asked: Rows) -> dict[str, dict[str, float]]:
    """Search the indexes themselves, in turn, so that what else runs slows both alike."""
    names = {text: number for number, text in enumerate(map(text_of, range(len(rows))))}
    reader = Reader(parts.encoders.first.name, lambda some: rows[[names[one] for one in some]])
    source = Source(reader, "examples", list(names))
    indexes = {kind: settled(open_indexes(kind, parts.engine))(source) for kind in KINDS}
    times: dict[str, list[float]] = {kind: [] for kind in KINDS}
    found: dict[str, list[list[int]]] = {kind: [] for kind in KINDS}
    for query in asked:
        for kind, index in indexes.items():
            began = time.perf_counter()
            near = index.search(query, NEAREST)
            times[kind].append((time.perf_counter() - began) * 1_000)
            found[kind].append([row for row, _ in near])
    return {
        kind: {
            "search p50, ms": percentile(times[kind], 0.5),
            "search p99, ms": percentile(times[kind], 0.99),
            "recall@3": recall(found[kind], rows, asked),
        }
        for kind in KINDS
    }


def _shared_out(rows: Rows) -> Made:
    """Give each situation its hundred examples, two by two, and its ten lines."""
    count = len(rows) // OF_EACH
    owners = [number // 2 % count for number in range(len(rows))]
    return Made(rows, owners, queries(rows, count * LINES_OF_EACH, 9))


def _made(count: int) -> tuple[Rows, Rows]:
    """Give examples and what is asked, made of numbers."""
    rows = examples(count, 1_000)
    return rows, queries(rows, ASKED)


def _real(count: int) -> tuple[Rows, Rows]:
    """Give examples and what is asked, as the shipped model reads them: minutes."""
    texts, encoder = said(count + ASKED), load_encoders().first
    random.Random(3).shuffle(texts)  # noqa: S311  (nothing secret)
    rows = encoder.encode(texts)
    return rows[:count], rows[count:]


def _table(found: dict[str, dict[str, float]]) -> str:
    first, *others = found
    lines = [f"{'':28}" + "".join(f"{kind:>12}" for kind in found) + f"{'ratio':>9}"]
    for name, value in found[first].items():
        shown = "".join(f"{one[name]:12.3f}" for one in found.values())
        ratios = "".join(f"{found[other][name] / value:9.2f}" for other in others)
        lines.append(f"{name:28}{shown}{ratios}")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Measure in a database of its own and print one table."""
    options = argparse.ArgumentParser(prog="python -m tests.bench.indexes")
    options.add_argument("--examples", type=int, default=100_000)
    options.add_argument("--real", action="store_true")
    chosen, before = options.parse_args(), os.getloadavg()[0]
    rows, asked = (_real if chosen.real else _made)(chosen.examples)
    url = fresh()
    with tempfile.TemporaryDirectory() as beside:
        folder = Path(beside)
        given = {"home": str(folder / "ours"), "database": url, "prompts": prompts()}
        parts = open_parts(load_settings(given), lambda _: None)
        made = _shared_out(rows)
        fill(parts, made)
        sys.stderr.write("the library is written\n")
        served = measure(parts, url, folder)
        searched = _search(parts, rows, asked)
        parts.engine.dispose()
    drop(url)
    load = f"{os.cpu_count()} cores, load before {before:.1f}, after {os.getloadavg()[0]:.1f}"
    found = {kind: served[kind] | searched[kind] for kind in KINDS}
    sys.stdout.write(f"{len(rows)} examples, {len(made.lines)} lines; {load}\n{_table(found)}")


if __name__ == "__main__":
    main()
