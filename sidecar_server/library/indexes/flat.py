"""An exact index by FAISS, held in memory."""

from collections.abc import Sequence
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from sidecar_server.library.indexes.protocol import Found, Index, Places, Rows, Source, Vector

faiss.omp_set_num_threads(1)  # a message's search is too small to share out
_CHUNK = 8_192  # rows added up at a time


class Flat:
    """Every vector, compared with each that is asked for."""

    waits = False
    worn = False

    def __init__(self, rows: Rows) -> None:
        flat: Any = faiss.IndexFlatIP(rows.shape[1])
        flat.add(np.ascontiguousarray(rows, dtype=np.float32))
        held: Any = faiss.rev_swig_ptr(flat.get_xb(), rows.size) if len(rows) else []
        self._faiss = flat
        # All vectors, shape (n, dimensions), not copied: good while the index lives.
        self.rows: Rows = np.asarray(held, np.float32).reshape(rows.shape)

    def __len__(self) -> int:
        return len(self.rows)

    def search(self, vector: Vector, most: int, among: Places | None = None) -> Found:
        """Give the nearest rows by inner product, exactly."""
        count = len(self) if among is None else len(among)
        if not count:
            return []
        scores, rows = self._faiss.search(
            vector.reshape(1, -1), min(most, count), params=self._only(among)
        )
        return [(int(row), float(score)) for row, score in zip(rows[0], scores[0], strict=True)]

    def above(self, vector: Vector, least: float) -> Found:
        """Give every row that is near enough."""
        cosines = self.rows @ vector
        found = ((int(row), float(cosines[row])) for row in np.flatnonzero(cosines >= least))
        return sorted(found, key=lambda pair: -pair[1])

    def vectors(self, rows: Sequence[int]) -> Rows:
        """Give copies of some rows."""
        return self.rows[list(rows)]

    def centres(self, groups: NDArray[np.int64], count: int) -> Rows:
        """Give the unit vector in the middle of each group."""
        return middles(self, groups, count)

    def edited(self, kept: Places, fresh: Rows) -> "Index":
        """Give the index of an edited library: all rows once more."""
        rows = np.empty((len(kept), self.rows.shape[1]), np.float32)
        rows[kept >= 0] = self.rows[kept[kept >= 0]]
        rows[kept < 0] = fresh
        return Flat(rows)

    def _only(self, among: Places | None) -> Any:
        if among is None:
            return None
        may = np.zeros(len(self), np.bool_)
        may[among] = True
        made: Any = faiss  # its stubs know the C++ arguments alone
        bits = np.packbits(may, bitorder="little")
        return made.SearchParameters(sel=made.IDSelectorBitmap(bits))


def middles(index: Index, groups: NDArray[np.int64], count: int) -> Rows:
    """Add up each group's rows, a part of them at a time, and make them unit vectors."""
    ordered = np.argsort(groups, kind="stable")
    sums = np.zeros((count, index.vectors([]).shape[1]), np.float32)
    for start in range(0, len(ordered), _CHUNK):
        some = ordered[start : start + _CHUNK]
        firsts = np.flatnonzero(np.diff(groups[some], prepend=-1))
        sums[groups[some[firsts]]] += np.add.reduceat(index.vectors(some.tolist()), firsts)
    return unit(sums)


def unit(rows: Rows) -> Rows:
    """Make each row's length 1; one of length 0 stays."""
    return np.asarray(
        rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9), np.float32
    )


def flat(source: Source) -> Flat:
    """Read all of a source's vectors into memory."""
    return Flat(source.reader.read(source.texts))
