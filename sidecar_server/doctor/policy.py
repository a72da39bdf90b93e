"""Managed policies of this computer's browsers: readable, and naming this server."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import orjson

from sidecar_server.doctor.finding import Check, Said, fine, wrong
from sidecar_server.doctor.machine import Machine
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
    for extension in (EXTENSION_ID, *settings.extension_ids):
        ours = _inside(policy, "3rdparty", "extensions", extension)
        if isinstance(ours, dict):
            yield _server(file, ours, settings)


def _server(file: Path, ours: dict[str, Any], settings: Settings) -> Said:
    server = ours.get("server")
    here = f"127.0.0.1:{settings.port}"
    if server is None:
        return fine(f"{file} leaves the server to the agent")
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
