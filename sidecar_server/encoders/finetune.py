"""Tunes all-MiniLM-L6-v2 on intents: python -m sidecar_server.encoders.finetune DATA TARGET [SET]

Contrastive, on public sets that may be trained on and on the library's examples: two texts of one
intent are drawn together against one text each of the other intents in the batch. SET is left out,
to measure on it. What is written is the change of the weights, each matrix as two thin ones; the
word vectors stay as they are. Run by scripts/train-encoder; needs the extra [models].
"""

import csv
import json
import random
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from sentence_transformers.sentence_transformer import losses

from sidecar_server import resources
from sidecar_server.encoders import sentence_transformer

STEPS, PAIRS, RATE, WARM, SCALE = 450, 48, 3e-5, 0.1, 20.0
TOKENS = 64
RANK = 32  # of what is kept of a matrix's change
# How often a set's batch comes, by how much there is in it.
SHARE = {"banking77": 3.0, "clinc150": 4.0, "bitext": 1.5, "library": 3.0}
TUNING = Path(__file__).with_name("tuning.npz")  # what scripts/train-encoder wrote
Intents = Mapping[str, list[str]]  # intent -> texts


def main() -> None:
    """Tune, and write the change of the weights."""
    data, target = Path(sys.argv[1]), Path(sys.argv[2])
    left_out = sys.argv[3] if len(sys.argv) > 3 else ""
    sets = {name: texts for name, texts in intents(data).items() if name != left_out}
    model = sentence_transformer.load_model(str(sentence_transformer.packaged()))
    before = {name: one.detach().clone() for name, one in weights(model)}
    tune(model, sets)
    kept: dict[str, NDArray[np.float16]] = {}
    for name, one in weights(model):
        kept |= thin(name, (one.detach() - before[name]).numpy())
    np.savez_compressed(target, **kept)  # type: ignore[arg-type]


def apply(model: Any, tuning: Path = TUNING) -> None:
    """Change a loaded model's weights as they were tuned."""
    with np.load(tuning, allow_pickle=False) as kept, torch.no_grad():
        for name, one in weights(model):
            whole = f"{name}/in" not in kept
            change = kept[name] if whole else np.float32(kept[f"{name}/in"]) @ kept[f"{name}/out"]
            one.add_(torch.from_numpy(np.float32(change)))


def thin(name: str, change: NDArray[np.float32]) -> dict[str, NDArray[np.float16]]:
    """Give a matrix's change as two thin matrices, anything else as it is."""
    if change.ndim < 2:
        return {name: change.astype(np.float16)}
    left, sizes, right = np.linalg.svd(change, full_matrices=False)
    return {
        f"{name}/in": (left[:, :RANK] * sizes[:RANK]).astype(np.float16),
        f"{name}/out": right[:RANK].astype(np.float16),
    }


def weights(model: Any) -> Iterator[tuple[str, torch.Tensor]]:
    """Give the weights that are tuned: those of the layers."""
    return ((name, one) for name, one in model.named_parameters() if ".layer." in name)


def tune(model: Any, sets: Mapping[str, Intents]) -> None:
    """Train in place on batches of one set each, with as many intents as there are pairs."""
    draw = random.Random(1)  # noqa: S311
    torch.manual_seed(1)
    model.max_seq_length = TOKENS
    tuned = dict(weights(model))
    for name, one in model.named_parameters():
        one.requires_grad_(name in tuned)
    loss = losses.MultipleNegativesRankingLoss(model, scale=SCALE)
    steps = torch.optim.AdamW(tuned.values(), lr=RATE, weight_decay=0.01)
    rate = torch.optim.lr_scheduler.LambdaLR(
        steps, lambda n: min((n + 1) / (WARM * STEPS), (STEPS - n) / ((1 - WARM) * STEPS))
    )
    model.train()
    for number in range(STEPS):
        texts = sets[draw.choices(list(sets), [SHARE[name] for name in sets])[0]]
        some = draw.sample(sorted(texts), min(PAIRS, len(texts)))
        pairs = [draw.sample(texts[intent], 2) for intent in some if len(texts[intent]) > 1]
        sides = [dict(model.preprocess([pair[side] for pair in pairs])) for side in (0, 1)]
        cost = loss(sides, None)
        cost.backward()
        torch.nn.utils.clip_grad_norm_(tuned.values(), 1.0)
        steps.step()
        rate.step()
        steps.zero_grad()
        if number % 50 == 0:
            sys.stderr.write(f"step {number} of {STEPS}: loss {float(cost):.3f}\n")
    model.eval()


def intents(data: Path) -> dict[str, Intents]:
    """Read the sets marked *train*, and our own examples, as intents with their texts."""
    found: dict[str, dict[str, list[str]]] = {name: defaultdict(list) for name in SHARE}
    for row in _rows(data / "banking77" / "train.csv"):
        found["banking77"][row["category"]].append(row["text"])
    for text, intent in json.loads((data / "clinc150" / "train_val.json").read_text())["train"]:
        found["clinc150"][intent].append(text)
    for file in sorted((data / "bitext").glob("*.csv")):
        for row in _rows(file):
            found["bitext"][row["intent"]].append(row["utterance"])
    english = resources.folder("prompts") / "situations" / "en.toml"
    for one in tomllib.loads(english.read_text(encoding="utf-8"))["situation"]:
        found["library"][one["id"]] += one.get("customer_says", ())
    return {name: {k: v for k, v in texts.items() if v} for name, texts in found.items()}


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as rows:
        return list(csv.DictReader(rows))


if __name__ == "__main__":
    main()
