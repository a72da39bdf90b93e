"""The encoder for any model: what is missing is said with its remedy; with [models], it works."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from sidecar_server.encoders import load_encoder, sentence_transformer
from sidecar_server.errors import ModelProblem

with_models = pytest.mark.models
quiet = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")


@pytest.fixture
def torch() -> None:
    pytest.importorskip("torch", reason="needs [models]: scripts/test --models")


def test_without_the_extra_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sentence_transformer, "NEEDS", ("no_such_module",))
    with pytest.raises(ModelProblem, match="no_such_module") as refused:
        load_encoder("sentence-transformer")
    assert 'pip install "empathy-sidecar[models]"' in refused.value.fix


@with_models
@quiet
@pytest.mark.usefixtures("torch")
def test_a_mistyped_folder_is_never_asked_of_the_network(tmp_path: Path) -> None:
    with pytest.raises(ModelProblem, match="no folder"):
        load_encoder("sentence-transformer", str(tmp_path / "nowhere"))


@with_models
@quiet
@pytest.mark.usefixtures("torch")
def test_a_name_that_cannot_be_found_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(ModelProblem, match="no-such-model-anywhere") as refused:
        load_encoder("sentence-transformer", "nobody/no-such-model-anywhere")
    assert "folder" in refused.value.fix


@with_models
@quiet
@pytest.mark.usefixtures("torch")
def test_a_folder_without_safetensors_is_refused(tmp_path: Path) -> None:
    import torch as library

    copy = tmp_path / "model"
    shutil.copytree(sentence_transformer.packaged(), copy)
    (copy / "model.safetensors").unlink()
    library.save({}, copy / "pytorch_model.bin")
    with pytest.raises(ModelProblem, match="could not be loaded") as refused:
        load_encoder("sentence-transformer", str(copy))
    assert "safetensors" in refused.value.fix


@with_models
@quiet
@pytest.mark.usefixtures("torch")
def test_the_shipped_model_agrees_with_the_reference() -> None:
    from sidecar_server.encoders import prepare

    reference = prepare.tuned(sentence_transformer.packaged())
    cosines = prepare.agree(reference, load_encoder("onnx"))
    assert cosines.mean() > 0.998
    assert cosines.min() > 0.99


@with_models
@quiet
@pytest.mark.usefixtures("torch")
def test_a_model_that_does_not_agree_is_refused() -> None:
    from sidecar_server.encoders import prepare

    class Turned:
        name, dimensions = "turned", 384

        def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
            return np.roll(load_encoder("onnx").encode(texts), 1, axis=1)

    with pytest.raises(ModelProblem, match="differs from the reference"):
        prepare.agree(load_encoder("sentence-transformer"), Turned())


@with_models
@quiet
@pytest.mark.usefixtures("torch")
def test_another_source_is_refused(tmp_path: Path) -> None:
    from sidecar_server.encoders import prepare

    other = tmp_path / "model.safetensors"
    other.write_bytes(b"something else")
    with pytest.raises(ModelProblem, match="not the expected file"):
        prepare.check_source(other)
