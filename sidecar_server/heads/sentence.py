"""A head that labels one sentence of an agent's, by its meaning and its wording.

A softmax over a sentence's vector and its hashed words, pairs and triples of words.
`scripts/train-heads` makes it from labelled sentences; docs/models.md has the scores.
"""

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sidecar_server.heads import files
from sidecar_server.text import fold, unspaced

Vector = NDArray[np.float32]
Rows = NDArray[np.float32]
BUCKETS = 2**14
VECTOR_WEIGHT = 2.0  # of a unit vector beside unit n-grams
_TOKEN = re.compile(r"[\w'’]+|[!?]")
_LONGEST = 3


@dataclass(frozen=True, slots=True)
class SentenceHead:
    """`meaning` (dimensions, n) weighs the vector, `wording` (BUCKETS, n) the n-grams; n labels."""

    labels: tuple[str, ...]
    meaning: Rows
    wording: Rows
    bias: Vector

    def read(self, text: str, vector: Vector) -> Mapping[str, float]:
        """Give the probability of each label for a sentence and its unit vector."""
        buckets, weights = ngrams(text)
        scores = VECTOR_WEIGHT * vector @ self.meaning + weights @ self.wording[buckets] + self.bias
        shares = np.exp(scores - scores.max())
        shares /= shares.sum()
        return dict(zip(self.labels, map(float, shares), strict=True))


def ngrams(text: str) -> tuple[NDArray[np.int64], Vector]:
    """Give the buckets of a text's n-grams and their weights, a vector of length 1."""
    folded = fold(text).text
    tokens = list(folded.replace(" ", "")) if unspaced(folded) else _TOKEN.findall(folded)
    found = {
        zlib.crc32(" ".join(tokens[at : at + size]).encode()) % BUCKETS
        for size in range(1, _LONGEST + 1)
        for at in range(len(tokens) - size + 1)
    }
    buckets = np.array(sorted(found), dtype=np.int64)
    return buckets, np.full(len(buckets), 1 / max(1, len(buckets)) ** 0.5, dtype=np.float32)


def load(encoder: str, kind: str, labels: tuple[str, ...]) -> SentenceHead | None:
    """Load the head of one kind of an encoder's vectors, None where none was trained for it."""
    kept = files.load(encoder, kind, ("meaning", "wording", "bias"))
    return SentenceHead(labels, kept["meaning"], kept["wording"], kept["bias"]) if kept else None


def examples(kind: str, language: str) -> list[tuple[str, str]]:
    """Read the labelled sentences that were written for one language: label, sentence."""
    file = Path(__file__).parent / kind / f"{language}.tsv"
    lines = file.read_text(encoding="utf-8").splitlines()
    return [(label, text) for label, _, text in (line.partition("\t") for line in lines) if text]
