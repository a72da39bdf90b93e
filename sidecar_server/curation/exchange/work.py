"""What takes time, beside the pages: reading a file, and taking what a lead confirmed."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from threading import Thread

import numpy as np
import structlog
from numpy.typing import NDArray

from sidecar_server.curation.desk import Desk
from sidecar_server.curation.exchange import placing, plan, read
from sidecar_server.curation.exchange.placing import Progress
from sidecar_server.curation.exchange.plan import Choice, Plan
from sidecar_server.curation.exchange.reading import Source
from sidecar_server.curation.exchange.room import Import
from sidecar_server.errors import Conflict, SidecarError
from sidecar_server.library.files import Entry
from sidecar_server.library.importing import vectors_of

_log = structlog.get_logger()
_CHUNK = 128  # entries encoded at once
_AGAIN = "the library changed since this preview was drawn"


def begin(one: Import, source: Source, desk: Desk) -> None:
    """Read a file and propose situations, in a thread."""

    def work() -> None:
        found = read(source)
        one.places = placing.propose(found.foreign, desk, one.progress)
        one.reading = found
        planned(one, Choice(), desk)  # so that the preview is there at once
        one.settle("ready")

    _run(one, work)


def planned(one: Import, choice: Choice, desk: Desk) -> Plan:
    """Give the plan of an import as it was chosen, into the library as it stands now."""
    catalogue = desk.catalogue()
    if one.planned is None or one.planned[:2] != (catalogue.revision, choice):
        if one.reading is None:
            raise Conflict("this import waits no longer", fix="choose the file again")
        made = plan.make(one.reading, one.places, choice, catalogue)
        one.planned = (catalogue.revision, choice, made)
    return one.planned[2]


def chosen(one: Import, choice: Choice, seen: int, desk: Desk) -> Sequence[Entry]:
    """Give what a preview showed at a revision; Conflict where the library is another by now."""
    if desk.catalogue().revision != seen:
        raise Conflict(_AGAIN, fix="look at it again and confirm then")
    return plan.ready(planned(one, choice, desk), choice)


def confirm(one: Import, entries: Sequence[Entry], desk: Desk, by: str) -> None:
    """Take entries in a thread, as one batch of the history."""

    def work() -> None:
        one.batch = take(entries, by, f"import of {one.name}", desk, one.progress)
        one.taken = len(entries)
        one.settle("done")

    _run(one, work)


def take(entries: Sequence[Entry], by: str, what: str, desk: Desk, progress: Progress) -> str:
    """Encode entries in chunks and write them as one batch; gives the batch."""
    progress(0, len(entries))
    vectors: dict[str, dict[str, NDArray[np.float32]]] = {}
    for done, some in _chunks(entries):
        for encoder, rows in vectors_of(some, desk.encoders).items():
            vectors.setdefault(encoder, {}).update(rows)
        progress(done, len(entries))
    given: Mapping[str, Mapping[str, NDArray[np.float32]]] = vectors
    return desk.changes.write(entries, by, what, given)


def _chunks(entries: Sequence[Entry]) -> Iterator[tuple[int, Sequence[Entry]]]:
    for start in range(0, len(entries), _CHUNK):
        some = entries[start : start + _CHUNK]
        yield start + len(some), some


def _run(one: Import, work: Callable[[], None]) -> None:
    def run() -> None:
        try:
            work()
        except SidecarError as error:
            one.settle("failed", error.sentence())
        except Exception as error:
            _log.exception("import failed")
            one.settle("failed", f"the program has a fault here ({type(error).__name__})")

    Thread(target=run, name="import", daemon=True).start()
