"""An index in memory for many vectors: all are compared roughly, by 4-bit codes, the best exactly.

Product quantisation with FAISS's fast scan (André, Kermarrec, Le Scouarnec 2017, "Accelerated
Nearest Neighbor Search with Quick ADC"): a vector's code is a sixteenth of it, and is compared in
registers. Nothing is left out by where it lies, so what is found does not hang on how the vectors
are spread.
"""

from threading import Thread
from typing import Any, Self

import faiss
import numpy as np
from numpy.typing import NDArray

from sidecar_server.library.indexes.flat import Flat
from sidecar_server.library.indexes.overlay import Overlay
from sidecar_server.library.indexes.protocol import Found, Places, Rows, Vector

MANY = 8_192  # rows from which it is worth it
_PIECES = 2  # dimensions to a code of 4 bits
_BEST = 8  # times as many as are asked for are compared exactly
_LEAST = 128
_FEW = 4_096  # rows that are compared exactly, whatever else there is
_SAMPLE, _ROUNDS = 8_192, 4  # rows and rounds that codes are learnt from
_FURTHER = (1, 16)


class Quantised(Flat):
    """Every vector exactly and as a code; rows are unit vectors.

    The codes are learnt in a thread beside; until they are there, all rows are compared exactly.
    """

    def __init__(self, rows: Rows) -> None:
        super().__init__(rows)
        self._codes: Any = None
        self._learning = Thread(target=self._learn, name="codes")
        self._learning.start()

    def settled(self) -> Self:
        """Wait for the codes, and give the index."""
        self._learning.join()
        return self

    def search(self, vector: Vector, most: int, among: Places | None = None) -> Found:
        """Give the nearest rows; those that the codes miss are few (docs/architecture.md)."""
        if self._codes is None or (among is not None and len(among) <= _FEW):
            return super().search(vector, most, among)
        may = None
        if among is not None:
            may = np.zeros(len(self), np.bool_)
            may[among] = True
        enough = min(most, len(self) if among is None else len(among))
        for times in _FURTHER:
            looked = min(len(self), times * max(_BEST * enough, _LEAST))
            found = self._best(vector, looked, may, enough)
            if len(found) == enough:
                return found
        return super().search(vector, most, among)

    def edited(self, kept: Places, fresh: Rows) -> Overlay:
        """Give the index of an edited library: what is new lies over this one."""
        return Overlay(self, kept, fresh)

    def _learn(self) -> None:
        made: Any = faiss
        made.omp_set_num_threads(1)  # each thread has its own number; others would spin
        count, dimensions = self.rows.shape
        codes = made.IndexPQFastScan(
            dimensions, dimensions // _PIECES, 4, faiss.METRIC_INNER_PRODUCT
        )
        codes.pq.cp.niter = _ROUNDS
        codes.train(np.ascontiguousarray(self.rows[:: max(1, count // _SAMPLE)]))
        codes.add(self.rows)
        self._codes = codes

    def _best(self, vector: Vector, looked: int, may: NDArray[np.bool_] | None, most: int) -> Found:
        """Look at so many by their codes and give the nearest of them that may come."""
        _, near = self._codes.search(vector.reshape(1, -1), looked)
        rows = near[0][near[0] >= 0]
        if may is not None:
            rows = rows[may[rows]]
        cosines = self.rows[rows] @ vector
        ordered = np.argsort(-cosines, kind="stable")[:most]
        return list(zip(rows[ordered].tolist(), cosines[ordered].tolist(), strict=True))
