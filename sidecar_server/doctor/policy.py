"""Managed policies of this computer's browsers: readable, and naming this server."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import orjson

from sidecar_server.doctor.finding import Check, Said, fine, wrong
from sidecar_server.doctor.machine import Machine
from sidecar_server.errors import BadInput, StartProblem
from sidecar_server.package import UPDATES, admitted
from sidecar_server.policy.address import address
from sidecar_server.policy.wanted import INSTALL
from sidecar_server.settings import EXTENSION_ID, Settings
from sidecar_server.web.address import authorities

FOLDERS = (  # docs/install.md names them; other systems keep policies where only browsers look
    "etc/chromium/policies/managed",
    "etc/chromium-browser/policies/managed",
    "etc/opt/chrome/policies/managed",
    "etc/opt/edge/policies/managed",
)


def _policy(settings: Settings, machine: Machine) -> Iterator[Said]:
    if machine.system != "linux":
        yield fine("not looked at on this system")
        return
    found = [said for file in _files(machine.root) for said in _file(file, settings)]
    yield from found or [fine("none for this extension")]


def _files(root: Path) -> Iterator[Path]:
    for folder in FOLDERS:
        if (root / folder).is_dir():
            yield from sorted((root / folder).glob("*.json"))


def _file(file: Path, settings: Settings) -> Iterator[Said]:
    try:
        policy = orjson.loads(file.read_bytes())
    except OSError as error:
        yield wrong(f"{file} cannot be read: {error.strerror}", f"run `chmod 644 {file}` as root")
        return
    except orjson.JSONDecodeError as error:
        yield wrong(
            f"{file}:{error.lineno}: not JSON, so browsers ignore all of it",
            "mend the file as docs/install.md shows it",
        )
        return
    if not isinstance(policy, dict):
        yield wrong(f"{file}:1: not a JSON object", "mend the file as docs/install.md shows it")
        return
    known = _known(settings)
    yield from _installs(file, policy.get(INSTALL), settings, known)
    for extension in known:
        ours = _inside(policy, "3rdparty", "extensions", extension)
        if isinstance(ours, dict):
            yield _server(file, ours, settings)


def _known(settings: Settings) -> tuple[str, ...]:
    """Name the extensions that are let in, that of the package first."""
    with suppress(StartProblem):  # `extension package` says what is wrong with it
        settings = admitted(settings)
    return (*settings.extension_ids, EXTENSION_ID)


def _installs(
    file: Path, entries: Any, settings: Settings, known: tuple[str, ...]
) -> Iterator[Said]:
    """Look at what browsers are told to install from this server."""
    for entry in entries if isinstance(entries, list) else ():
        extension, _, update = str(entry).partition(";")
        if not _is_here(update, settings):
            continue
        if not settings.extension_package:
            yield wrong(
                f"{file} sends browsers to this server for the extension, and none is served",
                "name the signed package in extension_package and start the server again",
            )
        elif extension != known[0]:
            yield wrong(
                f"{file} installs {extension} from this server, which serves {known[0]}",
                "write the policy anew with `sidecar policy`",
            )


def _is_here(update: str, settings: Settings) -> bool:
    try:
        parts = urlsplit(update)
        port = parts.port or (443 if parts.scheme == "https" else 80)
    except ValueError:  # brackets or a port that are none
        return False
    return parts.path == UPDATES and f"{parts.hostname}:{port}" in authorities(settings)


def _server(file: Path, ours: dict[str, Any], settings: Settings) -> Said:
    server = ours.get("server")
    here = f"127.0.0.1:{settings.port}"
    if server is None:
        return fine(f"{file} leaves the server to the agent")
    with suppress(BadInput):  # as the extension reads it
        server = str(address(server)) if isinstance(server, str) else server
    if not isinstance(server, str) or server not in authorities(settings):
        return wrong(
            f"{file} sends browsers to another server than this one, {here}",
            f'set "server": "{here}" in it, or start the server on the port it names',
        )
    return fine(f"{file} names this server")


def _inside(value: Any, *names: str) -> Any:
    for name in names:
        value = value.get(name) if isinstance(value, dict) else None
    return value


CHECKS: dict[str, Check] = {"policy": _policy}
