"""The indexes that are held in memory: the one that suits so many rows."""

from sidecar_server.library.indexes.flat import Flat
from sidecar_server.library.indexes.protocol import Source
from sidecar_server.library.indexes.quantised import MANY, Quantised


def in_memory(source: Source) -> Flat:
    """Read all of a source's vectors into memory."""
    rows = source.reader.read(source.texts)
    return Quantised(rows) if len(rows) >= MANY else Flat(rows)
