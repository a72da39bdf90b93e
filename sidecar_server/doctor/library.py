"""The library's files: there, and without a bad entry."""

from collections.abc import Iterator

from sidecar_server.doctor.finding import Check, Said, fine, wrong
from sidecar_server.doctor.machine import Machine
from sidecar_server.settings import Settings
from sidecar_server.startup import library_folder, read_checked

NONE = "set `prompts` to a folder of library files, or remove the setting"


def _files(settings: Settings, _: Machine) -> Iterator[Said]:
    try:
        folder = library_folder(settings)
    except FileNotFoundError:
        yield wrong("the shipped folder prompts is missing", "install empathy-sidecar again")
        return
    if not folder.is_dir():
        yield wrong(f"{folder} is not there", NONE)
    elif not any(folder.rglob("*.toml")):
        yield wrong(f"{folder} is empty", NONE)
    else:
        library = read_checked(folder)
        yield fine(f"{len(library.phrases)} phrases and {len(library.notes)} notes, no fault found")


CHECKS: dict[str, Check] = {"library files": _files}
