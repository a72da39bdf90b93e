"""Follows the setting log_level while the server runs, by looking at the settings file."""

import asyncio
from pathlib import Path

import structlog

from sidecar_server.errors import StartProblem
from sidecar_server.settings import FILE, Settings, load_settings
from sidecar_server.web.log import set_level

LOOK_EVERY_S = 0.25  # a signal would do as well, but not on Windows
log = structlog.get_logger("sidecar.log")
Looks = tuple[int, int, int] | None


async def follow(settings: Settings) -> None:
    """Take each new log level; a file that cannot be read is named once and changes nothing."""
    file = settings.home / FILE
    level = settings.log_level
    known = await asyncio.to_thread(_looks, file)
    while True:
        await asyncio.sleep(LOOK_EVERY_S)
        looks = await asyncio.to_thread(_looks, file)
        if looks == known:
            continue
        known = looks
        level = await asyncio.to_thread(_take, settings.home, level)


def _looks(file: Path) -> Looks:
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _take(home: Path, level: str) -> str:
    try:
        wanted = load_settings({"home": home}).log_level
    except StartProblem as error:
        log.warning("settings file not read", exc_info=error)
        return level
    if wanted != level:
        set_level("info")  # so that the change itself is always written
        log.info(f"log level is now {wanted}")
        set_level(wanted)
    return wanted
