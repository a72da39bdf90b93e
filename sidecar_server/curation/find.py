"""Finding entries: by words, by meaning, by filters, with the number beside every filter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sidecar_server.curation.catalogue import Catalogue, Row
from sidecar_server.curation.facets import FILTERS, Mask
from sidecar_server.library.rows import Key
from sidecar_server.text import fold

Near = Mapping[Key, float]  # how near to what was asked each entry is by meaning, 0 … 1


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for; an empty field wants everything."""

    words: str = ""
    kind: str = ""
    state: str = ""
    language: str = ""
    situation: str = ""
    strategy: str = ""
    register: str = ""
    locale: str = ""
    topic: str = ""
    team: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """The rows in order, for each filter how many each value would leave, how near each row is."""

    rows: Sequence[Row]
    counts: Mapping[str, Mapping[str, int]]
    near: Near


def find(catalogue: Catalogue, wanted: Wanted, near: Near | None = None) -> Found:
    """Give what has the words or is `near` them in meaning, and passes every filter.

    What has the words comes first, then what means the same, nearest first.
    """
    near, rows, facets = near or {}, catalogue.rows, catalogue.facets
    asked = fold(wanted.words).text.split()
    literal = np.array([all(word in row.words for word in asked) for row in rows], dtype=bool)
    told = literal if not near else literal | np.array([row.key in near for row in rows])
    chosen = {name: value for name in FILTERS if (value := getattr(wanted, name))}
    masks = {name: facets[name].has(value, len(rows)) for name, value in chosen.items()}
    counts = {
        name: facets[name].count(_all([told, *(m for n, m in masks.items() if n != name)]))
        for name in FILTERS
    }
    places = np.flatnonzero(_all([told, *masks.values()])).tolist()
    if asked:
        places.sort(key=lambda at: (not literal[at], -near.get(rows[at].key, 0.0)))
    return Found([rows[at] for at in places], counts, near)


def _all(masks: Sequence[Mask]) -> Mask:
    together: Mask = np.logical_and.reduce(masks)
    return together
