"""One byte changed in any file of any model: nothing is loaded. Every file is tried."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType

import pytest

import sidecar_server
from sidecar_server import heads
from sidecar_server.encoders import checksums, e5, load_encoder, use
from sidecar_server.errors import ModelProblem
from sidecar_server.heads import files, load_heads
from sidecar_server.heads.politeness import load_politeness
from sidecar_server.heads.tone import load_tone
from sidecar_server.heads.warmth import load_warmth

MODELS = Path(sidecar_server.__file__).parent / "models"
NAMES = [f"{one.parent.name}/{one.name}" for one in sorted(MODELS.glob("*/*")) if one.is_file()]
PACKAGED = [(one, name) for one in (use, e5) for name in one.load().files]
ENCODERS = ("minilm-int8@", "use-multilingual-lower@", "e5-small-q4@")
LOADS: tuple[Callable[[str], object], ...] = (load_heads, load_tone, load_politeness, load_warmth)


def flip(file: Path) -> None:
    """Change one bit in the middle."""
    with file.open("r+b") as opened:
        opened.seek(file.stat().st_size // 2)
        byte = opened.read(1)[0]
        opened.seek(-1, 1)
        opened.write(bytes([byte ^ 1]))


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of all that is shipped, from which heads are loaded afresh."""
    copy = tmp_path / "models"
    shutil.copytree(MODELS, copy)
    for module in (heads, files):
        monkeypatch.setattr(module, "FOLDER", copy / "heads")
    yield copy
    for load in LOADS:
        load.cache_clear()  # type: ignore[attr-defined]


def loads(models: Path, name: str) -> list[Callable[[], object]]:
    """Give every way in which a file of this folder could be loaded."""
    if name.startswith("minilm/"):
        return [lambda: load_encoder("onnx", str(models / "minilm"))]
    for load in LOADS:
        load.cache_clear()  # type: ignore[attr-defined]
    return [partial(load, one) for load in LOADS for one in ENCODERS]


def test_all_that_is_shipped_is_tried_and_loads_as_it_is(models: Path) -> None:
    assert {name.partition("/")[0] for name in NAMES} == {"heads", "minilm"}
    for folder in ("heads", "minilm"):
        listed = checksums.check(models / folder, "x")
        assert {f"{folder}/{one}" for one in [*listed, checksums.LIST]} == {
            one for one in NAMES if one.startswith(f"{folder}/")
        }
        for load in loads(models, f"{folder}/"):
            load()


@pytest.mark.parametrize("name", NAMES)
def test_one_altered_bit_in_a_shipped_file_keeps_the_folder_out(models: Path, name: str) -> None:
    flip(models / name)
    for load in loads(models, name):
        with pytest.raises(ModelProblem):
            load()


@pytest.mark.parametrize(("module", "name"), PACKAGED, ids=[name for _, name in PACKAGED])
def test_one_altered_bit_in_a_packages_weights_keeps_them_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: ModuleType, name: str
) -> None:
    known = module.load()
    found = find_spec(known.package)
    assert found
    assert found.origin
    for one in known.files:
        copy = tmp_path / "altered" / one
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(Path(found.origin).parent / one, copy)
    (tmp_path / "altered" / "__init__.py").touch()
    monkeypatch.syspath_prepend(str(tmp_path))
    encoder = replace(known, package="altered", opened=lambda: pytest.fail("it was loaded"))
    encoder.check()  # as it is, it would be
    flip(tmp_path / "altered" / name)
    with pytest.raises(ModelProblem, match=f"{name} was altered"):
        encoder.encode(["a"])
