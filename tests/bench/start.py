"""P3: from the start of the process to the first answer, ours and the reference's in turn."""

import asyncio
import time
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import Any

from sidecar_server.settings import load_settings
from sidecar_server.startup import open_parts
from tests.bench import peers
from tests.bench.client import Client
from tests.bench.plan import Plan
from tests.process import SidecarProcess

ASKED = "where is my parcel"
QUIET_S = 1.0  # after the first start, whose data folder another process fills


def measure(plan: Plan) -> dict[str, Any]:
    """Give the seconds of the very first start, of further ones, and of what stands beside."""
    home = plan.folder / "start"
    found = {"first": round(_first(home), 3)}
    # What a first start does beside the server, for the other languages, is over before the rest.
    parts = open_parts(load_settings({"home": str(home)}), lambda _: None)
    parts.searchable()
    parts.engine.dispose()
    time.sleep(QUIET_S)
    times: dict[str, list[float]] = {}
    for _ in range(plan.rounds):
        with ExitStack() as stack:
            times.setdefault("ours", []).append(_started(SidecarProcess(home)))
            if reference := peers.reference(stack, peers.examples(plan.folder)):
                times.setdefault("reference", []).append(reference.ready_s)
        with ExitStack() as stack:
            if txtai := peers.txtai_server(stack, plan.folder):
                times.setdefault("txtai", []).append(txtai.ready_s)
    return found | {name: round(median(each), 3) for name, each in times.items()}


def _first(home: Path) -> float:
    """Start in an empty data folder, where the library has to be embedded first."""
    return _started(SidecarProcess(home, first=True))


def _started(server: SidecarProcess) -> float:
    """Start a server, ask it one message and end it; seconds from the start to the answer."""
    token = server.run("token", "bench")
    start = time.perf_counter()
    with server:
        asyncio.run(_answered(server.authority, token))
        return time.perf_counter() - start


async def _answered(authority: str, token: str) -> None:
    async with Client.connected(authority, token) as client:
        await client.open("start")
        await client.see("start", "1", "customer", ASKED)
