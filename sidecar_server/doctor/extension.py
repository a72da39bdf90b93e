"""The extension that came with this server, and the one it serves: there, and of its version."""

from collections.abc import Iterator

import orjson

from sidecar_server import __version__
from sidecar_server.doctor.finding import Check, Said, doubt, fine, wrong
from sidecar_server.doctor.machine import Machine
from sidecar_server.package import UPDATES, load, place
from sidecar_server.settings import Settings

AGAIN = "install empathy-sidecar again, then reload the extension in the browser"


def _extension(_: Settings, machine: Machine) -> Iterator[Said]:
    try:
        folder = machine.shipped("extension")
        manifest = orjson.loads((folder / "manifest.json").read_bytes())
    except FileNotFoundError:
        yield wrong("the extension's folder or its manifest.json is missing", AGAIN)
        return
    except orjson.JSONDecodeError:
        yield wrong(f"{folder / 'manifest.json'} is not JSON", AGAIN)
        return
    version = manifest.get("version") if isinstance(manifest, dict) else None
    if version != __version__:
        yield wrong(f"{folder} is of version {version}, and the server of {__version__}", AGAIN)
    else:
        yield fine(f"load it unpacked from {folder}")


def _package(settings: Settings, _: Machine) -> Iterator[Said]:
    if not settings.extension_package:
        yield fine("none is served")
        return
    path = place(settings)
    version = load(path).version
    if version != __version__:
        again = "sign one of this version with `scripts/build-extension --key`, and move it there"
        yield doubt(f"{path} is of version {version}, and the server of {__version__}", again)
    else:
        yield fine(f"{path} is served at {UPDATES}")


CHECKS: dict[str, Check] = {"extension": _extension, "extension package": _package}
