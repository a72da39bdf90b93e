"""From a lead's publish to the agents: 15,000 phrases, the shipped model, a connected agent.

python -m tests.bench.publish
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median

from sidecar_server.library.changes import Changes
from sidecar_server.model import Phrase
from sidecar_server.settings import load_settings
from sidecar_server.startup import Parts, open_parts
from tests.bench import server
from tests.bench.client import Client
from tests.bench.pages import COUNT, more

TIMES = 7
LINE = "You were told Monday, so I look at it before anything else: publish number {number}."


async def measure(home: Path) -> list[float]:
    """Give the milliseconds from each publish to the frame that tells an agent of it."""
    parts = open_parts(load_settings({"home": str(home)}), lambda _: None)
    missing = COUNT - len(parts.store.library().phrases)
    Changes(parts.engine).write(more(parts.store.library(), missing), "bench", "many phrases")
    parts.searchable()  # embedded before the server starts
    secret = server.token(home)
    ours = await server.serve(home, secret)
    try:
        async with Client.connected(ours.authority, ours.token) as agent:
            return [await _publish(parts, agent, number) for number in range(TIMES)]
    finally:
        ours.stop()
        parts.engine.dispose()


async def _publish(parts: Parts, agent: Client, number: int) -> float:
    lines: Sequence[Phrase] = parts.store.library().phrases
    first = next(one for one in lines if one.id == "delivery-late.bench-1")
    changed = replace(first, text=LINE.format(number=number))
    writing = asyncio.to_thread(Changes(parts.engine).write, [changed], "bench", "published")
    start = time.perf_counter()
    await asyncio.gather(writing, agent.told())
    return (time.perf_counter() - start) * 1_000


def main() -> None:
    """Measure in a data folder of its own and print the median and the slowest."""
    with tempfile.TemporaryDirectory() as beside:
        times = asyncio.run(measure(Path(beside) / "home"))
    said = f"{median(times):.0f} ms, slowest {max(times):.0f} ms, of {len(times)} publishes"
    sys.stdout.write(f"publish to agents, {COUNT} phrases: {said}\n")


if __name__ == "__main__":
    main()
