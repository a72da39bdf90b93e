"""A browser that can take the extension, by the usual places of each system and by PATH."""

import shutil
from collections.abc import Iterator
from pathlib import Path

from sidecar_server.doctor.finding import Check, Said, doubt, fine
from sidecar_server.doctor.machine import Machine
from sidecar_server.settings import Settings

NAMES = (
    "google-chrome",
    "google-chrome-stable",
    "chromium",
    "chromium-browser",
    "microsoft-edge",
    "microsoft-edge-stable",
    "chrome",
    "msedge",
)
# Places by the start of sys.platform; {NAME} is a variable of the environment.
PLACES: dict[str, tuple[str, ...]] = {
    "linux": (
        "opt/google/chrome/chrome",
        "opt/microsoft/msedge/msedge",
        "usr/bin/chromium",
        "snap/bin/chromium",
        "var/lib/flatpak/exports/bin/com.google.Chrome",
        "var/lib/flatpak/exports/bin/org.chromium.Chromium",
        "var/lib/flatpak/exports/bin/com.microsoft.Edge",
    ),
    "darwin": (
        "Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "Applications/Chromium.app/Contents/MacOS/Chromium",
        "Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
        "{HOME}/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "{HOME}/Applications/Chromium.app/Contents/MacOS/Chromium",
    ),
    "win32": tuple(
        f"{{{base}}}/{place}"
        for base in ("ProgramFiles", "ProgramFiles(x86)", "LOCALAPPDATA")
        for place in (
            "Google/Chrome/Application/chrome.exe",
            "Chromium/Application/chrome.exe",
            "Microsoft/Edge/Application/msedge.exe",
        )
    ),
}


def _browser(_: Settings, machine: Machine) -> Iterator[Said]:
    found = next(_found(machine), None)
    if found is None:
        yield doubt(
            "no Chrome, Chromium or Edge in the usual places",
            "install one of them, or load the extension in the one you have elsewhere",
        )
    else:
        yield fine(str(found))


def _found(machine: Machine) -> Iterator[Path]:
    for name in NAMES:
        if on_path := shutil.which(name, path=machine.environment.get("PATH", "")):
            yield Path(on_path)
    environment = {name.upper(): value for name, value in machine.environment.items()}
    for place in PLACES.get(machine.system, ()):
        base, _, rest = place.rpartition("}/") if place.startswith("{") else ("", "", place)
        under = environment.get(base[1:].upper()) if base else str(machine.root)
        if under and (path := Path(under) / rest).is_file():
            yield path


CHECKS: dict[str, Check] = {"browser": _browser}
