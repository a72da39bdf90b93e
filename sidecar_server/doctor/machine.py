"""What the checks ask of this computer, in one place, so that a test can answer instead."""

import os
import platform
import shutil
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from zoneinfo import ZoneInfo

from sidecar_server import resources


def _user() -> int | None:
    return os.geteuid() if sys.platform != "win32" else None


def _free(folder: Path) -> int:
    return shutil.disk_usage(folder).free


def _zone(name: str) -> object:
    return ZoneInfo(name)


@dataclass(frozen=True, slots=True)
class Machine:
    """This computer: `root` stands before every absolute path of browsers and policies."""

    system: str = sys.platform
    processor: str = field(default_factory=platform.machine)
    python: tuple[int, int] = sys.version_info[:2]
    wide: bool = sys.maxsize > 2**32
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    root: Path = Path("/")
    user: Callable[[], int | None] = _user
    free: Callable[[Path], int] = _free  # bytes
    now: Callable[[], float] = time.time
    zone: Callable[[str], object] = _zone
    shipped: Callable[[str], Path] = resources.folder
