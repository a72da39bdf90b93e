"""Checks a whole library as it would be served: its files, what is alike, and what comes."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from sidecar_server.assistant import Assistant
from sidecar_server.encoders.languages import Encoders
from sidecar_server.errors import LibraryProblem
from sidecar_server.library.checks import check, check_whole, report
from sidecar_server.library.checks.form import matches
from sidecar_server.library.files import Fault, Located, collect, read
from sidecar_server.library.search import Progress, build
from sidecar_server.library.store import Store
from sidecar_server.model import Advice, Expectation, Library
from sidecar_server.replay import Line, Replay


def audit(
    path: Path, store: Store, encoders: Encoders, progress: Progress | None = None
) -> Library:
    """Give the library at `path` when nothing is wrong with it; only its vectors are stored.

    LibraryProblem lists what is wrong, with file, line and fix.
    """
    located = read(path)
    problems = check(located) if located else [f"{path}: holds no entries — check the path"]
    if not problems:
        library = collect(located)
        assistant = Assistant(build(library, store, encoders, progress))
        faults = check_whole(located, store, encoders)
        problems = report([*faults, *broken(located, assistant, encoders)])
    if problems:
        raise LibraryProblem(problems)
    return library


def broken(located: Sequence[Located], assistant: Assistant, encoders: Encoders) -> Iterator[Fault]:
    """Name each expectation that does not come true."""
    for one in located:
        expected = one.entry
        if isinstance(expected, Expectation):
            line = Line("customer", expected.message, locale=expected.locale)
            advice = Replay(assistant, encoders).step(line, "1")
            if fault := _fault(expected, advice):
                yield one.place, fault


def _fault(expected: Expectation, advice: Advice) -> str:
    """Say what came instead, or nothing where the expectation holds."""
    shown = [item.id for item in advice.items]
    read_as = advice.cues.language if advice.cues else ""
    if read_as != expected.language:
        return f"it is read as {read_as!r}, not {expected.language!r} — make the language plainer"
    if expected.nothing:
        fix = "give the silent situation it belongs to such an example"
        return f"{', '.join(shown)} came, nothing was expected — {fix}" if shown else ""
    if any(matches(wanted, id_) for wanted in expected.any_of for id_ in shown):
        return ""
    fix = "give the situation examples in such words, or mend the expectation"
    return f"{', '.join(shown) or 'nothing'} came, not {', '.join(expected.any_of)} — {fix}"
