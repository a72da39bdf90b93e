"""Small trained heads on an encoder's vectors: is it a matter for a desk, how hot are the words?

Each is a logistic regression: a weight a dimension, and for heat a few for what the wording shows.
`scripts/train-heads` makes them; docs/models.md has the scores.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sidecar_server.encoders import checksums
from sidecar_server.errors import ModelProblem
from sidecar_server.wording import Wording

Vector = NDArray[np.float32]
FIX = "install empathy-sidecar again, or run scripts/train-heads in a checkout"
KINDS = ("desk", "heat")


@dataclass(frozen=True, slots=True)
class Head:
    """Weights, shape (dimensions + surface,), and a bias."""

    weights: NDArray[np.float32]
    bias: float

    def read(self, vector: Vector, surface: Sequence[float] = ()) -> float:
        """Give a probability for a unit vector and what the wording shows."""
        features = np.concatenate([vector, np.asarray(surface, dtype=np.float32)])
        return float(1 / (1 + np.exp(-(features @ self.weights + self.bias))))


@dataclass(frozen=True, slots=True)
class Heads:
    """The heads of one encoder; None where none was trained for it."""

    desk: Head | None = None
    heat: Head | None = None


@lru_cache(maxsize=8)
def load_heads(encoder: str) -> Heads:
    """Load the heads trained on an encoder's vectors; none for an encoder of another name.

    Raises ModelProblem for files that are missing or altered.
    """
    folder = Path(str(files("sidecar_server"))) / "models" / "heads"
    name = f"{encoder.partition('@')[0]}.npz"
    if name not in checksums.check(folder, FIX):
        return Heads()
    try:
        with np.load(folder / name, allow_pickle=False) as kept:
            if str(kept["encoder"]) != encoder:
                return Heads()
            return Heads(**{k: Head(kept[k], float(kept[f"{k}_bias"])) for k in KINDS})
    except (OSError, ValueError, KeyError) as error:
        raise ModelProblem(f"{folder / name} could not be loaded: {error}", fix=FIX) from error


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
