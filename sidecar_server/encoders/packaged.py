"""Encoders whose weights come inside a package: checked, then loaded at the first text."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from sidecar_server.encoders import checksums
from sidecar_server.errors import ModelProblem

Run = Callable[[list[str]], NDArray[np.float32]]
MOST_CHARS = 2_000  # of a text; what follows says no more about why somebody writes


@dataclass(slots=True)
class PackagedEncoder:
    """An encoder that costs nothing until its first text; `files` are its weights' SHA-256 sums."""

    name: str
    dimensions: int
    package: str
    files: Mapping[str, str]  # path inside the package -> SHA-256 in hex
    opened: Callable[[], Run]
    _run: Run | None = None
    _loading: Lock = field(default_factory=Lock)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Give one unit row per text, shape (len(texts), dimensions).

        Raises ModelProblem, at the first text, for weights that are missing or altered.
        """
        if not texts:
            return np.empty((0, self.dimensions), dtype=np.float32)
        with self._loading:
            run = self._run = self._run or self._open()
        rows: NDArray[np.float32] = np.array(
            run([_readable(text) for text in texts]), dtype=np.float32
        )
        rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
        return rows

    @property
    def installed(self) -> bool:
        """Say whether the package is there: some have no build for every system."""
        return find_spec(self.package) is not None

    def check(self) -> None:
        """Read the weights through; ModelProblem where they are missing or altered."""
        found = find_spec(self.package)
        fix = f"install empathy-sidecar again: it brings the package {self.package}"
        if found is None or found.origin is None:
            raise ModelProblem(f"the package {self.package} is not installed", fix=fix)
        for name, expected in self.files.items():
            path = Path(found.origin).parent / name
            if checksums.digest(path, fix) != expected:
                raise ModelProblem(f"{path} was altered: its SHA-256 is not ours", fix=fix)

    def _open(self) -> Run:
        self.check()
        return self.opened()


def _readable(text: str) -> str:
    # Half an emoji is a legal str but not Unicode; a NUL would end a C string.
    plain = text[:MOST_CHARS].encode("utf-8", "replace").decode("utf-8").replace("\x00", " ")
    return plain if plain.strip() else "-"
