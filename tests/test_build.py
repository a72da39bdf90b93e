"""A release: the same bytes from the same commit, whole, summed, with its bill of materials."""

import hashlib
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest

from tests.test_build_extension import openssl
from tests.test_requirements import PROJECT, locked

TOP = Path(__file__).parents[1]
TOOLS = TOP / ".venv-build"
VERSION = PROJECT["version"]
WHEEL = f"empathy_sidecar-{VERSION}-py3-none-any.whl"
BILL = f"empathy-sidecar-{VERSION}.cdx.json"
ZIP = f"empathy-sidecar-{VERSION}.zip"

pytestmark = [
    pytest.mark.quality,
    pytest.mark.skipif(
        not (TOOLS.exists() and (TOP / ".git").exists()),
        reason="needs a git checkout and .venv-build, which scripts/test and scripts/build make",
    ),
]


def build(
    top: Path, *options: str, cwd: Path = TOP, **settings: str
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [str(top / "scripts" / "build"), *options],
        cwd=cwd, env={**os.environ, **settings}, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of this commit."""
    to = tmp_path_factory.mktemp("release")
    done = build(TOP, "--to", str(to))
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [str(to / name) for name in ("SHA256SUMS", BILL, ZIP, WHEEL)]
    return to


@pytest.fixture(scope="module")
def bill(made: Path) -> dict[str, Any]:
    """Its bill of materials."""
    return dict(json.loads((made / BILL).read_text()))


def test_another_checkout_of_the_commit_builds_the_same_bytes(made: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    subprocess.run(["git", "clone", "-q", "--shared", str(TOP), str(copy)], check=True)
    head = subprocess.check_output(["git", "rev-parse", "HEAD"], cwd=TOP, text=True).strip()
    subprocess.run(["git", "checkout", "-q", head], cwd=copy, check=True)
    (copy / ".venv-build").symlink_to(TOOLS)
    os.utime(copy / "extension" / "manifest.json", (0, 1e9))
    (copy / "sidecar_server" / "stray.py").write_text("not committed")
    done = build(copy, "--to", "again", cwd=tmp_path, TZ="Asia/Tokyo")
    assert "left out: what is not committed" in done.stderr
    for file in made.iterdir():
        assert (tmp_path / "again" / file.name).read_bytes() == file.read_bytes(), file.name


def test_the_sums_are_of_everything_else(made: Path) -> None:
    lines = [line.split() for line in (made / "SHA256SUMS").read_text().splitlines()]
    assert [name for _, name in lines] == [BILL, ZIP, WHEEL]
    for digest, name in lines:
        assert hashlib.sha256((made / name).read_bytes()).hexdigest() == digest


def test_the_wheel_holds_library_scenarios_extension_and_models(made: Path) -> None:
    names = set(zipfile.ZipFile(made / WHEEL).namelist())
    tracked = subprocess.check_output(["git", "ls-files", "prompts", "extension"], cwd=TOP)
    assert {f"sidecar_server/{name}" for name in tracked.decode().split()} <= names
    assert "sidecar_server/prompts/scenarios/reactions/en.toml" in names
    assert "sidecar_server/models/minilm/model.onnx" in names
    assert "sidecar_server/library/migrations/versions/0001_first.py" in names
    assert not [name for name in names if name.startswith(("tests/", "scripts/"))]


def test_what_is_in_the_wheel_answers_outside_the_checkout(made: Path, tmp_path: Path) -> None:
    zipfile.ZipFile(made / WHEEL).extractall(tmp_path / "site")
    place = {"PYTHONPATH": str(tmp_path / "site"), "SIDECAR_HOME": str(tmp_path / "home")}
    environment = {**os.environ, **place, "SIDECAR_ENCODER": "hashing"}
    said = subprocess.check_output(
        [sys.executable, "-m", "sidecar_server.cli", "doctor", "--json"],
        cwd=tmp_path, env=environment, text=True,
    )  # fmt: skip
    assert str(tmp_path / "site" / "sidecar_server" / "extension") in said
    answer = subprocess.check_output(
        [sys.executable, "-m", "sidecar_server.cli", "suggest", "--json", "where is my parcel"],
        cwd=tmp_path, env=environment, text=True, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    assert json.loads(answer)["suggestions"]


def test_the_bill_names_what_the_lock_installs(bill: dict[str, Any]) -> None:
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert bill["metadata"]["component"]["version"] == VERSION
    named = {
        part["purl"].removeprefix("pkg:pypi/").partition("@")[0]: part["version"]
        for part in bill["components"]
        if part.get("purl", "").startswith("pkg:pypi/")
    }
    assert named == locked("runtime.txt")


def test_the_bill_names_our_models_by_their_sums(bill: dict[str, Any]) -> None:
    models = TOP / "sidecar_server" / "models"
    sums = {
        f"sidecar_server/models/{file.parent.name}/{name}": digest
        for file in models.glob("*/SHA256SUMS")
        for digest, name in (line.split() for line in file.read_text().splitlines())
        if not name.endswith(".md")
    }
    ours = {
        part["name"]: part["hashes"][0]["content"]
        for part in bill["components"]
        if part["name"].startswith("sidecar_server/models/")
    }
    assert ours == sums


@pytest.mark.wide
def test_with_a_key_the_signed_package_is_summed_too(tmp_path: Path) -> None:
    pem = tmp_path / "team.pem"
    openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", str(pem))
    done = build(TOP, "--key", "team.pem", "--to", "out", cwd=tmp_path)
    assert "extension id, for policies" in done.stdout
    crx = f"empathy-sidecar-{VERSION}.crx"
    assert f"  {crx}\n" in (tmp_path / "out" / "SHA256SUMS").read_text()
    assert (tmp_path / "out" / crx).read_bytes().startswith(b"Cr24")


@pytest.mark.parametrize("options", [["--sign", "x"], ["--to"], ["--key", "missing.pem"]])
def test_what_it_cannot_do_is_refused_with_the_fix(options: list[str], tmp_path: Path) -> None:
    refused = build(TOP, *options, cwd=tmp_path)
    assert refused.returncode == 1
    assert "scripts/build [--key" in refused.stderr or "openssl genpkey" in refused.stderr
    assert not list(tmp_path.iterdir())
