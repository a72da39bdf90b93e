"""How well situations can be told apart: each example is read as if it had not been written."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sidecar_server.library import kernel
from sidecar_server.library.calibration import calibration
from sidecar_server.library.shelf import mixed, said
from sidecar_server.model import Situation

Rows = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Separation:
    """For each example of each situation, the ids of all in the order they were read."""

    ranked: Mapping[str, Sequence[Sequence[str]]]

    def recall(self, within: int) -> float:
        """Give the share of examples whose own situation is among the first so many."""
        found = [own in ids[:within] for own, each in self.ranked.items() for ids in each]
        return sum(found) / max(1, len(found))


def leave_one_out(
    situations: Sequence[Situation], language: str, encoder: str, rows: Rows
) -> Separation:
    """Rank the situation of every example of a language as a shelf would without that example.

    `rows` are the unit vectors of each situation's `said` texts, in order; titles are not counted.
    """
    ids = list(dict.fromkeys(one.id for one in situations if not one.broad))
    owners = np.array([ids.index(one.id) for one in situations for _ in said(one)])
    counted = [
        one.language == language and number < len(one.customer_says)
        for one in situations
        for number, _ in enumerate(said(one))
    ]
    held = np.flatnonzero(counted)
    numbers = calibration(encoder)
    learnt = kernel.leave_one_out(rows, owners, len(ids), numbers.sharpness, held)
    likeness = numbers.likeness(*_cosines(rows, owners, len(ids), held))
    scores = mixed(likeness, learnt)
    ranked: dict[str, list[list[str]]] = defaultdict(list)
    for row, score in zip(held, scores, strict=True):
        ranked[ids[owners[row]]].append([ids[n] for n in np.argsort(-score)])
    return Separation(ranked)


def _cosines(
    rows: Rows, owners: NDArray[np.int64], count: int, held: NDArray[np.int64]
) -> tuple[Rows, Rows]:
    """Give each held row's cosines with each situation's centre and nearest, itself left out."""
    sums = np.eye(count, dtype=np.float32)[owners].T @ rows
    each, own = np.arange(len(held)), owners[held]
    cosines = rows[held] @ rows.T
    cosines[each, held] = -1.0
    nearest = np.stack([cosines[:, owners == n].max(axis=1) for n in range(count)], axis=1)
    centre = (rows[held] @ sums.T) / np.maximum(np.linalg.norm(sums, axis=1), 1e-9)
    rest = sums[own] - rows[held]
    apart = np.maximum(np.linalg.norm(rest, axis=1), 1e-9)
    centre[each, own] = np.einsum("ij,ij->i", rows[held], rest) / apart
    return centre, nearest
