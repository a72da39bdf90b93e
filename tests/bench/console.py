"""The console's pages with 15,000 phrases: each asked for over HTTP by a lead who is signed in."""

import re
import time
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import httpx

from sidecar_server.library.changes import Changes
from sidecar_server.library.store import Store
from sidecar_server.model import Library, Phrase
from sidecar_server.resources import folder
from sidecar_server.settings import load_settings
from sidecar_server.startup import open_parts
from sidecar_server.web.pairing import Pairing
from tests.bench.plan import Plan
from tests.bench.rounds import summary
from tests.process import SidecarProcess

COUNT = 15_000
ENCODER = "hashing"  # what a page costs beside it; the encoder's own pass stands in another table
PAGES = {
    "Find, all": "/console/find",
    "Find, by words and meaning": "/console/find?words=where+is+my+parcel",
    "Find, filtered": "/console/find?strategy=own&state=published&language=en",
    "an entry": "/console/entry/phrase/en/delivery-late.bench-1",
    "History": "/console/history",
    "Coverage": "/console/coverage?language=en",
    "Languages": "/console/languages",
    "Expectations": "/console/expectations",
    "Test bench": "/console/bench",
    "From the floor": "/console/floor",
    "Import and export": "/console/exchange",
}
_KEY = re.compile(r'name="form_key" value="([0-9a-f]{64})"')


def measure(plan: Plan) -> dict[str, Any]:
    """Fill a data folder of its own, serve it, and time every page; first calls are left out.

    Needs only the server's own encoder for tests, so that it starts in seconds.
    """
    home, shipped = plan.folder / "console", str(folder("prompts"))
    parts = open_parts(load_settings({"home": str(home), "encoder": ENCODER}), lambda _: None)
    _fill(parts.store)
    with SidecarProcess(home, ENCODER, extra={"SIDECAR_PROMPTS": shipped}) as server:
        code = Pairing(parts.engine).open("console")  # good for two minutes
        parts.engine.dispose()
        times = _time(f"http://{server.authority}", code, plan.of(15, 3))
    return {"phrases": COUNT, "pages_ms": {name: summary([each]) for name, each in times.items()}}


def _fill(store: Store) -> None:
    """Write further phrases beside the shipped ones until there are as many as wanted."""
    library = store.library()
    missing = COUNT - len(library.phrases)
    Changes(store.engine).write(_more(library, missing), "bench", "many phrases")


def _more(library: Library, count: int) -> list[Phrase]:
    """Make phrases out of the shipped English ones, each with a number of its own."""
    lines: Sequence[Phrase] = [p for p in library.phrases if p.language == "en"]
    made = (lines[number % len(lines)] for number in range(count))
    numbered = (
        replace(one, id=f"{one.situation}.bench-{number}", text=f"{one.text} ({number})")
        for number, one in enumerate(made)
    )
    first = next(one for one in lines if one.situation == "delivery-late")
    return [replace(first, id="delivery-late.bench-1", text=f"{first.text} (1)"), *numbered]


def _time(address: str, code: str, count: int) -> dict[str, list[float]]:
    times: dict[str, list[float]] = {}
    with httpx.Client(base_url=address, follow_redirects=True, trust_env=False) as client:
        client.timeout = 60.0
        key = _KEY.search(client.get("/console").text)
        assert key
        typed = {"code": code, "form_key": key[1]}
        client.post("/console/sign-in", data=typed, headers={"origin": address})
        for name, path in PAGES.items():
            for number in range(count + 1):
                start = time.perf_counter()
                answer = client.get(path)
                took = (time.perf_counter() - start) * 1_000
                if answer.status_code != httpx.codes.OK:
                    raise RuntimeError(f"{path} answered {answer.status_code}")
                if number:
                    times.setdefault(name, []).append(took)
    return times
