"""An edited index: the rows that stayed in the one that it was made of, what is new beside them."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sidecar_server.library.indexes.flat import Flat, middles
from sidecar_server.library.indexes.protocol import Found, Index, Places, Rows, Vector

_WORN = 20  # one in so many rows that are new or gone: it is time to make a new index
_SPARE = 64  # asked for beside those wanted: some are gone
_FURTHER = (1, 16)


class Overlay:
    """Some rows of an index, under other numbers, and others; the index itself stays as it was."""

    def __init__(self, base: Index, kept: Places, fresh: Rows) -> None:
        self._base, self._kept = base, kept
        self._new = np.full(len(base), -1, np.int64)  # the row here of each of the base's
        stayed = np.flatnonzero(kept >= 0)
        self._new[kept[stayed]] = stayed
        self._fresh, self._places = Flat(fresh), np.flatnonzero(kept < 0)
        self._at = np.cumsum(kept < 0) - 1  # which of the fresh ones a row is, where it is one
        self._gone = len(base) - len(stayed)

    @property
    def waits(self) -> bool:
        """As the index under it."""
        return self._base.waits

    @property
    def worn(self) -> bool:
        """Whether so much is new or gone that one made anew is better."""
        return _WORN * (self._gone + len(self._fresh)) > len(self._base)

    def __len__(self) -> int:
        return len(self._kept)

    def search(self, vector: Vector, most: int, among: Places | None = None) -> Found:
        """Give the nearest rows of both, as near as the index under it finds them."""
        may = self._kept if among is None else self._kept[among]
        below = self._below(vector, most, None if among is None else np.sort(may[may >= 0]))
        beside = None if among is None else self._at[among[may < 0]]
        above = self._fresh.search(vector, most, beside)
        return _merged(below, [(int(self._places[row]), cosine) for row, cosine in above])[:most]

    def above(self, vector: Vector, least: float) -> Found:
        """Give every row that is near enough."""
        beside = self._fresh.above(vector, least)
        return _merged(
            self._mine(self._base.above(vector, least)),
            [(int(self._places[row]), cosine) for row, cosine in beside],
        )

    def vectors(self, rows: Sequence[int]) -> Rows:
        """Give the vectors of some rows."""
        wanted = np.asarray(rows, np.int64)
        kept = self._kept[wanted]
        found = np.empty((len(wanted), self._fresh.rows.shape[1]), np.float32)
        found[kept >= 0] = self._base.vectors(kept[kept >= 0].tolist())
        found[kept < 0] = self._fresh.rows[self._at[wanted[kept < 0]]]
        return found

    def centres(self, groups: NDArray[np.int64], count: int) -> Rows:
        """Give the unit vector in the middle of each group."""
        return middles(self, groups, count)

    def edited(self, kept: Places, fresh: Rows) -> "Overlay":
        """Give the index of a library edited again: over the same index, not over this one."""
        ours = np.where(kept >= 0, self._kept[kept], -1)
        rows = np.empty((int(np.sum(ours < 0)), self._fresh.rows.shape[1]), np.float32)
        whose = kept[ours < 0]
        rows[whose >= 0] = self._fresh.rows[self._at[whose[whose >= 0]]]
        rows[whose < 0] = fresh
        return Overlay(self._base, ours, rows)

    def _below(self, vector: Vector, most: int, among: Places | None) -> Found:
        if among is not None:
            return self._mine(self._base.search(vector, most, among))
        there = len(self._base) - self._gone
        for times in _FURTHER:
            asked = most + min(self._gone, times * _SPARE)
            found = self._mine(self._base.search(vector, asked))
            if len(found) >= min(most, there):
                return found
        return self._mine(self._base.search(vector, most + self._gone))

    def _mine(self, found: Found) -> Found:
        return [(int(self._new[row]), cosine) for row, cosine in found if self._new[row] >= 0]


def _merged(first: Found, second: Found) -> Found:
    return sorted([*first, *second], key=lambda pair: -pair[1])
