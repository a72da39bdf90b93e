"""Trains the heads that label sentences: python -m sidecar_server.heads.train_sentences [KIND...]

Each recipe is measured by leaving out each tenth in turn; then the head is trained on all and
written. Needs the extra [models].
"""

import sys
import tomllib
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import classification_report
from sklearn.model_selection import StratifiedKFold, cross_val_predict

from sidecar_server import resources
from sidecar_server.encoders import checksums, load_encoder
from sidecar_server.encoders.protocol import Encoder
from sidecar_server.heads import tone, warmth
from sidecar_server.heads.sentence import BUCKETS, VECTOR_WEIGHT, SentenceHead, examples, ngrams
from sidecar_server.heads.train import SPOKEN, encode
from sidecar_server.text import parts, sentences

Rows = NDArray[np.float32]
Labelled = list[tuple[str, str]]
STRENGTH = 10.0


def main() -> None:
    """Measure, train and write the heads of each encoder named, or of all."""
    folder = resources.folder("models/heads")
    for kind in sys.argv[1:] or ("onnx", "use", "e5"):
        encoder = load_encoder(kind)
        heads = {tone: with_library(kind), warmth: sentences_of(warmth.KIND, kind)}
        for head, rows in heads.items():
            _write(encoder, head.KIND, head.LABELS, rows)
    checksums.write(folder)


def _write(encoder: Encoder, kind: str, labels: tuple[str, ...], rows: Labelled) -> None:
    seen, classes = features(encoder, rows), np.array([labels.index(label) for label, _ in rows])
    if kind == warmth.KIND:
        _report(encoder.name, seen, classes, labels)
    head = fit(seen, classes, labels)
    kept: dict[str, Any] = {"encoder": np.array(encoder.name), "bias": head.bias}
    kept |= {name: getattr(head, name).astype(np.float16) for name in ("meaning", "wording")}
    file = resources.folder("models/heads") / f"{encoder.name.partition('@')[0]}.{kind}.npz"
    np.savez_compressed(file, **kept)


def _report(name: str, seen: Any, classes: Any, labels: tuple[str, ...]) -> None:
    folds = StratifiedKFold(10, shuffle=True, random_state=1)
    found = cross_val_predict(
        LogisticRegression(C=STRENGTH, max_iter=3_000), seen, classes, cv=folds
    )
    sys.stderr.write(f"{name}\n{classification_report(classes, found, target_names=labels)}\n")


def sentences_of(kind: str, encoder: str) -> Labelled:
    """Give the labelled sentences of the languages that an encoder reads."""
    return [row for language in SPOKEN[encoder] for row in examples(kind, language)]


def with_library(encoder: str) -> Labelled:
    """Give the sentences of the tone head, the library's own and longer clauses beside them."""
    rows = sentences_of(tone.KIND, encoder) + [("good", text) for text in _library(SPOKEN[encoder])]
    clauses = [
        ("good", text[slice(*part)])
        for label, text in rows
        if label == "good"
        for part in parts(text)
        if part != (0, len(text))
    ]
    return rows + clauses


def _library(languages: Sequence[str]) -> list[str]:
    """Give the library's own lines, sentence by sentence: they were all found good."""
    folder = resources.folder("prompts") / "phrases"
    files = [file for one in languages for file in sorted((folder / one).glob("*.toml"))]
    lines = [
        row["text"] for file in files for row in tomllib.loads(file.read_text("utf-8"))["phrase"]
    ]
    return [text[slice(*span)] for text in lines for span in sentences(text)]


def features(encoder: Encoder, rows: Labelled) -> Any:
    """Give what a head sees of each sentence, shape (len(rows), dimensions + BUCKETS), sparse."""
    found = [ngrams(text) for _, text in rows]
    starts = np.cumsum([0, *(len(buckets) for buckets, _ in found)])
    wording = sparse.csr_matrix(
        (
            np.concatenate([weights for _, weights in found]),
            np.concatenate([buckets for buckets, _ in found]),
            starts,
        ),
        shape=(len(rows), BUCKETS),
    )
    vectors = encode(encoder, [text for _, text in rows])
    return sparse.hstack([sparse.csr_matrix(VECTOR_WEIGHT * vectors), wording]).tocsr()


def fit(seen: Any, classes: Any, labels: tuple[str, ...]) -> SentenceHead:
    """Fit a head to `features` and the place of each row's label."""
    line = LogisticRegression(C=STRENGTH, max_iter=3_000).fit(seen, classes)
    weights = line.coef_.T.astype(np.float32)
    size = weights.shape[0] - BUCKETS
    return SentenceHead(labels, weights[:size], weights[size:], line.intercept_.astype(np.float32))


if __name__ == "__main__":
    main()
