"""Trains the heads of one encoder: python -m sidecar_server.heads.train DATA MAPPING [KIND...]

DATA is the folder of public sets, MAPPING the TOML file with what CLINC150's intents are. Needs the
extra [models] for scikit-learn.
"""

import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sidecar_server import resources, wording
from sidecar_server.encoders import checksums, load_encoder
from sidecar_server.encoders.protocol import Encoder
from sidecar_server.heads import surface
from sidecar_server.heads.sets import Labelled, desk, heat, mood, stakes
from sidecar_server.model import Situation

CHUNK = 256
HIDDEN, DECAY = 64, 0.01
# Of the heads with a hidden layer; trained on English, they read other languages worse than a line.
EPOCHS = {"desk": 25, "heat": 12}
SPOKEN = {"onnx": ("en",), "use": ("en", "de", "es", "fr", "pt", "ja"), "e5": ("hi",)}
SLOW = 3_000  # texts of a set for an encoder that takes 20 ms for each


def main() -> None:
    """Train and write the heads of each encoder named, or of all."""
    data, mapping = Path(sys.argv[1]), tomllib.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    folder = resources.folder("models/heads")
    english = tomllib.loads(
        (resources.folder("prompts") / "situations" / "en.toml").read_text(encoding="utf-8")
    )
    situations = [_situation(row) for row in english["situation"]]
    for kind in sys.argv[3:] or ("onnx", "use", "e5"):
        encoder = load_encoder(kind)
        sets = {
            "desk": desk(data, situations, mapping["clinc150"]),
            "heat": heat(data, situations),
            "mood": mood(data, situations),
            "stakes": stakes(situations),
        }
        kept: dict[str, Any] = {"encoder": np.array(encoder.name)}
        deep = EPOCHS if kind == "onnx" else {}
        for name, rows in sets.items():
            some = rows[:: max(1, len(rows) // SLOW)] if kind == "e5" else rows
            kept |= _train(encoder, some, name, deep.get(name, 0))
            sys.stderr.write(f"{kind} {name}: {len(some)} texts\n")
        name = encoder.name.partition("@")[0]
        np.savez(folder / f"{name}.npz", **kept)
        checksums.write(folder)


def _situation(row: dict[str, Any]) -> Situation:
    says = tuple(row.get("customer_says", ()))
    silent, stakes_ = row.get("silent", False), row.get("stakes", "low")
    return Situation(row["id"], "en", row["title"], says, stakes=stakes_, silent=silent)


def _train(
    encoder: Encoder, rows: Labelled, kind: str, epochs: int
) -> dict[str, NDArray[np.float32]]:
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415  (only for training)
    from sklearn.neural_network import MLPClassifier  # noqa: PLC0415

    texts = [text for text, _, _ in rows]
    labels, weights = [label for _, label, _ in rows], [weight for _, _, weight in rows]
    features = encode(encoder, texts)
    if kind == "heat":
        shown = np.array([surface(text, wording.read(text)) for text in texts])
        features = np.hstack([features, shown])
    if epochs:
        net = MLPClassifier((HIDDEN,), alpha=DECAY, max_iter=epochs, random_state=1)
        net.fit(features, labels, sample_weight=weights)
        layers = list(zip(net.coefs_, net.intercepts_, strict=True))
    else:
        line = LogisticRegression(C=1.0, max_iter=2_000)
        line.fit(features, labels, sample_weight=weights)
        layers = [(line.coef_.T, line.intercept_)]
    return {
        f"{kind}.{name}.{number}": np.asarray(values, dtype=np.float32)
        for number, layer in enumerate(layers)
        for name, values in zip(("weights", "bias"), layer, strict=True)
    }


def encode(encoder: Encoder, texts: Sequence[str]) -> NDArray[np.float32]:
    """Encode many texts in chunks, shape (len(texts), dimensions)."""
    chunks = [texts[at : at + CHUNK] for at in range(0, len(texts), CHUNK)]
    return np.vstack([encoder.encode(chunk) for chunk in chunks])


if __name__ == "__main__":
    main()
