"""The shipped model and its reference on the same texts; runs with the Python of .venv-models.

By `python -m tests.bench.both_encoders COSINES DRAWN [--situations]`. The reference is the
tuned all-MiniLM-L6-v2 by sentence-transformers, unquantised, from which the shipped one was made.
"""

import json
import re
import sys
from functools import cached_property

import numpy as np

from sidecar_server.encoders import load_encoder
from sidecar_server.encoders.languages import Encoders
from sidecar_server.encoders.prepare import tuned
from sidecar_server.encoders.protocol import Encoder
from sidecar_server.encoders.sentence_transformer import SentenceTransformerEncoder, packaged
from tests.quality import figures
from tests.quality.served import Served
from tests.quality.sets import customer_messages, sample

SEED = 11


class ServedBy(Served):
    """The shipped library in English, read by one encoder."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__("en")
        self._encoder = encoder

    @cached_property
    def encoders(self) -> Encoders:
        """The one encoder."""
        return Encoders(self._encoder)


def cosines(shipped: Encoder, reference: Encoder, count: int) -> dict[str, float]:
    """Compare the vectors of customers' real messages: some at random, or all of them."""
    known = customer_messages()
    texts = [known[name][-1]["text"] for name in sample(SEED, min(count, len(known)))]
    found = (shipped.encode(texts) * reference.encode(texts)).sum(axis=1)
    low, mean = float(np.quantile(found, 0.01)), float(found.mean())
    return {"messages": len(texts), "mean": round(mean, 5), "lowest_hundredth": round(low, 4)}


def quality(encoder: Encoder, drawn: int, all_: bool) -> dict[str, float]:
    """Give the English quality figures, or those of situations, each the better the higher."""
    figures.DRAWN = drawn
    served = ServedBy(encoder)
    found: dict[str, float] = {}
    for name, rows, mapping in (
        ("banking77", figures.banking, "banking77"),
        ("Bitext", figures.bitext, "bitext"),
    ):
        table = figures.MAPPING[mapping]
        first, third = _numbers(figures.situations(served, name, list(rows()), table))
        found |= {f"{name} recall@1": first, f"{name} recall@3": third}
    if all_:
        kept, leak = _numbers(next(figures.silence(served)))
        found |= {"CLINC150 matters kept": kept, "CLINC150 others left alone": 1 - leak}
        chats = next(figures.whole_chats(served))
        found["whole chats, dissatisfaction AUC"] = _numbers(chats)[0]
        found["GoEmotions anger AUC"] = _numbers(next(figures.heat(served)))[0]
    return {name: round(value, 4) for name, value in found.items()}


def _numbers(figure: figures.Figure) -> list[float]:
    return [float(one) for one in re.findall(r"\d\.\d+", figure.value)]


def main() -> None:
    """Compare, and print what was found."""
    shipped, model = load_encoder(), tuned(packaged())._model
    # By the shipped one's name, so that heads and numbers are those that are served with it.
    reference = SentenceTransformerEncoder(shipped.name, model)
    compared, drawn = map(int, sys.argv[1:3])
    all_ = "--situations" not in sys.argv
    found = {
        "cosine": cosines(shipped, reference, compared),
        "shipped": quality(shipped, drawn, all_),
        "reference": quality(reference, drawn, all_),
    }
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main()
