"""Unit vectors that lie as sentence embeddings do, made from numbers alone.

Situations are centres. Half of the examples lie around a centre at a cosine of 0.5 to 0.8, half say
another example in other words, at 0.6 to 0.9. A query lies at 0.5 to 0.9 from an example. No
direction is noise alone: the spread falls off over the dimensions as it does in a model's vectors.
Beside the library's own examples, read by the shipped English model (in brackets): the cosine with
the own centre has its median at 0.6 (0.64), with the nearest example at 0.73 (0.67), of any two at
0.0 (0.1).
"""

import numpy as np
from numpy.typing import NDArray

DIMENSIONS = 384
Rows = NDArray[np.float32]


def examples(count: int, situations: int, seed: int = 7) -> Rows:
    """Give an even number of examples, shape (count, 384), two by two of each situation."""
    rng = np.random.default_rng(seed)
    centres = _unit(_spread(situations, rng, 30))
    rows = np.empty((count, DIMENSIONS), np.float32)
    owners = np.arange(count // 2) % situations
    rows[0::2] = beside(centres[owners], (0.5, 0.8), rng)
    rows[1::2] = beside(rows[0::2], (0.6, 0.9), rng)
    return rows


def queries(rows: Rows, count: int, seed: int = 8) -> Rows:
    """Give vectors that lie near some of the examples, shape (count, 384)."""
    rng = np.random.default_rng(seed)
    return beside(rows[rng.integers(0, len(rows), count)], (0.5, 0.9), rng)


def _spread(count: int, rng: np.random.Generator, wide: int) -> Rows:
    falls = (1 + np.arange(DIMENSIONS) / wide) ** -0.75
    return rng.standard_normal((count, DIMENSIONS), dtype=np.float32) * falls.astype(np.float32)


def beside(rows: Rows, cosines: tuple[float, float], rng: np.random.Generator) -> Rows:
    """Give a unit vector for each row, at a cosine with it between these two."""
    noise = _spread(len(rows), rng, 60)
    noise -= np.sum(noise * rows, axis=1, keepdims=True) * rows
    near = rng.uniform(*cosines, (len(rows), 1)).astype(np.float32)
    found: Rows = near * rows + np.sqrt(1 - near * near) * _unit(noise)
    return found


def _unit(rows: Rows) -> Rows:
    found: Rows = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return found


def recall(found: list[list[int]], rows: Rows, asked: Rows, most: int = 3) -> float:
    """Give the share of each query's `most` nearest rows that were found; of equals, any."""
    right = 0
    for mine, query in zip(found, asked, strict=True):
        cosines = rows @ query
        least = np.partition(cosines, -most)[-most]
        right += sum(cosines[row] >= least - 1e-6 for row in set(mine[:most]))
    return right / (most * len(asked))
