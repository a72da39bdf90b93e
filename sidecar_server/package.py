"""The team's signed extension, as the setting `extension_package` names it."""

from dataclasses import replace
from pathlib import Path

from sidecar_server.crx import Crx, read
from sidecar_server.errors import BadInput, StartProblem
from sidecar_server.settings import Settings

ROOM = "/extension"  # where the server has it
UPDATES, PACKAGE = f"{ROOM}/updates.xml", f"{ROOM}/sidecar.crx"
LARGEST = 64 * 1024 * 1024  # bytes; ours has less than two million
ELSE = "name the .crx file in extension_package, or take the setting away"


def place(settings: Settings) -> Path:
    """Say where the package lies; a relative path is one below the data folder."""
    return settings.home / Path(settings.extension_package).expanduser()


def load(path: Path) -> Crx:
    """Read the package; StartProblem names what is wrong with the file, and the fix."""
    try:
        if not path.is_file() or path.stat().st_size > LARGEST:
            raise StartProblem(f"{path} is no extension's package", fix=ELSE)
        return read(path.read_bytes())
    except OSError as error:
        raise StartProblem(f"{path} cannot be read: {error.strerror}", fix=ELSE) from error
    except BadInput as error:
        raise StartProblem(f"{path} cannot be served: {error}", fix=error.fix) from error


def admitted(settings: Settings) -> Settings:
    """Put the package's own id before the other extensions that are let in."""
    if not settings.extension_package:
        return settings
    own = load(place(settings)).extension_id
    others = tuple(one for one in settings.extension_ids if one != own)
    return replace(settings, extension_ids=(own, *others))
