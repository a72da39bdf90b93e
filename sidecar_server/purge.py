"""Removes what Sidecar keeps for this user: its own files by name; no link is followed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sidecar_server.errors import Conflict
from sidecar_server.running import answers, authority
from sidecar_server.settings import Settings

LOGS = "logs"
OURS = re.compile(
    r"sidecar\.db(-journal|-wal|-shm|\.before-\d+(\.part)?)?|sidecar\.toml|service\.(log|xml)"
    r"|sidecar\.log(\.\d+)?"
)
ELSE = """What else an uninstall needs:
  sidecar service remove          if the server was installed as a service
  pip uninstall empathy-sidecar   the program (or delete the checkout with its .venv)
  chrome://extensions             remove the extension in each browser; with it go its own settings
  the policy file or profile      if your IT rolled the extension out (`sidecar policy`)"""


@dataclass(frozen=True, slots=True)
class Found:
    """What lies in the data folder: ours, and what others put there; the folder may be missing."""

    folder: Path
    ours: tuple[Path, ...]
    foreign: tuple[Path, ...]


def look(settings: Settings) -> Found:
    """List it; Conflict while a server may be writing, or where the folder is only a link."""
    folder = settings.home
    if answers(settings):
        raise Conflict(
            f"a server answers at {authority(settings)}: it would write everything anew",
            fix="stop it (Ctrl+C, or `sidecar service remove`), then run `sidecar purge` again",
        )
    if folder.is_symlink():
        raise Conflict(
            f"{folder} is a link, and links are not followed",
            fix=f"run it with SIDECAR_HOME={folder.resolve()}, then remove the link",
        )
    lies = list(_lies(folder))
    ours = tuple(path for path in lies if _is_ours(path))
    return Found(folder, ours, tuple(path for path in lies if path not in ours))


def _lies(folder: Path) -> Iterator[Path]:
    """Give what is in the folder, of our folder of logs what is in it."""
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        is_logs = path.name == LOGS and path.is_dir() and not path.is_symlink()
        yield from sorted(path.iterdir()) if is_logs else (path,)


def _is_ours(path: Path) -> bool:
    return bool(OURS.fullmatch(path.name)) and (path.is_symlink() or path.is_file())


def listing(found: Found) -> Iterator[str]:
    """Say what will be removed and what stays, a line each."""
    if not found.folder.is_dir():
        yield f"{found.folder} is not there: nothing is kept for this user."
        return
    yield "To be removed, for good:"
    for path in found.ours:
        points = f" (the link alone; {path.readlink()} stays)" if path.is_symlink() else ""
        yield f"  {path}{points}"
    if not found.foreign:
        yield f"  {found.folder}"
        return
    if not found.ours:
        yield "  nothing"
    yield "Not Sidecar's, so these stay, and the folder with them:"
    yield from (f"  {path}" for path in found.foreign)


def remove(found: Found) -> None:
    """Remove what was listed; the folder goes where nothing else is in it."""
    for path in found.ours:
        path.unlink(missing_ok=True)
    logs = found.folder / LOGS
    if logs.is_dir() and not logs.is_symlink() and not any(logs.iterdir()):
        logs.rmdir()
    if found.folder.is_dir() and not found.foreign:
        found.folder.rmdir()
