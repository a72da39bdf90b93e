"""What is wrong with a version before it is served: what must be mended, and what should be."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sidecar_server.curation.catalogue import Line
from sidecar_server.curation.desk import Desk
from sidecar_server.library.checks.ease import hard
from sidecar_server.library.checks.form import form_of
from sidecar_server.library.checks.wording import wording
from sidecar_server.library.files import Located
from sidecar_server.library.rows import key_of
from sidecar_server.library.search import read_before
from sidecar_server.model import Phrase

_HERE = "here:0"


@dataclass(frozen=True, slots=True)
class Fault:
    """Something to mend: `text` says what and, after a dash, how; `must` keeps it from serving."""

    must: bool
    text: str


def judge(one: Line, desk: Desk) -> list[Fault]:
    """Judge a version as it would be served; an empty list means that nothing was found."""
    return [*(Fault(True, text) for text in _broken(one, desk)), *_poor(one, desk)]


def _broken(one: Line, desk: Desk) -> list[str]:
    """Run the rules that any served entry passes, among everything it may refer to."""
    located = Located(key_of(one).kind, one, _HERE)
    faults = [*form_of(located, desk.catalogue().known), *wording([located])]
    return [fault for _, fault in faults]


def _poor(one: Line, desk: Desk) -> Iterator[Fault]:
    if isinstance(one, Phrase) and one.text.strip():
        yield from (Fault(False, text) for text in hard(one.text, one.language))
        for id_, cosine in copies(one, desk).items():
            yield Fault(
                False, f"it says nearly the same as {id_} ({cosine:.0%} alike) — keep one of them"
            )


def copies(one: Phrase, desk: Desk) -> Mapping[str, float]:
    """Give the served lines of its language that say nearly the same, with their cosines."""
    shelf = desk.searchable().shelf(one.language)
    encoder = desk.encoders.of(one.language)
    if shelf is None or encoder is None:
        return {}
    [vector] = read_before([one.text], desk.store, encoder)
    return {
        other.id: cosine
        for other, cosine in shelf.alike(vector, one.language)
        if other.id != one.id
    }
