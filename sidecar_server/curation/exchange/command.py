"""Import as a command: every format by name and content, all of a file or nothing."""

from collections.abc import Sequence
from pathlib import Path

from sidecar_server.curation.desk import Desk
from sidecar_server.curation.exchange import archive, placing, plan, read, work
from sidecar_server.curation.exchange.plan import Choice
from sidecar_server.curation.exchange.reading import Source
from sidecar_server.encoders.languages import ENGLISH
from sidecar_server.errors import LibraryProblem
from sidecar_server.library.changes import Changes
from sidecar_server.library.checks import report
from sidecar_server.library.files import Fault
from sidecar_server.library.importing import BY, take, take_read
from sidecar_server.library.search import Extent, Searchable
from sidecar_server.startup import Parts, say_progress


def take_file(path: Path, parts: Parts, choice: Choice, language: str = "") -> str:
    """Import a file, or a folder of TOML, and say in a sentence what came.

    TOML keeps the states that it states; all else becomes drafts. LibraryProblem leaves the store
    as it was.
    """
    if path.is_dir() or path.suffix.lower() == ".toml" or not path.exists():
        return take(path, parts.store, parts.encoders)
    desk = _desk(parts)
    source = Source(path.name, path.read_bytes(), language, desk.catalogue().standing)
    found = read(source)
    if archive.is_archive(source.content):
        _sound(found.faults)
        return take_read(found.located, path.name, parts.store, parts.encoders)
    places = {} if choice.all else placing.propose(found.foreign, desk, _silent)
    planned = plan.make(found, places, choice, desk.catalogue())
    _sound(planned.faulty)
    work.take(planned.entries, BY, f"import of {path.name}", desk, _silent)
    said = f"{len(planned.entries)} entries taken, {len(planned.same)} already there"
    return f"{said}; they are drafts: publish them in the console" if planned.entries else said


def _silent(done: int, total: int) -> None:
    """Say nothing of the progress: the index says its own."""


def _sound(faults: Sequence[Fault]) -> None:
    if faults:
        raise LibraryProblem(report(faults))


def _desk(parts: Parts) -> Desk:
    """Make a desk whose index grows by the languages that are asked for."""
    spoken: set[str] = set()
    made: list[Searchable] = []

    def speak(language: str) -> None:
        if language not in spoken:
            spoken.add(language)
            made[:] = [parts.searchable(say_progress, Extent(languages=frozenset(spoken)))]

    def searchable() -> Searchable:
        if not made:
            speak(ENGLISH)
        return made[0]

    return Desk(parts.store, Changes(parts.engine), parts.encoders, searchable, speak)
