"""S5: the server is killed while leads write, again and again; what it acknowledged is there."""

import asyncio
import random
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import orjson
from sqlalchemy import Engine, select, text

from sidecar_server.library.changes import Changes
from sidecar_server.library.database import open_database
from sidecar_server.library.importing import vectors_of
from sidecar_server.library.rows import digest
from sidecar_server.library.store import Store
from sidecar_server.library.tables import change, vector
from sidecar_server.model import Phrase
from sidecar_server.settings import load_settings
from sidecar_server.startup import Parts, open_parts
from tests.bench.rounds import percentile
from tests.copies.load import Lead
from tests.prepared import prepare
from tests.process import SidecarProcess
from tests.sample import prompts
from tests.soak.outcome import Outcome
from tests.soak.writers import Killed, kill_writers
from tests.web.desk import Client, dialled

FULL, PHRASES, WITHIN_S = 500, 10_000, 2.0
SLICE = 3
WRITERS, WRITERS_SLICE = 2_000, 50
LONGEST_S = 1.0  # that leads go on writing before a kill
LOOK_EVERY = 25  # kills, after which everything is compared
SEED = 5
_DONE = ("open", "read", "print", "check", "compare", "send", "post", "trace", "weigh", "count")
_WHAT = ("the label", "the scan", "the second receipt", "the open order", "the depot's list")
_THEN = ("before I promise a day", "while you are here", "and tell you what it says", "myself")


@dataclass
class Found:
    """What the kills have shown."""

    kills: int = 0
    lost: list[str] = field(default_factory=list)
    answers_s: list[float] = field(default_factory=list)  # from a start to the right answer

    def expect(self, true: bool, what: str) -> None:
        """Keep what is not as it should be."""
        if not true:
            self.lost.append(f"kill {self.kills}: {what}")


