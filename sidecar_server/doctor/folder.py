"""The data folder: there, ours, private, and with room; nothing of it is changed by looking."""

import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sidecar_server.doctor.finding import Check, Said, doubt, fine, wrong
from sidecar_server.doctor.machine import Machine
from sidecar_server.settings import Settings

FULL = 100 * 1_000_000  # bytes: the database, its journal and the logs may need as much
NEARLY_FULL = 500 * 1_000_000
GIVE = "give the folder to this user, or set SIDECAR_HOME to another one"
PRIVATE_FILES = ("sidecar.db", "sidecar.toml", "logs")


def _folder(settings: Settings, _: Machine) -> Iterator[Said]:
    home = settings.home
    there = _nearest(home)
    if not there.is_dir():
        yield wrong(f"{there} is not a folder", "move it away, or set SIDECAR_HOME elsewhere")
        return
    try:
        tempfile.TemporaryFile(dir=there).close()  # permissions, quotas, mounts: all at once
    except OSError as error:
        yield wrong(f"the data folder {home} cannot be written: {error.strerror}", GIVE)
        return
    new = "" if there == home else "; the first start makes it"
    yield fine(f"{home} can be written{new}")


def _owner(settings: Settings, machine: Machine) -> Iterator[Said]:
    user, home = machine.user(), settings.home
    if user is None or not home.is_dir():
        yield fine("nothing there yet" if user is not None else "not looked at on this system")
        return
    others = [path for path in _ours(home) if path.lstat().st_uid != user]
    for path in others:
        yield wrong(
            f"{path} belongs to user {path.lstat().st_uid}, and this is user {user}",
            f"run as that user, run `chown` on {path}, or set SIDECAR_HOME to another folder",
        )
    if not others:
        yield fine("it belongs to this user")


def _private(settings: Settings, machine: Machine) -> Iterator[Said]:
    home = settings.home
    if machine.user() is None or not home.is_dir():
        yield fine("nothing there yet" if machine.user() is not None else "left to the system")
        return
    mode = stat.S_IMODE(home.stat().st_mode)
    if mode & 0o077:
        yield wrong(
            f"others on this computer can look into {home} (mode {mode:03o})",
            f"run `chmod 700 {home}`; the next start of the server does so too",
        )
    else:
        yield fine("closed to others on this computer")


def _disk(settings: Settings, machine: Machine) -> Iterator[Said]:
    there = _nearest(settings.home)
    free = machine.free(there if there.is_dir() else there.parent)
    shown = f"{free / 1e9:.1f} GB free" if free >= 1e9 else f"{free / 1e6:.0f} MB free"
    fix = "free the disk, or set SIDECAR_HOME to a folder on another one"
    if free < FULL:
        yield wrong(f"the disk is full: {shown}", fix)
    elif free < NEARLY_FULL:
        yield doubt(f"the disk is nearly full: {shown}", fix)
    else:
        yield fine(shown)


def _nearest(home: Path) -> Path:
    """Give the folder, or what of the way to it is there."""
    path = home.absolute()
    while path != path.parent:
        try:
            path.lstat()
        except OSError:  # not there, or behind a folder that cannot be entered
            path = path.parent
        else:
            return path
    return path


def _ours(home: Path) -> list[Path]:
    return [home, *(home / name for name in PRIVATE_FILES if (home / name).exists())]


CHECKS: dict[str, Check] = {
    "data folder": _folder,
    "owner": _owner,
    "privacy": _private,
    "disk": _disk,
}
