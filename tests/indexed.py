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
from sidecar_server.library.indexes.protocol import Index, Maker, Reader, Source
from tests.databases import drop, fresh, migrated

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
    own = "" if url or kind == "faiss" else fresh(migrated())
    engine = open_database(home, url or own)
    try:
        yield Shop(engine, open_indexes(kind, engine), rows)
    finally:
        engine.dispose()
        if own:
            drop(own)
