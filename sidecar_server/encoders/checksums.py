"""The list of SHA-256 sums that a model folder must match, byte for byte, before it is loaded."""

import hashlib
import re
from pathlib import Path

from sidecar_server.errors import ModelProblem

_LEFT_BY_DESKTOPS = (".DS_Store", "Thumbs.db", "desktop.ini")  # never read, so harmless
LIST = "SHA256SUMS"
LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")
CHUNK = 1 << 20


def check(folder: Path, fix: str) -> dict[str, str]:
    """Give file name -> SHA-256 in hex, once every file of the folder matches its list.

    Raises ModelProblem, naming the file and carrying `fix`, for a missing or altered file and
    for one that is not in the list.
    """
    listed = _read(folder, fix)
    for path in sorted(folder.iterdir()):
        if path.name not in {LIST, *listed, *_LEFT_BY_DESKTOPS}:
            raise ModelProblem(f"{path} is not in {LIST}", fix=f"remove the file, or {fix}")
    for name, expected in listed.items():
        if digest(folder / name, fix) != expected:
            raise ModelProblem(
                f"{folder / name} was altered: its SHA-256 is not the listed one", fix=fix
            )
    return listed


def write(folder: Path) -> None:
    """Write the list over every file now in the folder, in the form `sha256sum -c` reads."""
    names = sorted(path.name for path in folder.iterdir() if path.name != LIST)
    lines = [f"{digest(folder / name, 'run it again')}  {name}\n" for name in names]
    (folder / LIST).write_text("".join(lines), encoding="utf-8", newline="\n")


def digest(path: Path, fix: str) -> str:
    """Give the file's SHA-256 in hex; ModelProblem, carrying `fix`, if it cannot be read."""
    found = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                found.update(chunk)
    except OSError as error:
        raise ModelProblem(f"{path} cannot be read: {error.strerror}", fix=fix) from error
    return found.hexdigest()


def _read(folder: Path, fix: str) -> dict[str, str]:
    path = folder / LIST
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ModelProblem(f"{path} is missing or cannot be read", fix=fix) from error
    matches = [LINE.fullmatch(line) for line in lines]
    if not lines or any(match is None or Path(match[2]).name != match[2] for match in matches):
        raise ModelProblem(f"{path} is not a list of SHA-256 sums", fix=fix)
    return {match[2]: match[1] for match in matches if match}
