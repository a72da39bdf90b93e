"""Where the trained heads lie, how one is read, and what to do when it cannot be."""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sidecar_server.encoders import checksums
from sidecar_server.errors import ModelProblem

FOLDER = Path(str(files("sidecar_server"))) / "models" / "heads"
FIX = "install empathy-sidecar again, or run scripts/train-heads in a checkout"


def load(encoder: str, kind: str, names: tuple[str, ...]) -> Mapping[str, NDArray[np.float32]]:
    """Read the arrays of one kind of head of an encoder; empty where none was trained for it.

    Raises ModelProblem for a file that is missing or altered.
    """
    file = FOLDER / f"{encoder.partition('@')[0]}.{kind}.npz"
    if file.name not in checksums.check(FOLDER, FIX):
        return {}
    try:
        with np.load(file, allow_pickle=False) as kept:
            if str(kept["encoder"]) != encoder:
                return {}
            return {name: kept[name].astype(np.float32) for name in names}
    except (OSError, ValueError, KeyError) as error:
        raise ModelProblem(f"{file} could not be loaded: {error}", fix=FIX) from error
