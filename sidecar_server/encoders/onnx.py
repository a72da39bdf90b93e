"""The default encoder: a prepared model folder run by ONNX Runtime, without torch."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from pathlib import Path

import numpy as np
import onnxruntime
import orjson
from numpy.typing import NDArray
from tokenizers import Tokenizer

from sidecar_server.encoders import checksums
from sidecar_server.errors import ModelProblem

DEFAULT = "minilm"
MAX_TOKENS = 256  # what all-MiniLM-L6-v2 reads; the rest of a longer text is ignored
MODEL = "model.onnx"
TOKENIZER = "tokenizer.json"
PROBE = "probe.json"  # a text and the vector that exact sums give it
PARTS = (MODEL, TOKENIZER, PROBE)
SAME = 0.9999  # cosine: 1 where the sums are right, 0.991 to 0.998 where they overflow
WORKERS = min(4, os.cpu_count() or 1)  # texts encoded at once; past four, memory is the limit
FIX = "install empathy-sidecar again, or run scripts/prepare-model in a checkout"


class OnnxEncoder:
    """Encodes each text in a run of its own, several runs at once where there are several texts.

    Padded batches were not faster, and in one a text gets a slightly different vector than
    alone, since int8 activations are scaled per run.
    """

    def __init__(self, name: str, tokenizer: Tokenizer, session: onnxruntime.InferenceSession):
        self.name = name
        self.dimensions = int(session.get_outputs()[0].shape[-1])
        self._tokenizer = tokenizer
        self._session = session
        self._threads = ThreadPoolExecutor(WORKERS, thread_name_prefix="onnx")

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Give one unit row per text, shape (len(texts), dimensions)."""
        rows = np.empty((len(texts), self.dimensions), dtype=np.float32)
        # A lone text, the usual case while chatting, is spared the way through another thread.
        run = map if len(texts) < 2 else self._threads.map
        for row, vector in zip(rows, run(self._one, texts), strict=True):
            row[:] = vector
        return rows

    def _one(self, text: str) -> NDArray[np.float32]:
        ids = np.array([self._tokenizer.encode(_readable(text)).ids], dtype=np.int64)
        inputs = {"input_ids": ids, "attention_mask": np.ones_like(ids)}
        (vectors,) = self._session.run(None, inputs)
        row: NDArray[np.float32] = vectors[0]
        return row


def load(model: str | None = None) -> OnnxEncoder:
    """Load a prepared model folder (None: the one shipped) after checking all its files.

    Raises ModelProblem for a folder that is missing, altered, or not a model.
    """
    folder = Path(model) if model else Path(str(files("sidecar_server"))) / "models" / DEFAULT
    sums = checksums.check(folder, FIX)
    for needed in PARTS:
        if needed not in sums:
            raise ModelProblem(f"{folder} has no {needed}", fix=FIX)
    name = f"{folder.name}-int8@{sums[MODEL][:12]}"
    try:
        probe = orjson.loads((folder / PROBE).read_bytes())
        encoder = open_model(folder, name)
        if float(encoder.encode([probe["text"]])[0] @ np.float32(probe["vector"])) < SAME:
            encoder = open_model(folder, name, exact=True)
    except Exception as error:  # both libraries raise bare or private exception types
        raise ModelProblem(f"{folder} could not be loaded: {error}", fix=FIX) from error
    return encoder


def open_model(folder: Path, name: str, exact: bool = False) -> OnnxEncoder:
    """Open a folder unchecked; `exact` is half as fast again where int8 sums would overflow.

    Processors with AVX2 but no VNNI add int8 pairs in 16 bits: there the shipped model falls
    from 0.998 to 0.993 of its reference without `exact`, and the probe tells.
    """
    return OnnxEncoder(name, _tokenizer(folder / TOKENIZER), _session(folder / MODEL, exact))


def _tokenizer(path: Path) -> Tokenizer:
    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer


def _session(path: Path, exact: bool) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    # One thread a run: a second one gains a third on an idle machine, but it waits by spinning,
    # which doubles the work and the time as soon as a browser wants the same cores.
    options.intra_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # as fast without, and long texts are not kept for
    options.add_session_config_entry("session.x64quantprecision", "1" if exact else "0")
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _readable(text: str) -> str:
    # Half an emoji, cut by a text limit, is a legal str but not Unicode: the tokenizer refuses it.
    return text.encode("utf-8", "replace").decode("utf-8")
