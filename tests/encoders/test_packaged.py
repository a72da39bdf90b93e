"""Encoders from packages: nothing is loaded before the first text, and altered weights never."""

from pathlib import Path

import numpy as np
import pytest

from sidecar_server.encoders import use
from sidecar_server.encoders.languages import load_encoders
from sidecar_server.encoders.packaged import PackagedEncoder
from sidecar_server.errors import ModelProblem


def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, weights: bytes) -> PackagedEncoder:
    folder = tmp_path / "fakeweights"
    folder.mkdir()
    (folder / "__init__.py").write_text("")
    (folder / "weights.bin").write_bytes(weights)
    monkeypatch.syspath_prepend(str(tmp_path))
    known = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"  # of b"test"
    return PackagedEncoder(
        "fake@1",
        2,
        "fakeweights",
        {"weights.bin": known},
        lambda: lambda t: np.ones((len(t), 2), np.float32),
    )


def test_weights_as_listed_are_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = fake(tmp_path, monkeypatch, b"test").encode(["a", "b"])
    assert rows == pytest.approx(np.full((2, 2), 0.5**0.5))


def test_one_byte_changed_is_refused_by_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ModelProblem, match=r"weights\.bin was altered"):
        fake(tmp_path, monkeypatch, b"tesu").encode(["a"])


def test_a_package_that_is_not_there_is_named() -> None:
    encoder = PackagedEncoder(
        "none@1", 2, "no_such_package", {}, lambda: lambda t: np.ones((1, 2), np.float32)
    )
    assert not encoder.installed
    with pytest.raises(ModelProblem, match="no_such_package"):
        encoder.encode(["a"])


def test_words_in_capitals_are_read_as_others() -> None:
    shouted, said = use.load().encode(["WO IST MEIN PAKET", "wo ist mein paket"])
    assert shouted @ said > 0.99


def test_each_language_has_the_encoder_that_reads_it() -> None:
    encoders = load_encoders()
    english, german = encoders.of("en"), encoders.of("de")
    assert english is encoders.first
    assert german is not None
    assert german is not english
    assert encoders.of("ja") is german
    assert encoders.of("xx") is None
    assert load_encoders("hashing").of("xx") is not None
