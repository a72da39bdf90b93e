"""An encoder without a model, for tests: hashed words and letter groups, the same everywhere."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from sidecar_server.errors import ModelProblem

DIMENSIONS = 256
WORD = re.compile(r"\w+")
GRAM = 3
GRAM_WEIGHT = 0.3  # a shared word says more than a shared group of letters


class HashingEncoder:
    """Texts are near each other when they share words; it knows no meanings."""

    name = f"hashing-{DIMENSIONS}"
    dimensions = DIMENSIONS

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Give one unit row per text, shape (len(texts), 256); a text without a word also."""
        rows = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            _fill(row, text)
        return rows


def load(model: str | None = None) -> HashingEncoder:
    """Give the encoder; it has no models, so naming one raises ModelProblem."""
    if model is not None:
        raise ModelProblem("the hashing encoder has no models", fix="leave the model out")
    return HashingEncoder()


def _fill(row: NDArray[np.float32], text: str) -> None:
    for feature, count in Counter(_features(text)).items():
        place, sign = _slot(feature)
        weight = GRAM_WEIGHT if feature.startswith("#") else 1.0
        row[place] += sign * weight * count
    length = float(np.linalg.norm(row))
    if length == 0.0:  # nothing to hash, or all of it cancelled out
        row[0] = 1.0
    else:
        row /= length


def _features(text: str) -> Iterator[str]:
    for word in WORD.findall(text.casefold()):
        yield word
        edged = f"<{word}>"
        for start in range(len(edged) - GRAM + 1):
            yield "#" + edged[start : start + GRAM]


def _slot(feature: str) -> tuple[int, float]:
    # Python's own hash() differs from process to process; stored vectors must not.
    digest = blake2b(feature.encode(), digest_size=8).digest()
    number = int.from_bytes(digest, "big")
    return number % DIMENSIONS, 1.0 if number >> 63 else -1.0
