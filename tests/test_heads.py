"""Heads: read as they are written, refused when altered, none for vectors they do not know."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from sidecar_server import heads, wording
from sidecar_server.encoders import checksums
from sidecar_server.errors import ModelProblem
from sidecar_server.heads import Head, files, load_heads, surface
from sidecar_server.heads.politeness import load_politeness, marks
from sidecar_server.heads.sentence import BUCKETS, ngrams
from sidecar_server.heads.tone import LABELS, load_tone


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package folder with the heads of an encoder of two dimensions."""
    kept = tmp_path / "models" / "heads"
    kept.mkdir(parents=True)
    numbers = {f"{kind}.weights.0": np.array([[1], [-1]], np.float32) for kind in heads.KINDS}
    numbers |= {f"{kind}.bias.0": np.array([0.5], np.float32) for kind in heads.KINDS}
    np.savez(kept / "tiny.npz", allow_pickle=False, encoder=np.array("tiny@1"), **numbers)
    checksums.write(kept)
    monkeypatch.setattr(heads, "FOLDER", kept)
    monkeypatch.setattr(files, "FOLDER", kept)
    for load in (load_heads, load_tone, load_politeness):
        load.cache_clear()
    yield kept
    for load in (load_heads, load_tone, load_politeness):
        load.cache_clear()


def column(*values: float) -> np.ndarray:
    """Give weights to one output, shape (n, 1)."""
    return np.array(values, np.float32).reshape(-1, 1)


def test_a_head_is_a_logistic_regression(folder: Path) -> None:
    desk = load_heads("tiny@1").desk
    assert desk
    assert desk.read(np.array([1, 0], np.float32)) == pytest.approx(1 / (1 + np.exp(-1.5)))


def test_a_hidden_layer_lets_only_what_is_above_zero_through() -> None:
    head = Head(
        ((np.array([[1, -1]], np.float32), np.zeros(2, np.float32)), (column(2, 4), column(0)[0]))
    )
    assert head.read(np.array([1], np.float32)) == pytest.approx(1 / (1 + np.exp(-2)))
    assert head.read(np.array([-1], np.float32)) == pytest.approx(1 / (1 + np.exp(-4)))


def test_vectors_of_another_encoder_get_no_heads(folder: Path) -> None:
    assert load_heads("tiny@2").desk is None
    assert load_heads("other@1").heat is None


def test_an_altered_file_is_refused(folder: Path) -> None:
    file = folder / "tiny.npz"
    file.write_bytes(file.read_bytes()[:-1] + b"x")
    with pytest.raises(ModelProblem, match=r"tiny\.npz was altered"):
        load_heads("tiny@1")


def test_a_missing_file_is_refused(folder: Path) -> None:
    shutil.rmtree(folder)
    with pytest.raises(ModelProblem, match="SHA256SUMS"):
        load_heads("tiny@1")


def test_length_is_no_sign_of_heat() -> None:
    text = "could you look at my order please. "
    assert surface(text, wording.read(text)) == surface(text * 9, wording.read(text * 9))


def test_weights_go_with_the_surface() -> None:
    head = Head(((column(0, 0, 2, 0, 0, 0, 0), column(0)[0]),))
    calm, hot = (surface(text, wording.read(text)) for text in ("hello there", "furious"))
    vector = np.array([1, 0], np.float32)
    assert head.read(vector, hot) > head.read(vector, calm)


def test_tone_is_read_from_meaning_and_wording(folder: Path) -> None:
    wording = np.zeros((BUCKETS, len(LABELS)), np.float32)
    wording[ngrams("calm down")[0], LABELS.index("dismissive")] = 9.0
    meaning = np.zeros((2, len(LABELS)), np.float32)
    bias = np.zeros(len(LABELS), np.float32)
    np.savez(
        folder / "tiny.tone.npz",
        encoder=np.array("tiny@1"),
        meaning=meaning,
        wording=wording,
        bias=bias,
    )
    checksums.write(folder)
    head = load_tone("tiny@1")
    assert head
    read = head.read("calm down", np.array([1, 0], np.float32))
    assert max(read, key=lambda label: read[label]) == "dismissive"
    assert sum(read.values()) == pytest.approx(1)
    assert load_tone("tiny@2") is None
    assert load_tone("other@1") is None


def test_an_altered_tone_head_is_refused(folder: Path) -> None:
    (folder / "tiny.tone.npz").write_bytes(b"PK")
    checksums.write(folder)
    with pytest.raises(ModelProblem, match="could not be loaded"):
        load_tone("tiny@1")


def test_politeness_has_marks_of_its_own(folder: Path) -> None:
    asked = marks("Could you please help me with this? Thanks!")
    assert asked.shape == marks("Why did you do that?").shape
    assert asked.sum() > marks("do it").sum()
    assert load_politeness("tiny@1") is None
