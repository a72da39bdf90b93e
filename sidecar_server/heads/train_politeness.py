"""Trains the politeness heads: python -m sidecar_server.heads.train_politeness DATA [KIND...]

The recipe is measured by leaving out each tenth of the requests in turn, and on other languages'
requests as it stands; then the head is trained on all and written. Needs the extra [models].
"""

import csv
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from sidecar_server import resources
from sidecar_server.encoders import checksums, load_encoder
from sidecar_server.heads.politeness import PolitenessHead, marks
from sidecar_server.heads.sentence import BUCKETS, VECTOR_WEIGHT, ngrams
from sidecar_server.heads.train import encode

Rows = NDArray[np.float32]
STRENGTH = 2.0
ELSEWHERE = {"use": ("es", "ko"), "e5": ("hi",)}


def main() -> None:
    """Measure, train and write the head of each encoder named, or of two."""
    data = Path(sys.argv[1])
    texts, polite = quarters(data / "politeness_wikipedia" / "wikipedia.annotated.csv")
    folder = resources.folder("models/heads")
    for kind in sys.argv[2:] or ("onnx", "use"):
        encoder = load_encoder(kind)
        vectors = encode(encoder, texts)
        sys.stderr.write(f"{kind}: 10-fold {tenfold(texts, vectors, polite):.3f}\n")
        head = fit(texts, vectors, polite)
        for language in ELSEWHERE.get(kind, ()):
            others, labels = tydip(data / "tydip" / f"{language}_test_binary.csv")
            read = [
                head.read(t, v) > 0.5 for t, v in zip(others, encode(encoder, others), strict=True)
            ]
            sys.stderr.write(f"{kind}: {language} {np.mean(np.array(read) == labels):.3f}\n")
        kept: dict[str, Any] = {"encoder": np.array(encoder.name), "bias": np.float32(head.bias)}
        kept |= {
            name: getattr(head, name).astype(np.float16) for name in ("meaning", "marks", "wording")
        }
        np.savez_compressed(folder / f"{encoder.name.partition('@')[0]}.politeness.npz", **kept)
        checksums.write(folder)


def quarters(file: Path) -> tuple[list[str], NDArray[np.bool_]]:
    """Read the politest and the rudest quarter of the requests, and which is which."""
    with file.open(encoding="utf-8-sig", newline="") as rows:
        found = [(row["Request"], float(row["Normalized Score"])) for row in csv.DictReader(rows)]
    low, high = np.quantile([score for _, score in found], [0.25, 0.75])
    kept = [(text, score >= high) for text, score in found if score <= low or score >= high]
    return [text for text, _ in kept], np.array([polite for _, polite in kept])


def tydip(file: Path) -> tuple[list[str], NDArray[np.bool_]]:
    """Read the politest and the rudest quarter of another language's requests."""
    with file.open(encoding="utf-8-sig", newline="") as rows:
        found = [(row["sentence"], float(row["score"]) > 0) for row in csv.DictReader(rows)]
    return [text for text, _ in found], np.array([polite for _, polite in found])


def tenfold(texts: Sequence[str], vectors: Rows, polite: NDArray[np.bool_]) -> float:
    """Give the share that is read rightly, each tenth by a head trained on the others."""
    from sklearn.model_selection import StratifiedKFold  # noqa: PLC0415  (only for training)

    right = np.zeros(len(texts), dtype=bool)
    for known, left in StratifiedKFold(10, shuffle=True, random_state=0).split(texts, polite):
        head = fit([texts[n] for n in known], vectors[known], polite[known])
        read = np.array([head.read(texts[n], vectors[n]) > 0.5 for n in left])
        right[left] = read == polite[left]
    return float(right.mean())


def fit(texts: Sequence[str], vectors: Rows, polite: NDArray[np.bool_]) -> PolitenessHead:
    """Fit the head to texts, their vectors and whether they are polite."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    found = [ngrams(text) for text in texts]
    starts = np.cumsum([0, *(len(buckets) for buckets, _ in found)])
    weights, buckets = (np.concatenate([one[part] for one in found]) for part in (1, 0))
    wording = sparse.csr_matrix((weights, buckets, starts), shape=(len(texts), BUCKETS))
    shown = np.stack([marks(text) for text in texts])
    dense = sparse.csr_matrix(np.hstack([VECTOR_WEIGHT * vectors, shown]))
    seen = sparse.hstack([dense, wording]).tocsr()
    line = LogisticRegression(C=STRENGTH, max_iter=3_000).fit(seen, polite)
    row = line.coef_[0].astype(np.float32)
    size, last = vectors.shape[1], vectors.shape[1] + shown.shape[1]
    return PolitenessHead(row[:size], row[size:last], row[last:], float(line.intercept_[0]))


if __name__ == "__main__":
    main()
