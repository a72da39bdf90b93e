"""What an encoder is: text in, unit vectors out."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Encoder(Protocol):
    """Turns texts into vectors whose dot product is their cosine similarity."""

    @property
    def name(self) -> str:
        """The identity of the vectors: those of another name must never be compared with them."""
        ...

    @property
    def dimensions(self) -> int:
        """The length of one vector."""
        ...

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Give one row of length 1 per text, shape (len(texts), dimensions), in their order.

        An empty sequence gives shape (0, dimensions). An empty or blank text is legal.
        """
        ...
