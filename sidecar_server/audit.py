"""Checks a whole library as it would be served: its files, what is alike, and what comes."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from sidecar_server.curation import expectations
from sidecar_server.encoders.languages import Encoders
from sidecar_server.errors import LibraryProblem
from sidecar_server.library.checks import check, check_whole, report
from sidecar_server.library.files import Fault, Located, collect, read
from sidecar_server.library.search import Progress, Searchable, build
from sidecar_server.library.store import Store
from sidecar_server.model import Expectation, Library
from sidecar_server.practice import scenario


def audit(
    path: Path, store: Store, encoders: Encoders, progress: Progress | None = None
) -> Library:
    """Give the library at `path` when nothing is wrong with it; only its vectors are stored.

    LibraryProblem lists what is wrong, with file, line and fix.
    """
    located = read(path)
    if (path / "scenarios").is_dir():
        scenario.load(path / "scenarios")
    problems = check(located) if located else [f"{path}: holds no entries — check the path"]
    if not problems:
        library = collect(located)
        searchable = build(library, store, encoders, progress)
        faults = check_whole(located, store, encoders)
        problems = report([*faults, *broken(located, searchable, store, encoders)])
    if problems:
        raise LibraryProblem(problems)
    return library


def broken(
    located: Sequence[Located], searchable: Searchable, store: Store, encoders: Encoders
) -> Iterator[Fault]:
    """Name each expectation that does not come true."""
    expected = [(one.place, one.entry) for one in located if isinstance(one.entry, Expectation)]
    outcomes = expectations.run([entry for _, entry in expected], searchable, store, encoders)
    for (place, _), outcome in zip(expected, outcomes, strict=True):
        if not outcome.holds:
            yield place, outcome.fault
