"""A signed package is taken whole and as its key signed it, or not at all."""

import importlib.util
import io
import random
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import pytest

from sidecar_server.crx import Crx, read
from sidecar_server.errors import BadInput
from tests.packages import TOP, extension_id, make_key, sign

TRIES = 400


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_key(tmp_path_factory.mktemp("key"))


@pytest.fixture(scope="module")
def data(key: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return sign(tmp_path_factory.mktemp("package"), key, version="0.3.1").read_bytes()


def packed(key: Path, **files: str) -> bytes:
    """Sign whatever files by the script that signs ours."""
    spec = importlib.util.spec_from_file_location("crx", TOP / "scripts" / "packing" / "crx.py")
    assert spec
    assert spec.loader
    signing: Any = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(signing)
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("_", "."), text)
    made: bytes = signing.pack(whole.getvalue(), signing.Key(key))
    return made


def test_a_package_says_who_it_is_and_what_it_needs(data: bytes, key: Path) -> None:
    found = read(data)
    assert found.extension_id == extension_id(key)
    assert (found.version, found.oldest, found.data) == ("0.3.1", "116", data)
    assert len(found.sha256) == 64


@pytest.mark.browser
def test_what_chromium_packs_is_read_too(key: Path, tmp_path: Path) -> None:
    shutil.copytree(TOP / "extension", tmp_path / "mine")
    chromium = ["/usr/bin/chromium", "--no-sandbox", "--headless"]
    place = [f"--user-data-dir={tmp_path / 'profile'}", f"--pack-extension={tmp_path / 'mine'}"]
    pack = [*chromium, *place, f"--pack-extension-key={key}"]
    subprocess.run(pack, capture_output=True, check=True, timeout=60)
    assert read((tmp_path / "mine.crx").read_bytes()).extension_id == extension_id(key)


def test_no_altered_byte_is_taken(data: bytes) -> None:
    seed = random.Random(7)  # noqa: S311  (which bytes are tried)
    places = [*range(12), *(seed.randrange(len(data)) for _ in range(TRIES))]
    header = [seed.randrange(12, 1_000) for _ in range(TRIES)]
    for place in (*places, *header):
        altered = bytearray(data)
        altered[place] ^= 1 << seed.randrange(8)
        with pytest.raises(BadInput):
            read(bytes(altered))


def test_no_part_of_a_package_is_taken_for_the_whole(data: bytes) -> None:
    seed = random.Random(8)  # noqa: S311
    for length in (*range(40), *(seed.randrange(len(data)) for _ in range(100)), len(data) - 1):
        with pytest.raises(BadInput) as problem:
            read(data[:length])
        assert "build-extension --key" in problem.value.fix
    with pytest.raises(BadInput):
        read(data + b"\0")


def test_another_keys_signature_is_not_taken(data: bytes, tmp_path: Path) -> None:
    other = sign(tmp_path, make_key(tmp_path), version="0.3.1").read_bytes()
    assert len(other) == len(data)
    header = 12 + int.from_bytes(data[8:12], "little")
    with pytest.raises(BadInput):
        read(other[:header] + data[header:])


@pytest.mark.parametrize(
    "manifest",
    ["", "[]", "{}", '{"version": 3}', '{"version": "new"}', '{"version": "1.2.3.4.5"}', "7"],
)
def test_a_package_without_a_version_is_refused(key: Path, manifest: str) -> None:
    with pytest.raises(BadInput):
        read(packed(key, manifest_json=manifest))


def test_a_package_without_a_manifest_is_refused(key: Path) -> None:
    assert isinstance(read(packed(key, manifest_json='{"version": "7.0"}')), Crx)
    with pytest.raises(BadInput):
        read(packed(key, other_json="{}"))


def test_a_short_key_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as problem:
        read(packed(make_key(tmp_path, bits=1_024), manifest_json='{"version": "1.0"}'))
    assert "fewer than 2048 bits" in str(problem.value)
