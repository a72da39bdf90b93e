"""What a policy is to say: read from what people type, or refused with the fix."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from sidecar_server.errors import BadInput
from sidecar_server.settings import EXTENSION_ID, Settings

# Browsers before 146 know the first alone; since then the second goes before it. Both list who may
# ask, not who is asked: the extension's worker, which opens the only socket.
ACCESS = ("LocalNetworkAccessAllowedForUrls", "LoopbackNetworkAllowedForUrls")
INSTALL = "ExtensionInstallForcelist"


@dataclass(frozen=True, slots=True)
class Wanted:
    """The browser's own policies (lists all), and the extension's by its managed schema."""

    extension: str
    lists: dict[str, list[str]]
    managed: dict[str, str | list[str]]


def read(settings: Settings, server: str, update_url: str, sites: Sequence[str]) -> Wanted:
    """Read the options; an empty one is left out. BadInput names the option and the fix."""
    extension = _extension(settings)
    install = {INSTALL: [f"{extension};{_update(update_url)}"]} if update_url else {}
    access = {name: [f"chrome-extension://{extension}"] for name in ACCESS}
    managed: dict[str, str | list[str]] = {}
    if server:
        managed["server"] = _server(server)
    if sites:
        managed["sites"] = list(dict.fromkeys(map(_site, sites)))
    return Wanted(extension, install | access, managed)


def _extension(settings: Settings) -> str:
    found = (*settings.extension_ids, EXTENSION_ID)[0]
    if not re.fullmatch("[a-p]{32}", found):
        raise BadInput(
            f"{found!r} is no extension id",
            fix="put the id that `scripts/build-extension --key` prints first in extension_ids",
        )
    return found


def _server(given: str) -> str:
    found = re.fullmatch(r"(127\.0\.0\.1|localhost):([0-9]{1,5})", given.lower())
    if not found or not 1 <= int(found[2]) <= 65_535:
        raise BadInput(
            f"--server cannot be {given!r}: the extension connects to its own computer alone",
            fix="give 127.0.0.1:PORT or localhost:PORT, like 127.0.0.1:8765",
        )
    return f"{found[1]}:{int(found[2])}"


def _update(given: str) -> str:
    parts = _split(given)
    whole = parts.hostname if parts.scheme in {"https", "http"} else parts.scheme == "file"
    if not whole or not parts.path.strip("/") or not re.fullmatch(r"[!-~]+", given) or ";" in given:
        raise BadInput(
            f"--update-url cannot be {given!r}",
            fix="give the whole address of your update manifest, "
            "like https://it.example.com/empathy-sidecar.xml",
        )
    return given


def _site(given: str) -> str:
    parts = _split(given)
    host = (parts.hostname or "").lower()
    name = re.fullmatch(r"[a-z0-9_.-]+|[0-9a-f:.]+", host)
    if parts.scheme not in {"https", "http"} or not name or "@" in parts.netloc or _port(parts) < 0:
        raise BadInput(
            f"--site cannot be {given!r}",
            fix="give scheme and host without wildcards, like https://desk.example.com "
            "(other scripts as xn--…, the way the address bar copies them)",
        )
    origin = f"{parts.scheme}://" + (f"[{host}]" if ":" in host else host)
    own = {"http": 80, "https": 443}[parts.scheme]
    origin += f":{_port(parts)}" if _port(parts) not in {0, own} else ""
    if parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise BadInput(f"--site {given!r} holds more than an origin", fix=f"give {origin}")
    return origin


def _split(given: str) -> SplitResult:
    try:
        return urlsplit(given)
    except ValueError:  # brackets that hold no address
        return urlsplit("")


def _port(parts: SplitResult) -> int:
    """Give the port, 0 where none is named, -1 where it is none."""
    try:
        return parts.port if parts.port is not None else 0
    except ValueError:
        return -1
