"""Every situation has lines for the moments that occur in it, for calm and for hot customers."""

from collections.abc import Iterator, Sequence

from sidecar_server.library.checks.written import Placed, Written
from sidecar_server.library.files import Fault
from sidecar_server.model import Phrase, Situation

_HEATS = {"a calm customer": 0.1, "a hot one": 0.8}
_GLAD = ("closing",)  # nobody is hot once it is done


def moments(written: Written) -> Iterator[Fault]:
    """Name situations without a line, or without one for a moment they list in `moments`."""
    for language, situations in written.situations.items():
        for one in situations:
            lines = [
                placed
                for placed in written.phrases.get(language, ())
                if placed.entry.situation == one.entry.id
            ]
            yield from ((one.place, fault) for fault in _missing(one.entry, lines))


def _missing(situation: Situation, lines: Sequence[Placed[Phrase]]) -> Iterator[str]:
    where = f"phrases/{situation.language}/{situation.id}.toml"
    if situation.silent:
        if lines:
            yield f"{situation.id} is silent and has lines — remove them from {where}"
        return
    if not lines:
        yield f"{situation.id} has no line — write one in {where}, or mark it silent"
        return
    for moment in situation.moments:
        ours = [placed.entry for placed in lines if placed.entry.moment == moment]
        if not ours:
            yield f"{situation.id} has no line for {moment} — add one to {where}"
        elif moment == "opening" and not situation.passing and situation.moment not in _GLAD:
            for who, heat in _HEATS.items():
                if not any(low <= heat <= high for low, high in (p.heat for p in ours)):
                    yield f"{situation.id} has no opening for {who} — add one to {where}"
