"""Small trained heads on an encoder's vectors: is it a matter for a desk, how hot, how put
out, with how much to lose?

Each is a logistic regression, for heat with a few numbers of what the wording shows, or has one
hidden layer before it. `scripts/train-heads` makes them; docs/models.md has the scores.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sidecar_server.encoders import checksums
from sidecar_server.errors import ModelProblem
from sidecar_server.heads.files import FIX, FOLDER
from sidecar_server.wording import Wording

Vector = NDArray[np.float32]
Rows = NDArray[np.float32]
KINDS = ("desk", "heat", "mood", "stakes")


@dataclass(frozen=True, slots=True)
class Head:
    """Layers of weights, shape (inputs, outputs), and biases; the last has one output."""

    layers: tuple[tuple[Rows, Vector], ...]

    def read(self, vector: Vector, surface: Sequence[float] = ()) -> float:
        """Give a probability for a unit vector and what the wording shows."""
        seen = np.append(vector, np.array(surface, np.float32)) if surface else vector
        for weights, bias in self.layers[:-1]:
            seen = np.maximum(0, seen @ weights + bias)
        weights, bias = self.layers[-1]
        return 1 / (1 + math.exp(-(seen @ weights + bias)[0]))


@dataclass(frozen=True, slots=True)
class Heads:
    """The heads of one encoder; None where none was trained for it."""

    desk: Head | None = None
    heat: Head | None = None
    mood: Head | None = None
    stakes: Head | None = None


@lru_cache(maxsize=8)
def load_heads(encoder: str) -> Heads:
    """Load the heads trained on an encoder's vectors; none for an encoder of another name.

    Raises ModelProblem for files that are missing or altered.
    """
    name = f"{encoder.partition('@')[0]}.npz"
    if name not in checksums.check(FOLDER, FIX):
        return Heads()
    try:
        with np.load(FOLDER / name, allow_pickle=False) as kept:
            if str(kept["encoder"]) != encoder:
                return Heads()
            return Heads(**{kind: _head(kept, kind) for kind in KINDS})
    except (OSError, ValueError, KeyError) as error:
        raise ModelProblem(f"{FOLDER / name} could not be loaded: {error}", fix=FIX) from error


def _head(kept: Mapping[str, Any], kind: str) -> Head:
    depth = sum(name.startswith(f"{kind}.weights") for name in kept)
    names = [(f"{kind}.weights.{n}", f"{kind}.bias.{n}") for n in range(depth)]
    if not names:
        raise KeyError(kind)
    return Head(tuple((kept[weights], kept[bias]) for weights, bias in names))


def surface(text: str, wording: Wording) -> tuple[float, ...]:
    """Give what the wording shows, each 0 … 2; how long a text is says nothing of heat."""
    letters = sum(map(str.isalpha, text)) or 1
    return (
        2 * (1 - wording.calm),
        2 * sum(map(str.isupper, text)) / letters,
        2 * min(text.count("!"), 3) / 3,
        2 * min(text.count("?"), 3) / 3,
        2.0 * wording.soothing,
    )
