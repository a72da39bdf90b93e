"""The packed extension: the same bytes each time, signed as CRX3 has it, with the team's own id."""

import base64
import hashlib
import io
import json
import os
import shutil
import struct
import subprocess
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from sidecar_server.resources import folder

TOP = Path(__file__).parents[1]
BUILD = TOP / "scripts" / "build-extension"
MANIFEST = json.loads((folder("extension") / "manifest.json").read_text())
NAME = f"empathy-sidecar-{MANIFEST['version']}"


def build(to: Path, *options: str) -> "subprocess.CompletedProcess[str]":
    command = [str(BUILD), "--to", str(to), *options]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def openssl(*arguments: str) -> None:
    subprocess.run(["openssl", *arguments], capture_output=True, check=True)


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A team's key."""
    pem = tmp_path_factory.mktemp("key") / "team.pem"
    openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", str(pem))
    return pem


@dataclass(frozen=True)
class Crx:
    """A CRX3 file, read as its format says."""

    public: bytes
    signature: bytes
    signed_header: bytes
    archive: bytes

    @classmethod
    def read(cls, data: bytes) -> "Crx":
        magic, version, length = struct.unpack_from("<4sII", data)
        assert (magic, version) == (b"Cr24", 3)
        header = dict(fields(data[12 : 12 + length]))
        proof = dict(fields(header[2]))
        return cls(proof[1], proof[2], header[10000], data[12 + length :])

    @property
    def signed(self) -> bytes:
        length = struct.pack("<I", len(self.signed_header))
        return b"CRX3 SignedData\x00" + length + self.signed_header + self.archive


def fields(message: bytes) -> Iterator[tuple[int, bytes]]:
    """Read a protocol buffer whose fields are all bytes."""
    stream = io.BytesIO(message)
    while stream.tell() < len(message):
        tag = varint(stream)
        assert tag & 7 == 2
        yield tag >> 3, stream.read(varint(stream))


def varint(stream: io.BytesIO) -> int:
    number = shift = 0
    while True:
        byte = stream.read(1)[0]
        number |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return number


def test_the_zip_is_the_same_whenever_and_wherever_it_is_made(tmp_path: Path) -> None:
    copy = tmp_path / "elsewhere"
    for part in ("extension", "scripts", "LICENSE"):
        place = shutil.copytree if (TOP / part).is_dir() else shutil.copy
        copy.mkdir(exist_ok=True)
        place(TOP / part, copy / part)
    os.utime(copy / "extension" / "manifest.json", (0, 1e9))
    (copy / "extension" / "manifest.json").chmod(0o600)
    (copy / "extension" / ".DS_Store").write_text("left by a desktop")
    assert build(tmp_path / "a").returncode == 0
    again = [str(copy / "scripts" / "build-extension"), "--to", str(tmp_path / "b")]
    subprocess.run(again, env={**os.environ, "TZ": "Asia/Tokyo"}, check=True)
    first, second = ((tmp_path / one / f"{NAME}.zip").read_bytes() for one in "ab")
    assert first == second


def test_the_zip_holds_the_whole_extension_and_what_it_may_be_used_for(tmp_path: Path) -> None:
    assert build(tmp_path).stdout.split() == [str(tmp_path / f"{NAME}.zip")]
    with zipfile.ZipFile(tmp_path / f"{NAME}.zip") as archive:
        names = archive.namelist()
        assert names[:-1] == sorted(names[:-1])
        assert names[-1] == "LICENSE"
        assert not [name for name in names if name.endswith((".d.ts", ".md", ".pem"))]
        for name in names[:-1]:
            assert archive.read(name) == (folder("extension") / name).read_bytes()
        entries = archive.infolist()
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert not any(entry.extra or entry.comment for entry in entries)
    worker = MANIFEST["background"]["service_worker"]
    assert {worker, "managed_schema.json", "_locales/en/messages.json"} <= set(names)


def test_the_crx_is_signed_by_the_team_and_says_its_id(tmp_path: Path, key: Path) -> None:
    said = build(tmp_path, "--key", str(key)).stdout
    data = (tmp_path / f"{NAME}.crx").read_bytes()
    crx = Crx.read(data)
    for name, content in (
        ("public", crx.public),
        ("signature", crx.signature),
        ("signed", crx.signed),
    ):
        (tmp_path / name).write_bytes(content)
    public = ("-keyform", "DER", "-verify", str(tmp_path / "public"))
    signature = ("-signature", str(tmp_path / "signature"))
    openssl("dgst", "-sha256", *public, *signature, str(tmp_path / "signed"))
    digest = hashlib.sha256(crx.public).digest()
    assert dict(fields(crx.signed_header)) == {1: digest[:16]}
    letters = "".join(chr(ord("a") + int(digit, 16)) for digit in digest.hex()[:32])
    assert said.splitlines()[-1].endswith(f": {letters}")
    assert crx.archive == (tmp_path / f"{NAME}.zip").read_bytes()
    with zipfile.ZipFile(io.BytesIO(crx.archive)) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    assert base64.b64decode(manifest["key"]) == crx.public  # one id, packed or not
    assert {**manifest, "key": MANIFEST["key"]} == MANIFEST


def test_the_crx_is_the_same_twice(tmp_path: Path, key: Path) -> None:
    for one in "ab":
        assert build(tmp_path / one, "--key", str(key)).returncode == 0
    first, second = ((tmp_path / one / f"{NAME}.crx").read_bytes() for one in "ab")
    assert first == second


def test_a_key_that_cannot_sign_is_refused_with_the_fix(tmp_path: Path) -> None:
    curve = tmp_path / "curve.pem"
    openssl("genpkey", "-algorithm", "ed25519", "-out", str(curve))
    for pem in (curve, tmp_path / "missing.pem"):
        refused = build(tmp_path / "out", "--key", str(pem))
        assert refused.returncode == 1
        assert "openssl genpkey -algorithm RSA" in refused.stderr
    assert not list((tmp_path / "out").glob("*.crx"))


def test_no_key_is_kept_in_the_repository() -> None:
    kept = subprocess.run(
        ["git", "grep", "-lI", "-e", "-----BEGIN [A-Z ]*PRIVATE KEY"],
        cwd=TOP, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert kept.stdout.split() == []
