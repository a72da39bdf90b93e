"""S5, the quick half: processes that only write to a library are killed, by the hundred."""

import multiprocessing
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection
from pathlib import Path

import numpy as np
from sqlalchemy import text

from sidecar_server.encoders.hashing import HashingEncoder
from sidecar_server.encoders.languages import load_encoders
from sidecar_server.library.changes import Changes
from sidecar_server.library.database import open_database
from sidecar_server.library.rows import digest
from sidecar_server.library.search import build
from sidecar_server.library.store import Store
from sidecar_server.model import Phrase
from tests.sample import LIBRARY

LINE = next(one for one in LIBRARY.phrases if one.state == "published")
MANY = 300  # lines of one import
LONGEST_S = 0.03  # that a writer goes on after its first word
BUILD_EVERY = 10  # kills, after which an index is made of the store
PRELOAD = ["tests.soak.writers"]
Batch = Callable[[int], list[Phrase]]


def one_line(number: int) -> list[Phrase]:
    """Give the next version of one line."""
    return [replace(LINE, text=f"Version {number} of the one line.")]


def many_lines(number: int) -> list[Phrase]:
    """Give the next version of an import."""
    name = LINE.situation
    return [
        replace(LINE, id=f"{name}.many-{at}", text=f"Version {number} of line {at}.")
        for at in range(MANY)
    ]


BATCHES: dict[str, Batch] = {"one": one_line, "many": many_lines}


def write(home: str, kind: str, after: int, told: Connection) -> None:
    """Write version after version, each told once it is acknowledged, until killed."""
    changes, encoder, number = Changes(open_database(Path(home))), HashingEncoder(), after
    while True:
        number += 1
        entries = BATCHES[kind](number)
        texts = [one.text for one in entries]
        rows = dict(zip(texts, encoder.encode(texts), strict=True))
        changes.write(entries, "writer", f"{kind} {number}", {encoder.name: rows})
        told.send(number)


@dataclass
class Killed:
    """What a library was told to be, over the kills; `faults` is what it is not."""

    home: Path
    versions: dict[str, int] = field(default_factory=lambda: dict.fromkeys(BATCHES, 0))
    kills: int = 0
    acknowledged: int = 0
    faults: list[str] = field(default_factory=list)

    def kill(self, kind: str, chance: random.Random) -> None:
        """Let a writer write for a moment, kill it, and look."""
        with _writer(self.home, kind, self.versions[kind]) as (process, told):
            assert told.poll(30), "the writer does not write"
            time.sleep(chance.uniform(0, LONGEST_S))
            process.kill()
            process.join()
            numbers = list(_all(told))
        self.acknowledged += len(numbers)
        self.versions[kind] = max([self.versions[kind], *numbers])
        self.kills += 1
        self.faults += [f"kill {self.kills}: {one}" for one in self._look(kind)]

    def _look(self, kind: str) -> Iterator[str]:
        engine = open_database(self.home)
        store = Store(engine)
        with engine.connect() as connection:
            if (sound := connection.scalar(text("PRAGMA integrity_check"))) != "ok":
                yield f"the database is damaged: {sound}"
        known = {one.id: one for one in store.library().phrases}
        found = set(_versions(kind, known))
        if len(found) != 1:
            yield f"an import is there in part: {sorted(found)}"
        least = self.versions[kind]
        if not found <= {least, least + 1}:
            yield f"{kind}: version {found}, acknowledged {least}"
        self.versions[kind] = max(found)
        vectors = store.vectors(HashingEncoder.name)
        for one in known.values():
            if one.text.startswith("Version ") and digest(one.text) not in vectors:
                yield f"{one.id} has no vector"
        if self.kills % BUILD_EVERY == 0:
            yield from _unequal(store)
        engine.dispose()


def _versions(kind: str, known: dict[str, Phrase]) -> Iterator[int]:
    """Give the version of each line of a kind, 0 for one that was never written."""
    for one in BATCHES[kind](0):
        said = known[one.id].text if one.id in known else ""
        yield int(said.split()[1]) if said.startswith("Version ") else 0


def _unequal(store: Store) -> Iterator[str]:
    """Name the lines that an index made of the store does not find by their own words."""
    made = build(store.library(), store, load_encoders("hashing"))
    shelf = made._shelves["en"]
    for one in made.library.phrases:
        if one.state != "published":
            continue
        row = HashingEncoder().encode([one.text])[0]
        near = shelf.nearest(row, "en", 3)
        if one.text not in {phrase.text for phrase, _ in near}:
            yield f"{one.id} is not found"
        if not np.allclose(shelf._row(one), row):
            yield f"{one.id} is indexed by another vector than its own"


def _all(told: Connection) -> Iterator[int]:
    """Read what was told before the other end was lost."""
    try:
        while told.poll():
            yield told.recv()
    except (EOFError, OSError):
        return


@contextmanager
def _writer(
    home: Path, kind: str, after: int
) -> Iterator[tuple[multiprocessing.process.BaseProcess, Connection]]:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(PRELOAD)
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=write, args=(str(home), kind, after, theirs), daemon=True)
    process.start()
    theirs.close()
    try:
        yield process, ours
    finally:
        process.kill()
        process.join()
        ours.close()


def kill_writers(home: Path, kills: int, seed: int) -> Killed:
    """Kill writers over a small library so often, each kind in turn."""
    store = Store(open_database(home))
    store.follow(LIBRARY)
    store.engine.dispose()
    killed, chance = Killed(home), random.Random(seed)  # noqa: S311
    kinds = list(BATCHES)
    for number in range(kills):
        killed.kill(kinds[number % len(kinds)], chance)
    return killed
