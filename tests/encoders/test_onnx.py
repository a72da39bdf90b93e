"""The default encoder: only a model folder that matches its list is loaded, and without torch."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import sidecar_server
from sidecar_server.encoders import checksums, load_encoder, onnx
from sidecar_server.errors import ModelProblem

SHIPPED = Path(sidecar_server.__file__).parent / "models" / "minilm"
FILES = ["README.md", "SHA256SUMS", "model.onnx", "probe.json", "tokenizer.json"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = tmp_path / "minilm"
    shutil.copytree(SHIPPED, copy)
    return copy


def refusal(folder: Path) -> str:
    with pytest.raises(ModelProblem) as refused:
        load_encoder("onnx", str(folder))
    assert "scripts/prepare-model" in refused.value.fix
    return str(refused.value)


def flip(path: Path, at: int) -> None:
    data = bytearray(path.read_bytes())
    data[at] ^= 1
    path.write_bytes(data)


def test_the_shipped_folder_holds_these_files() -> None:
    assert sorted(path.name for path in SHIPPED.iterdir()) == FILES


def test_a_copy_elsewhere_gives_the_same_vectors(folder: Path) -> None:
    here, there = load_encoder("onnx"), load_encoder("onnx", str(folder))
    assert here.name == there.name
    assert np.array_equal(here.encode(["hello"]), there.encode(["hello"]))


@pytest.mark.parametrize("name", [name for name in FILES if name != "SHA256SUMS"])
@pytest.mark.parametrize("part", [0.0, 0.5, 1.0])
def test_one_altered_bit_is_refused_by_name(folder: Path, name: str, part: float) -> None:
    flip(folder / name, int((folder / name).stat().st_size * part) - (part == 1.0))
    assert name in refusal(folder)


def test_an_altered_sum_is_refused(folder: Path) -> None:
    listed = folder / "SHA256SUMS"
    for at in (0, 64, 70):  # in a sum, in the gap, in a file's name
        original = listed.read_bytes()
        flip(listed, at)
        assert "SHA256SUMS" in refusal(folder) or "README.md" in refusal(folder)
        listed.write_bytes(original)


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_is_refused_by_name(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert name in refusal(folder)


def test_a_file_that_is_not_listed_is_refused_by_name(folder: Path) -> None:
    (folder / "extra.onnx").write_bytes(b"")
    assert "extra.onnx" in refusal(folder)


def test_a_list_that_leaves_the_model_out_is_refused(folder: Path) -> None:
    listed = folder / "SHA256SUMS"
    lines = listed.read_text().splitlines(keepends=True)
    listed.write_text("".join(line for line in lines if "model.onnx" not in line))
    (folder / "model.onnx").unlink()
    assert "has no model.onnx" in refusal(folder)


def test_a_list_cannot_point_outside_the_folder(folder: Path) -> None:
    listed = folder / "SHA256SUMS"
    listed.write_text(listed.read_text() + f"{'0' * 64}  ../../secret\n")
    assert "SHA256SUMS" in refusal(folder)


def test_a_missing_folder_is_refused(tmp_path: Path) -> None:
    assert "nowhere" in refusal(tmp_path / "nowhere")


def test_256_tokens_are_read_and_no_more() -> None:
    encoder = load_encoder("onnx")  # one token a word here, and one at either end
    inside, last, past = encoder.encode([" ".join(["late"] * n) for n in (253, 254, 300)])
    assert not np.array_equal(inside, last)
    assert np.array_equal(last, past)


def test_serving_imports_no_torch() -> None:
    program = (
        "import sys; from sidecar_server.encoders import load_encoder\n"
        "assert load_encoder().encode(['hello']).shape == (1, 384)\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'onnx'} & set(sys.modules)\n"
        "sys.exit(', '.join(heavy) or None)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr


def test_what_a_file_manager_leaves_behind_is_no_fault(folder: Path) -> None:
    (folder / ".DS_Store").write_bytes(b"")
    load_encoder("onnx", str(folder))


def test_where_int8_sums_overflow_the_exact_ones_are_taken(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[bool] = []
    real = onnx.open_model

    def spy(folder: Path, name: str, exact: bool = False) -> onnx.OnnxEncoder:
        opened.append(exact)
        return real(folder, name, exact)

    monkeypatch.setattr(onnx, "open_model", spy)
    load_encoder("onnx", str(folder))
    assert opened[0] is False
    here = len(opened)
    probe = json.loads((folder / "probe.json").read_text())
    probe["text"] = "what other sums would give"
    (folder / "probe.json").write_text(json.dumps(probe))
    checksums.write(folder)
    load_encoder("onnx", str(folder))
    assert opened[here:] == [False, True]


def test_the_probe_is_what_exact_sums_give() -> None:
    probe = json.loads((SHIPPED / "probe.json").read_text())
    exact = onnx.open_model(SHIPPED, "exact", exact=True).encode([probe["text"]])[0]
    assert float(exact @ np.float32(probe["vector"])) > onnx.SAME
