"""What a shelf asks of an index of unit vectors, and what an index is made of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

Vector = NDArray[np.float32]
Rows = NDArray[np.float32]
Places = NDArray[np.int64]  # numbers of rows
Found = list[tuple[int, float]]  # rows with their cosines, nearest first


class Index(Protocol):
    """Unit vectors in rows 0 … n-1 that never change: an edited library has another index.

    Every method may raise StoreProblem where the vectors are not held in memory.
    """

    @property
    def waits(self) -> bool:
        """Whether an answer may wait for another program, and so must not hold up an event loop."""
        ...

    @property
    def worn(self) -> bool:
        """Whether it was edited so much that one made anew is better."""
        ...

    def __len__(self) -> int:
        """Give the number of rows."""
        ...

    def search(self, vector: Vector, most: int, among: Places | None = None) -> Found:
        """Give the `most` rows nearest to a vector (dimensions,), of all or `among` these."""
        ...

    def above(self, vector: Vector, least: float) -> Found:
        """Give every row whose cosine with a vector (dimensions,) is at least so much."""
        ...

    def vectors(self, rows: Sequence[int]) -> Rows:
        """Give the vectors of some rows, shape (len(rows), dimensions), in their order."""
        ...

    def centres(self, groups: NDArray[np.int64], count: int) -> Rows:
        """Give the unit vector in the middle of each group, shape (count, dimensions).

        `groups` (n,) names the group, 0 … count-1, of each row.
        """
        ...

    def edited(self, kept: Places, fresh: Rows) -> "Index | None":
        """Give the index of an edited library; None: make one anew, that is no more work.

        `kept` (n,) gives for each of its rows the row here, -1 where the next of `fresh` stands.
        """
        ...


@dataclass(frozen=True, slots=True)
class Reader:
    """Who gives texts their vectors: an encoder by its name, and what was stored of it."""

    encoder: str
    read: Callable[[Sequence[str]], Rows]  # unit vectors (n, dimensions) of n texts; n may be 0


@dataclass(frozen=True, slots=True)
class Source:
    """The texts that an index has as its rows."""

    reader: Reader
    part: Literal["examples", "lines"]  # of a shelf: they are searched apart
    texts: Sequence[str]


Maker = Callable[[Source], Index]
