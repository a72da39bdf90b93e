"""What is to be run, and for whom: the facts that every service file is filled with."""

import getpass
import os
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sidecar_server.errors import StartProblem
from sidecar_server.settings import Settings


@dataclass(frozen=True, slots=True)
class Launch:
    """One server of one user; `command` starts with an absolute path, `data` is SIDECAR_HOME."""

    command: tuple[str, ...]
    data: Path
    profile: Path  # the user's own folder
    user: str
    uid: int


def launch_of(settings: Settings) -> Launch:
    """Freeze what is in force now; StartProblem where this `sidecar` is nowhere on the disk."""
    data = Path(os.path.abspath(settings.home))  # not resolved: a link stays its name
    serve = ("serve", "--home", str(data), "--host", settings.host, "--port", str(settings.port))
    uid = os.getuid() if sys.platform != "win32" else 0
    return Launch((str(_program()), *serve), data, Path.home(), _user(), uid)


def _user() -> str:
    domain = os.environ.get("USERDOMAIN")  # Windows: the computer, or the company's domain
    return f"{domain}\\{getpass.getuser()}" if domain else getpass.getuser()


def _program() -> Path:
    for candidate in _candidates():
        if candidate.is_file():
            return candidate
    raise StartProblem(
        "the `sidecar` that runs here is no file that a service could start",
        fix="install it (`pip install empathy-sidecar`), then run `sidecar service install`",
    )


def _candidates() -> Iterator[Path]:
    called = Path(os.path.abspath(sys.argv[0]))
    if called.stem == "sidecar":
        yield called.with_suffix(".exe")  # what pip makes on Windows hides its ending
        yield called
    scripts = Path(sysconfig.get_path("scripts"))
    yield scripts / "sidecar.exe"
    yield scripts / "sidecar"
