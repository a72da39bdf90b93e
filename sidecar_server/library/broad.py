"""Broad situations: without examples of their own, found by the narrow ones under them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float32]
_SHARE = 0.87  # of what its narrow ones score together, so that a sure narrow one comes first
_ENOUGH = 0.3  # what must be learnt of them, together


@dataclass(frozen=True, slots=True)
class Broad:
    """A broad situation and the places of the narrow ones under it, however deep."""

    id: str
    under: NDArray[np.int64]
    depth: int  # 1 over narrow ones, 2 over broad ones

    def score(self, likeness: Numbers, learnt: Numbers) -> float:
        """Add up what was learnt of them; 0 where that is too little.

        A kernel regression's scores are linear in its labels: the sum is what it would have learnt
        of them as one.
        """
        strength = float(np.maximum(learnt[self.under], 0).sum())
        if strength < _ENOUGH:
            return 0.0
        nearest = float(likeness[self.under].max())
        return _SHARE ** (self.depth**2) * (2 * nearest + min(1.0, strength)) / 3


def broad(ids: Sequence[str], broader: Mapping[str, str]) -> tuple[Broad, ...]:
    """Gather the broad situations over these ids; `broader` names the one above each."""
    under: dict[str, list[int]] = defaultdict(list)
    depth: dict[str, int] = {}
    for place, id_ in enumerate(ids):
        above, level = broader.get(id_, ""), 1
        while above and level <= len(broader):
            under[above].append(place)
            depth[above] = max(depth.get(above, 0), level)
            above, level = broader.get(above, ""), level + 1
    return tuple(Broad(id_, np.array(places), depth[id_]) for id_, places in under.items())
