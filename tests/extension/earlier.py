"""Earlier versions of server and extension, as this repository's history has them."""

import subprocess
import tarfile
from io import BytesIO
from pathlib import Path

import pytest

TOP = Path(__file__).parents[2]
# The first that was whole, which knew no optional feature; and the last whose extension spoke with
# this computer alone.
COMMITS = {
    "first": "5575cef89f875efe9386168127282448e26e3089",
    "local": "e48288f993398511550e8dd3fbd083f2b66d095c",
}
EACH = pytest.mark.parametrize("version", ["first", pytest.param("local", marks=pytest.mark.wide)])


def checkout(version: str, to: Path) -> Path:
    """Unpack a version's code below `to`; skips where the history was cut off before it."""
    commit = COMMITS[version]
    git = ["git", "-C", str(TOP)]
    look = [*git, "cat-file", "-e", f"{commit}^{{commit}}"]
    if subprocess.run(look, capture_output=True, check=False).returncode:
        pytest.skip(f"this clone's history lacks {commit[:7]}: fetch it whole")
    archive = [*git, "archive", commit, "extension", "sidecar_server", "prompts"]
    packed = subprocess.run(archive, capture_output=True, check=True).stdout
    with tarfile.open(fileobj=BytesIO(packed)) as files:
        files.extractall(to / version, filter="data")
    return to / version
