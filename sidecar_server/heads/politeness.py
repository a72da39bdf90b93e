"""How polite a text is: a logistic regression on its vector, its n-grams and marks of wording.

Trained on requests from Wikipedia that five raters each judged (docs/models.md); the marks are
those of politeness in the sense of Danescu-Niculescu-Mizil and others (2013).
"""

import re
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sidecar_server.heads import files
from sidecar_server.heads.sentence import VECTOR_WEIGHT, ngrams
from sidecar_server.text import fold

Vector = NDArray[np.float32]
MARK_WEIGHT, _MOST = 0.3, 3
_MARKS = tuple(
    re.compile(words)
    for words in (
        r"\b(?:thanks?|thank you|thx|appreciat\w+|grateful|cheers)\b",
        r"\bplease\b",
        r"^\W*please\b",
        r"\b(?:sorry|apolog\w+|excuse me|forgive|pardon)\b",
        r"\b(?:could|would|might|may)\b",
        r"\b(?:can|will) you\b",
        r"\b(?:could|would) you\b",
        r"\b(?:hi|hello|hey|dear)\b",
        r"^\W*(?:hi|hello|hey|dear)\b",
        r"\b(?:by the way|btw)\b",
        r"^\W*(?:what|why|who|how|when|where|which)\b",
        r"^\W*you(?:r)?\b",
        r"\byou(?:r)?\b",
        r"^\W*i\b",
        r"\bi\b",
        r"\b(?:we|our|us)\b",
        r"\b(?:really|actually|honestly|surely|in fact)\b",
        r"\b(?:think|thought|suppos\w+|seem\w*|suggest\w*|maybe|perhaps|possibly|wonder\w*|likely)\b",
        r"\?",
        r"\?.*\?",
        r"!",
        r"\.\.\.",
        r"\b(?:good|great|nice|excellent|wonderful|awesome|glad|happy|interesting|helpful|kind)\b",
        r"\b(?:bad|wrong|stupid|ridiculous|nonsense|silly|useless|stop|nasty|blatant\w*|false)\b",
        r"\bif you\b",
        r"\b(?:let me know|look forward)\b",
        r"\b(?:mind|help|kindly|love to|like to)\b",
        r"^\W*(?:so|and|but|then|ok|okay|well)\b",
        r"\bdo you (?:think|really|even|have)\b",
        r"\b(?:don't|didn't|aren't) you\b|\bisn't it\b",
        r"\bnot\b|n't\b",
        r"\b(?:must|should|need to|have to)\b",
        r"\bagain\b",
        r"\byourself\b",
        r"\bwhy\b",
        r"\bwhat\b",
        r"\b(?:how|what) about\b",
        r"\bjust\b",
        r"\balso\b",
        r"\bany\b",
        r",",
    )
)


@dataclass(frozen=True, slots=True)
class PolitenessHead:
    """`meaning` weighs the vector, `marks` the marks, `wording` the n-grams."""

    meaning: Vector
    marks: Vector
    wording: Vector
    bias: float

    def read(self, text: str, vector: Vector) -> float:
        """Give 0 rude … 1 polite for a text and its unit vector."""
        buckets, weights = ngrams(text)
        score = VECTOR_WEIGHT * float(vector @ self.meaning) + float(marks(text) @ self.marks)
        score += float(weights @ self.wording[buckets]) + self.bias
        return float(1 / (1 + np.exp(-score)))


def marks(text: str) -> Vector:
    """Count the marks of politeness in a text, and how long it is, each about 0 … 1."""
    folded = fold(text).text
    found = [min(_MOST, len(mark.findall(folded))) for mark in _MARKS]
    length = [float(np.log1p(len(folded.split()))), float(np.log1p(len(folded)))]
    upper = 3 * sum(map(str.isupper, text)) / max(1, len(text))
    return MARK_WEIGHT * np.array([*found, *length, upper], dtype=np.float32)


@lru_cache(maxsize=8)
def load_politeness(encoder: str) -> PolitenessHead | None:
    """Load the politeness head of an encoder's vectors, None where none was trained for it."""
    kept = files.load(encoder, "politeness", ("meaning", "marks", "wording", "bias"))
    if not kept:
        return None
    return PolitenessHead(kept["meaning"], kept["marks"], kept["wording"], float(kept["bias"]))
