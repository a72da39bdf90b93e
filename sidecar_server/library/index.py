"""Nearest neighbours: FAISS over unit vectors, exact by inner product."""

from collections.abc import Sequence
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

faiss.omp_set_num_threads(1)  # a message's search is too small to share out


class Index:
    """Vectors under integer ids; search gives cosines."""

    def __init__(self, dimensions: int) -> None:
        self._faiss = faiss.IndexIDMap2(faiss.IndexFlatIP(dimensions))

    def __len__(self) -> int:
        return int(self._faiss.ntotal)

    def add(self, ids: Sequence[int], vectors: NDArray[np.float32]) -> None:
        """Add n vectors, shape (n, dimensions), under n ids."""
        if len(ids):
            rows = np.ascontiguousarray(vectors, dtype=np.float32)
            self._faiss.add_with_ids(rows, np.asarray(ids, dtype=np.int64))

    def search(self, vector: NDArray[np.float32], most: int) -> list[tuple[int, float]]:
        """Give up to `most` (id, cosine), nearest first, for a vector of shape (dimensions,)."""
        if not len(self):
            return []
        scores, ids = self._faiss.search(vector.reshape(1, -1), min(most, len(self)))
        return [(int(i), float(s)) for i, s in zip(ids[0], scores[0], strict=True) if i >= 0]

    @property
    def rows(self) -> NDArray[np.float32]:
        """Give the vectors in the order they were added, shape (n, dimensions), not copied.

        They are the index's own: good while it lives and until more are added.
        """
        flat: Any = faiss.downcast_index(self._faiss.index)
        held: Any = faiss.rev_swig_ptr(flat.get_xb(), len(self) * flat.d) if len(self) else []
        rows: NDArray[np.float32] = np.asarray(held, np.float32).reshape(len(self), flat.d)
        return rows
