"""Examines this computer: everything the server needs, one finding each with the fix."""

import socket
from collections.abc import Callable
from dataclasses import dataclass

from sidecar_server import resources
from sidecar_server.encoders import load_encoder
from sidecar_server.errors import SidecarError, StartProblem
from sidecar_server.library.database import open_database
from sidecar_server.library.store import Store
from sidecar_server.running import answers, authority
from sidecar_server.settings import Settings
from sidecar_server.startup import library_folder, read_checked


@dataclass(frozen=True, slots=True)
class Examined:
    """One thing looked at; `fix` says what to do where it is not `ok`."""

    name: str
    ok: bool
    detail: str
    fix: str = ""


def examine(settings: Settings) -> list[Examined]:
    """Look at everything; a fault in one thing hides no other."""
    return [_look(name, check, settings) for name, check in CHECKS.items()]


def _look(name: str, check: Callable[[Settings], str], settings: Settings) -> Examined:
    try:
        return Examined(name, True, check(settings))
    except SidecarError as error:
        return Examined(name, False, str(error), error.fix)
    except OSError as error:
        return Examined(name, False, str(error), "reinstall empathy-sidecar")


def _data(settings: Settings) -> str:
    open_database(settings.home).dispose()
    return f"{settings.home} can be written"


def _model(settings: Settings) -> str:
    encoder = load_encoder(settings.encoder, settings.model or None)
    return f"{encoder.name}, {encoder.dimensions} dimensions"


def _library(settings: Settings) -> str:
    library = read_checked(library_folder(settings))
    return f"{len(library.phrases)} phrases and {len(library.notes)} notes, no fault found"


def _stored(settings: Settings) -> str:
    counts = Store(open_database(settings.home)).counts()
    kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(counts.items()))
    return kinds or "empty; the first start fills it"


def _extension(settings: Settings) -> str:
    return f"load it unpacked from {resources.folder('extension')}"


def _port(settings: Settings) -> str:
    where = authority(settings)
    try:
        socket.create_connection((settings.host, settings.port), timeout=3).close()
    except ConnectionRefusedError:
        return f"{where} is free; `sidecar serve` starts the server"
    except OSError as error:
        raise StartProblem(
            f"{where} cannot be reached: {error}", fix="use --host 127.0.0.1"
        ) from error
    if answers(settings):
        return f"the server answers at http://{where}"
    raise StartProblem(
        f"another program holds {where}",
        fix="end it, or give another port: `sidecar serve --port 8766`",
    )


CHECKS: dict[str, Callable[[Settings], str]] = {
    "data folder": _data,
    "model": _model,
    "library files": _library,
    "library stored": _stored,
    "extension": _extension,
    "port": _port,
}
