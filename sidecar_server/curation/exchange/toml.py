"""The library's own files: one TOML file, or a zip archive of the folder."""

import re
from collections.abc import Iterable
from pathlib import PurePosixPath

from sidecar_server.curation.exchange import archive
from sidecar_server.curation.exchange.reading import Format, Reading, Source
from sidecar_server.errors import BadInput, LibraryProblem
from sidecar_server.library.files import Fault, Located, documents, parse
from sidecar_server.model import Library

_PROBLEM = re.compile(r"\A(.+?:\d+): (.*)", re.DOTALL)
_NAME = "Library files (TOML)"


def fits(source: Source) -> bool:
    """Take a .toml file, and any zip archive."""
    return source.ending == "toml" or archive.is_archive(source.content)


def read(source: Source) -> Reading:
    """Read every entry with its state; one that names none is a draft."""
    located: list[Located] = []
    faults: list[Fault] = []
    for path, content in _files(source):
        if "scenarios" in path.parts:
            continue
        try:
            located += parse(content, path, str(path), "draft")
        except LibraryProblem as problem:
            faults += map(_fault, problem.problems)
    return Reading(_NAME, located, faults=faults)


def write(library: Library) -> bytes:
    """Write the canonical files as an archive."""
    return archive.pack(documents(library))


def _files(source: Source) -> Iterable[tuple[PurePosixPath, bytes]]:
    if not archive.is_archive(source.content):
        if len(source.content) > archive.MOST_BYTES:
            raise BadInput(f"{source.name} is too long", fix="cut it into several files")
        return [(PurePosixPath(source.name), source.content)]
    found = archive.unpack(source.content, source.name, ".toml")
    if not found:
        raise BadInput(f"{source.name} holds no .toml file", fix="zip the library's folder")
    return [(PurePosixPath(path), content) for path, content in sorted(found.items())]


def _fault(problem: str) -> Fault:
    """Cut a problem behind its place, `file:line: what`."""
    found = _PROBLEM.fullmatch(problem)
    return (found[1], found[2]) if found else ("file:1", problem)


FORMAT = Format(_NAME, fits, read)
