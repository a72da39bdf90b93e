"""An index kept by PostgreSQL, by pgvector's HNSW: for libraries beyond a copy's memory."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Engine

from sidecar_server.library.indexes.extension import connect
from sidecar_server.library.indexes.flat import unit
from sidecar_server.library.indexes.protocol import (
    Found,
    Index,
    Maker,
    Places,
    Rows,
    Source,
    Vector,
)
from sidecar_server.library.indexes.tables import KEPT_UNUSED, Cosines, Table, name_of
from sidecar_server.library.rows import digest

_FEW = 1_000  # rows that are compared one by one, whatever else there is
_SPARE = 16  # asked for beside those wanted: another library's, or another version's
_FURTHER = (1, 8)  # how many times as many are asked for until enough are ours


class Hnsw:
    """A library's own rows of a table that other libraries, or its former self, may share."""

    waits = True
    worn = False

    def __init__(self, table: Table, digests: Sequence[bytes]) -> None:
        self._table, self._joined = table, b"".join(digests)
        halves = np.frombuffer(self._joined, ">u8").reshape(-1, 2).astype(np.uint64)
        self._rows = np.lexsort((halves[:, 1], halves[:, 0]))  # by their digests
        self._sorted = halves[self._rows]

    def __len__(self) -> int:
        return len(self._rows)

    def search(self, vector: Vector, most: int, among: Places | None = None) -> Found:
        """Give the nearest rows; those that the graph misses are few (docs/architecture.md)."""
        if among is not None and len(among) <= _FEW:
            these = self._named(among.tolist())
            return self._ours(self._table.these(vector, these), among)[:most] if these else []
        enough = min(most, len(self) if among is None else len(among))
        for times in _FURTHER:
            found = self._ours(self._table.nearest(vector, times * (enough + _SPARE)), among)
            if len(found) >= enough:
                return found[:most]
        return self._ours(self._table.every(vector), among)[:most]

    def above(self, vector: Vector, least: float) -> Found:
        """Give every row that is near enough."""
        for times in _FURTHER:
            asked = times * _SPARE * 4
            near = self._table.nearest(vector, asked)
            if len(near) == asked and near[-1][1] < least:
                return [pair for pair in self._ours(near) if pair[1] >= least]
        return [pair for pair in self._ours(self._table.every(vector)) if pair[1] >= least]

    def vectors(self, rows: Sequence[int]) -> Rows:
        """Give the vectors of some rows."""
        named = self._named(rows)
        found = self._table.vectors(named)
        return np.array([found[one] for one in named], np.float32)

    def centres(self, groups: NDArray[np.int64], count: int) -> Rows:
        """Have the database add up each group's rows."""
        ordered = np.argsort(groups, kind="stable")
        starts = np.searchsorted(groups[ordered], np.arange(count + 1))
        named = [
            b"".join(self._named(ordered[start:end].tolist())) for start, end in pairwise(starts)
        ]
        return unit(np.stack(self._table.middles(named)))

    def edited(self, kept: Places, fresh: Rows) -> None:
        """Have it made anew: only what is missing is written."""

    def _named(self, rows: Sequence[int]) -> list[bytes]:
        return [self._joined[16 * row : 16 * row + 16] for row in rows]

    def _ours(self, cosines: Cosines, among: Places | None = None) -> Found:
        """Give the rows of this library; of texts that stand in several, all of them."""
        wanted = np.ones(len(self), np.bool_) if among is None else np.zeros(len(self), np.bool_)
        if among is not None:
            wanted[among] = True
        names = np.frombuffer(b"".join(one for one, _ in cosines), ">u8").reshape(-1, 2)
        lows = np.searchsorted(self._sorted[:, 0], names[:, 0], "left")
        highs = np.searchsorted(self._sorted[:, 0], names[:, 0], "right")
        return [
            (int(self._rows[at]), cosine)
            for (_, cosine), low, high, second in zip(
                cosines, lows, highs, names[:, 1], strict=True
            )
            for at in range(low, high)
            if self._sorted[at, 1] == second and wanted[self._rows[at]]
        ]


def open_pgvector(engine: Engine, unused: timedelta = KEPT_UNUSED) -> Maker:
    """Give what makes indexes in a database; what no library has wanted for `unused` is dropped."""
    asked = connect(engine)
    tables: dict[str, Table] = {}

    def make(source: Source) -> Index:
        reader, name = source.reader, name_of(source.reader.encoder, source.part)
        if name not in tables:
            tables[name] = Table(asked, name, reader.read([]).shape[1], unused)
        digests = [digest(text) for text in source.texts]
        texts = dict(zip(digests, source.texts, strict=True))
        tables[name].follow(list(texts), lambda some: reader.read([texts[one] for one in some]))
        return Hnsw(tables[name], digests)

    return make
