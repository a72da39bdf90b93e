"""Indexes of either kind over made vectors, each test with a database of its own."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Engine

from sidecar_server.library.database import open_database
from sidecar_server.library.indexes import open_indexes
from sidecar_server.library.indexes.flat import Flat, flat
from sidecar_server.library.indexes.protocol import Index, Maker, Reader, Source
from sidecar_server.library.indexes.quantised import Quantised
from tests.databases import drop, fresh, migrated


def _learning(source: Source) -> Flat:
    """Make one whose codes are still learnt, if there is enough to learn from."""
    few = len(source.texts) <= 16
    return flat(source) if few else Quantised(source.reader.read(source.texts))


def settled(make: Maker) -> Maker:
    """Give who makes the same indexes, once their codes are learnt."""

    def made(source: Source) -> Index:
        index = make(source)
        return index.settled() if isinstance(index, Quantised) else index

    return made


def _edited(source: Source) -> Index:
    """Make an index of half of the texts and others, the wrong way round, and edit it twice."""
    texts = source.texts
    half = [*texts[: len(texts) // 2][::-1], *texts[:3]]
    first = Quantised(source.reader.read([*half, *["0"] * 20])).settled()
    kept = np.arange(len(texts) // 2)[::-1]
    once = first.edited(np.append(kept, [-1, -1]), source.reader.read(["0", "1"]))
    rest = np.full(len(texts) - len(kept), -1)
    return once.edited(
        np.append(np.arange(len(kept)), rest), source.reader.read(texts[len(kept) :])
    )


# What `faiss` is for more rows than tests have, and after edits.
MAKERS: dict[str, Maker] = {
    "learning": _learning,
    "quantised": settled(_learning),
    "edited": _edited,
}
ENCODER = "clustered-1@x"
Part = Literal["examples", "lines"]


@dataclass
class Shop:
    """What makes indexes in a database, as one copy of the server has it."""

    engine: Engine
    make: Maker
    rows: NDArray[np.float32]
    read: list[str] = field(default_factory=list)  # the texts whose vectors it was given

    def index(self, texts: Sequence[str], encoder: str = ENCODER, part: Part = "examples") -> Index:
        """Index texts; a text "n", or "n: …", has the vector of row n."""

        def read(some: Sequence[str]) -> NDArray[np.float32]:
            self.read += some
            return self.rows[[int(text.partition(":")[0]) for text in some]]

        return self.make(Source(Reader(encoder, read), part, texts))


def texts(count: int, first: int = 0) -> list[str]:
    """Name rows one after the other."""
    return [str(number) for number in range(first, first + count)]


@contextmanager
def shop(kind: str, home: Path, rows: NDArray[np.float32], url: str = "") -> Iterator[Shop]:
    """Open an index's database, that at an address or a new one."""
    own = fresh(migrated()) if kind == "pgvector" and not url else ""
    engine = open_database(home, url or own)
    try:
        yield Shop(engine, MAKERS.get(kind) or settled(open_indexes(kind, engine)), rows)
    finally:
        engine.dispose()
        if own:
            drop(own)
