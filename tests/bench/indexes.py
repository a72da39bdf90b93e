"""The indexes side by side at 100,000 examples: memory, starts, searches and what they find.

python -m tests.bench.indexes [--examples N] [--real]

A real PostgreSQL, the shipped English encoder, and a library of made vectors (tests/clustered.py),
or, with --real, of the model's own: the English examples in many other words (tests/bench/said.py).
"""

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sidecar_server.encoders.languages import load_encoders
from sidecar_server.library.changes import Changes
from sidecar_server.library.indexes import KINDS, open_indexes
from sidecar_server.library.indexes.protocol import Reader, Rows, Source
from sidecar_server.model import Phrase, Situation
from sidecar_server.settings import load_settings
from sidecar_server.startup import Parts, open_parts
from tests.bench.client import Client
from tests.bench.process import memory_mb
from tests.bench.said import said
from tests.bench.table import percentile
from tests.clustered import examples, queries, recall
from tests.databases import drop, fresh
from tests.process import SidecarProcess
from tests.sample import phrase, prompts

OF_EACH = 100  # examples of a situation, its title counted
LINES, ASKED, MESSAGES, PUBLISHES, NEAREST = 10_000, 1_000, 100, 5, 24
WORDS = ("the", "parcel", "due", "on", "monday", "has", "not", "come", "and", "nobody", "answers")


def measure(kind: str, parts: Parts, url: str, folder: Path) -> dict[str, float]:
    """Start a server twice on a filled database and talk to it; every figure by name."""
    process = SidecarProcess(
        folder / kind,
        extra={"SIDECAR_DATABASE": url, "SIDECAR_INDEX": kind, "SIDECAR_PROMPTS": prompts()},
    )
    (folder / kind).mkdir()
    starts: list[float] = []
    for _ in range(2):
        if starts:
            process.stop()
        began = time.perf_counter()
        process.start()
        starts.append(time.perf_counter() - began)
    try:
        token = process.run("token", "bench")
        told = asyncio.run(_serve(parts, process.authority, token))
        held = memory_mb(process._process.pid if process._process else 0)
    finally:
        process.stop()
    return {
        "first start, s": starts[0],
        "next start, s": starts[1],
        "memory, MB": held["now"],
        "memory at most, MB": held["peak"],
        **told,
    }


async def _serve(parts: Parts, authority: str, token: str) -> dict[str, float]:
    publishes = []
    async with Client.connected(authority, token) as client:
        await client.open("bench")
        times = [
            await client.see("bench", str(number), "customer", _text(number))
            for number in range(MESSAGES)
        ]
        line = next(one for one in parts.store.library().phrases if "made-" in one.id)
        for number in range(PUBLISHES):
            changed = replace(line, text=f"Published {number} times, from {authority}.")
            vectors = {parts.encoders.first.name: {changed.text: queries(examples(2, 1), 1)[0]}}
            began = time.perf_counter()
            writing = asyncio.to_thread(
                Changes(parts.engine).write, [changed], "bench", "published", vectors
            )
            await asyncio.gather(writing, client.told())
            publishes.append(time.perf_counter() - began)
    return {"message p50, ms": percentile(times, 0.5), "publish p50, s": percentile(publishes, 0.5)}


def _search(parts: Parts, rows: Rows, asked: Rows) -> dict[str, dict[str, float]]:
    """Search the indexes themselves, in turn, so that what else runs slows both alike."""
    names = {text: number for number, text in enumerate(map(_text, range(len(rows))))}
    reader = Reader(parts.encoders.first.name, lambda some: rows[[names[one] for one in some]])
    source = Source(reader, "examples", list(names))
    indexes = {kind: open_indexes(kind, parts.engine)(source) for kind in KINDS}
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


def _text(number: int) -> str:
    """Give a text of its own for each number, as long as customers' messages are."""
    at = number % len(WORDS)
    return f"{' '.join(WORDS[at:] + WORDS[:at])} {number}"


def _fill(parts: Parts, rows: Rows) -> None:
    """Write the situations and lines with their vectors."""
    count = len(rows) // OF_EACH
    numbers = [[n for n in range(len(rows)) if n // 2 % count == one] for one in range(count)]
    situations = [_situation(one, list(map(_text, each))) for one, each in enumerate(numbers)]
    lines = [_line(number, count) for number in range(LINES)]
    made = dict(zip(map(_text, range(len(rows))), rows, strict=True))
    made |= dict(zip((one.text for one in lines), queries(rows, LINES, 9), strict=True))
    written: Sequence[Situation | Phrase] = [*situations, *lines]
    Changes(parts.engine).write(written, "bench", "many", {parts.encoders.first.name: made})


def _situation(number: int, texts: list[str]) -> Situation:
    return Situation(f"made-{number}", "en", texts[0], tuple(texts[1:]))


def _line(number: int, situations: int) -> Phrase:
    name = f"made-{number % situations}.line-{number}"
    return phrase(name, "own", f"I look into it before anything else, as number {number}.")


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
    chosen = options.parse_args()
    rows, asked = (_real if chosen.real else _made)(chosen.examples)
    url = fresh()
    with tempfile.TemporaryDirectory() as beside:
        folder = Path(beside)
        given = {"home": str(folder / "ours"), "database": url, "prompts": prompts()}
        parts = open_parts(load_settings(given), lambda _: None)
        _fill(parts, rows)
        sys.stderr.write("the library is written\n")
        served = {kind: measure(kind, parts, url, folder) for kind in KINDS}
        searched = _search(parts, rows, asked)
        parts.engine.dispose()
    drop(url)
    found = {kind: served[kind] | searched[kind] for kind in KINDS}
    sys.stdout.write(f"{len(rows)} examples, {LINES} lines\n{_table(found)}")


if __name__ == "__main__":
    main()