def lines(count: int) -> Iterator[Phrase]:
    """Give so many different lines of one matter."""
    for number in range(count):
        done, what, then = (
            row[number // step % len(row)] for row, step in ((_DONE, 1), (_WHAT, 10), (_THEN, 50))
        )
        said = f"I {done} {what} of case {number} {then}."
        name = f"delivery-late.line-{number}"
        yield Phrase(name, "delivery-late", "en", "own", "opening", said)


def parts_of(home: Path, encoder: str, files: str) -> Parts:
    """Open the parts of a server over `home` with the shipped library files or others."""
    named = {"home": str(home), "encoder": encoder, "prompts": files or None}
    return open_parts(load_settings(named), print)


def fill(home: Path, encoder: str, count: int, files: str = "") -> None:
    """Make a data folder whose library holds so many lines besides the shipped ones, embedded."""
    if not files:
        prepare(home)
    parts = parts_of(home, encoder, files)
    entries = list(lines(count))
    Changes(parts.engine).write(entries, "soak", "many", vectors_of(entries, parts.encoders))
    parts.searchable()
    parts.engine.dispose()


@contextmanager
def writing(leads: Sequence[Lead]) -> Iterator[None]:
    """Let the leads write for as long as the block."""
    over = threading.Event()
    threads = [threading.Thread(target=one.write_until, args=(over,)) for one in leads]
    for one in threads:
        one.start()
    try:
        yield
    finally:
        over.set()
        for one in threads:
            one.join(60)


async def answered(authority: str, token: str, start: float) -> tuple[float, Client]:
    """Dial until somebody listens, ask a message, and give the seconds since `start`."""
    while True:
        try:
            async with dialled(authority, token) as client:
                await client.opened("soak", "where is my parcel? it was due monday")
                items = (await client.get("suggestions", 30))["items"]
                assert [one for one in items if one["id"].startswith("delivery-late.")], items
                return time.perf_counter() - start, client
        except OSError:
            assert time.perf_counter() - start < 60, "the server does not come back"
            await asyncio.sleep(0.01)


async def newest(server: SidecarProcess, token: str, leads: Sequence[Lead]) -> dict[str, int]:
    """Give which version of each lead's line is served, by what a search finds for it."""
    found: dict[str, int] = {}
    async with dialled(server.authority, token) as client:
        for lead in leads:
            await client.send("search", request=lead.name, query=lead.text(lead.tried))
            for item in (await client.get("results", 30))["items"]:
                if f"by {lead.name}:" in item["text"]:
                    found[lead.name] = int(item["text"].split()[1])
    return found


@dataclass
class Soak:
    """A server that is killed, and the leads who write to it."""

    server: SidecarProcess
    token: str
    leads: Sequence[Lead]
    chance: random.Random
    found: Found = field(default_factory=Found)

    def kill(self) -> None:
        """Start the server, look, let the leads write for a moment, kill it."""
        before = {one.name: (list(one.acknowledged), one.tried) for one in self.leads}
        start = time.perf_counter()
        self.server.start()
        took, _ = asyncio.run(answered(self.server.authority, self.token, start))
        self.found.answers_s.append(took)
        served = asyncio.run(newest(self.server, self.token, self.leads))
        for name, (acknowledged, tried) in before.items():
            least = acknowledged[-1] if acknowledged else 0
            got = served.get(name, 0)
            self.found.expect(least <= got <= tried, f"{name}: {got}, acknowledged {least}")
        with writing(self.leads):
            self._some_is_written()
            time.sleep(self.chance.uniform(0, LONGEST_S))
            self.server.stop(kill=True)
        self.found.kills += 1

    def _some_is_written(self) -> None:
        """Wait until something was acknowledged since the start, so that no kill comes in vain."""
        before, until = written(self.leads), time.monotonic() + 30
        while written(self.leads) == before:
            assert time.monotonic() < until, "nobody can write"
            time.sleep(0.005)

    def compare(self, home: Path, encoder: str, files: str) -> None:
        """Hold the killed server's database against itself and against what was acknowledged."""
        engine = open_database(home)
        try:
            for fault in faults(engine, self.leads):
                self.found.expect(False, fault)
        finally:
            engine.dispose()
        parts = parts_of(home, encoder, files)
        for fault in unequal(parts, self.chance):
            self.found.expect(False, fault)
        parts.engine.dispose()


def written(leads: Sequence[Lead]) -> int:
    """Count what was acknowledged, drafts and published lines."""
    return sum(len(one.acknowledged) + len(one.drafts) for one in leads)


def faults(engine: Engine, leads: Sequence[Lead]) -> Iterator[str]:
    """Name what a database lacks: pages, acknowledged changes, vectors of its texts."""
    with engine.connect() as connection:
        sound = connection.scalar(text("PRAGMA integrity_check"))
        history = "\n".join(str(row) for row in connection.scalars(select(change.c.after)))
        kept = set(connection.scalars(select(vector.c.digest)))
    if sound != "ok":
        yield f"the database is damaged: {sound}"
    for lead in leads:
        for number in {*lead.acknowledged, *lead.drafts}:
            if orjson.dumps(lead.text(number)).decode()[1:-1].replace('"', '\\"') not in history:
                yield f"{lead.name}'s version {number} was acknowledged and is nowhere"
    for phrase in Store(engine).library().phrases:
        served = phrase.language == "en" and phrase.state == "published"
        if served and digest(phrase.text) not in kept:
            yield f"{phrase.id} has no vector"


def unequal(parts: Parts, chance: random.Random) -> Iterator[str]:
    """Name what an index made of the store finds otherwise than the store has it."""
    made = parts.searchable()
    published = [one for one in made.library.phrases if one.state == "published"]
    english = [one for one in published if one.language == "en"]
    shelf = made._shelves["en"]
    if {one.id for one in shelf._phrases if one.language == "en"} != {one.id for one in english}:
        yield "the index and the store have other lines"
    stored = parts.store.vectors(shelf.encoder)
    encoder = parts.encoders.by_name[shelf.encoder]
    for one in chance.sample(english, min(50, len(english))):
        kept, row = stored[digest(one.text)], shelf._row(one)
        if not (np.array_equal(kept, row) and np.allclose(kept, encoder.encode([one.text])[0])):
            yield f"{one.id} is indexed by another vector than its own"


def measure(home: Path, kills: int, phrases: int, encoder: str, files: str = "") -> Outcome:
    """Kill a server over a new library so often."""
    fill(home, encoder, phrases, files)
    server = SidecarProcess(home, encoder)
    token, lead = server.run("token", "Ana"), server.run("token", "Ben", "--role", "lead")
    leads = [Lead(f"lead{n}", server.authority, lead) for n in range(2)]
    soak = Soak(server, token, leads, random.Random(SEED))  # noqa: S311
    try:
        for number in range(kills):
            soak.kill()
            if number % LOOK_EVERY == LOOK_EVERY - 1 or number == kills - 1:
                soak.compare(home, encoder, files)
    finally:
        if server.runs:
            server.stop()
    return _outcome(soak, phrases)


def _outcome(soak: Soak, phrases: int) -> Outcome:
    found, acknowledged = soak.found, written(soak.leads)
    p95, worst = percentile(found.answers_s, 0.95), max(found.answers_s)
    figures = {
        "kills": found.kills,
        "acknowledged": acknowledged,
        "lost": found.lost,
        "phrases": phrases,
        "answer_s_p50": round(percentile(found.answers_s, 0.5), 2),
        "answer_s_p95": round(p95, 2),
        "answer_s_max": round(worst, 2),
    }
    figure = (
        f"{found.kills} kills, {acknowledged:,} writes acknowledged, {len(found.lost)} faults; "
        f"right answer after {figures['answer_s_p50']} s (p95 {p95:.2f}, worst {worst:.2f}) "
        f"with {phrases:,} lines more"
    )
    return Outcome(figure, not found.lost and p95 <= WITHIN_S, figures)


def _with(server: Outcome, writers: Killed) -> Outcome:
    """Put the kills of the server and those of writers alone together."""
    figure = (
        f"{server.figure}; {writers.kills:,} kills of writers alone, "
        f"{writers.acknowledged:,} acknowledged, {len(writers.faults)} faults"
    )
    found = {
        "writers_killed": writers.kills,
        "writers_acknowledged": writers.acknowledged,
        "writers_lost": writers.faults,
    }
    return Outcome(figure, server.met and not writers.faults, {**server.found, **found})


def run(full: bool) -> Outcome:
    """Kill at full size with the shipped model, or a few times with a small library."""
    with tempfile.TemporaryDirectory() as folder:
        home, beside = Path(folder) / "home", Path(folder) / "writers"
        writers = kill_writers(beside, WRITERS if full else WRITERS_SLICE, SEED)
        if full:
            return _with(measure(home, FULL, PHRASES, "onnx"), writers)
        return _with(measure(home, SLICE, 200, "hashing", prompts()), writers)
