"""The family of encoders: a registry from a kind's name to what loads it.

To add one: write a module whose function takes a model (a name, a folder or None for the
default) and returns an `Encoder`, and add one line to `KINDS`. Modules are imported only when
their kind is asked for, so that serving never imports torch.
"""

from collections.abc import Callable
from importlib import import_module
from typing import cast

from sidecar_server.encoders.protocol import Encoder
from sidecar_server.errors import ModelProblem

__all__ = ["KINDS", "Encoder", "load_encoder"]

KINDS = {
    "onnx": "sidecar_server.encoders.onnx:load",
    "use": "sidecar_server.encoders.use:load",
    "e5": "sidecar_server.encoders.e5:load",
    "sentence-transformer": "sidecar_server.encoders.sentence_transformer:load",
    "hashing": "sidecar_server.encoders.hashing:load",
}


def load_encoder(kind: str = "onnx", model: str | None = None) -> Encoder:
    """Load the encoder of a kind; `model` is a name or folder, None the kind's default.

    Raises ModelProblem for an unknown kind and for a model that is missing or altered.
    """
    if kind not in KINDS:
        known = ", ".join(sorted(KINDS))
        raise ModelProblem(f"no encoder is called {kind!r}", fix=f"choose one of: {known}")
    module, _, function = KINDS[kind].partition(":")
    load = cast(Callable[[str | None], Encoder], getattr(import_module(module), function))
    return load(model)
