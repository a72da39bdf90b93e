"""A team's signed packages of the extension, each of the version that a test needs."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

TOP = Path(__file__).parents[1]


def openssl(*arguments: str) -> bytes:
    return subprocess.run(["openssl", *arguments], capture_output=True, check=True).stdout


def make_key(folder: Path, bits: int = 2_048) -> Path:
    """Make a team's key."""
    pem = folder / f"team-{bits}.pem"
    size = f"rsa_keygen_bits:{bits}"
    openssl("genpkey", "-algorithm", "RSA", "-pkeyopt", size, "-out", str(pem))
    return pem


def extension_id(pem: Path) -> str:
    """Work out the id that a key makes, by openssl and what is documented of ids."""
    openssl("pkey", "-in", str(pem), "-pubout", "-outform", "DER", "-out", f"{pem}.der")
    digest = openssl("dgst", "-sha256", "-r", f"{pem}.der").decode()[:32]
    return "".join(chr(ord("a") + int(digit, 16)) for digit in digest)


def sign(folder: Path, pem: Path, **manifest: object) -> Path:
    """Pack and sign by the project's own script, with these fields in the manifest."""
    copy = Path(tempfile.mkdtemp(dir=folder))
    for part in ("extension", "scripts"):
        shutil.copytree(TOP / part, copy / part)
    shutil.copy(TOP / "LICENSE", copy)
    file = copy / "extension" / "manifest.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | manifest))
    build = [f"{copy}/scripts/build-extension", "--key", str(pem), "--to", f"{copy}/dist"]
    own = {**os.environ, "PYTHON": sys.executable}
    subprocess.run(build, env=own, capture_output=True, check=True)
    [crx] = (copy / "dist").glob("*.crx")
    return crx
