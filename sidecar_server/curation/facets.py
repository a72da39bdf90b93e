"""The numbers beside the filters: counted over arrays, so that many thousand rows take no time."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sidecar_server.curation.row import Row
from sidecar_server.model import Note, Phrase

Values = Callable[[Row], Iterable[str]]
Mask = NDArray[np.bool_]
EVERYONE = "everyone"  # the team of what has none


def _of_phrase(name: str) -> Values:
    def values(row: Row) -> Iterable[str]:
        return (getattr(row.entry, name),) if isinstance(row.entry, Phrase) else ()

    return values


def _of_note(name: str) -> Values:
    def values(row: Row) -> Iterable[str]:
        return (getattr(row.entry, name),) if isinstance(row.entry, Note) else ()

    return values


FILTERS: Mapping[str, Values] = {
    "kind": lambda row: (row.key.kind,),
    "state": lambda row: (row.state,),
    "language": lambda row: (row.key.language,) if row.key.language else (),
    "situation": _of_phrase("situation"),
    "strategy": _of_phrase("strategy"),
    "register": _of_phrase("register"),
    "locale": _of_note("locale"),
    "topic": _of_note("topic"),
    "team": lambda row: (row.entry.teams or (EVERYONE,)) if isinstance(row.entry, Phrase) else (),
}


@dataclass(frozen=True)
class Facet:
    """One filter over all rows: which row has which value; a row may have several, or none."""

    names: Sequence[str]
    places: NDArray[np.int64]  # of the row, an entry a pair
    values: NDArray[np.int64]  # of the value in `names`

    def has(self, value: str, count: int) -> Mask:
        """Say of each of `count` rows whether it has a value."""
        found = np.zeros(count, dtype=bool)
        if value in self.names:
            found[self.places[self.values == self.names.index(value)]] = True
        return found

    def count(self, passing: Mask) -> dict[str, int]:
        """Count the values among the rows that pass; those that none has are left out."""
        counts = np.bincount(self.values[passing[self.places]], minlength=len(self.names))
        return {n: int(c) for n, c in zip(self.names, counts, strict=True) if c}


def facets(rows: Sequence[Row]) -> Mapping[str, Facet]:
    """Read every filter of every row."""
    return {name: _facet(rows, values) for name, values in FILTERS.items()}


def _facet(rows: Sequence[Row], values: Values) -> Facet:
    numbers: dict[str, int] = {}
    pairs = [
        (place, numbers.setdefault(value, len(numbers)))
        for place, row in enumerate(rows)
        for value in values(row)
    ]
    table = np.array(pairs, dtype=np.int64).reshape(len(pairs), 2)
    return Facet(tuple(numbers), table[:, 0], table[:, 1])
