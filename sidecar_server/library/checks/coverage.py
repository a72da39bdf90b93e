"""Every situation has lines for the moments that occur in it, for calm and for hot customers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from sidecar_server.library.checks.written import Placed, Written
from sidecar_server.library.files import Fault
from sidecar_server.model import Moment, Phrase, Situation

_HEATS = {"a calm customer": 0.1, "a hot one": 0.8}
_GLAD = ("closing",)  # nobody is hot once it is done


@dataclass(frozen=True, slots=True)
class Gap:
    """What a situation lacks: a line at all, one for a moment, an opening for `who`; or silence."""

    lacks: Literal["line", "moment", "opening", "silence"]
    moment: Moment = "opening"
    who: str = ""


def gaps(situation: Situation, lines: Sequence[Phrase]) -> Iterator[Gap]:
    """Find what a situation's lines in its language leave out."""
    if situation.silent:
        if lines:
            yield Gap("silence")
        return
    if not lines:
        yield Gap("line", situation.moments[0] if situation.moments else "opening")
        return
    for moment in situation.moments:
        ours = [line for line in lines if line.moment == moment]
        if not ours:
            yield Gap("moment", moment)
        elif moment == "opening" and not situation.passing and situation.moment not in _GLAD:
            for who, heat in _HEATS.items():
                if not any(low <= heat <= high for low, high in (line.heat for line in ours)):
                    yield Gap("opening", moment, who)


def moments(written: Written) -> Iterator[Fault]:
    """Name situations without a line, or without one for a moment they list in `moments`."""
    for language, situations in written.situations.items():
        for one in situations:
            lines = [
                placed.entry
                for placed in written.phrases.get(language, ())
                if placed.entry.situation == one.entry.id
            ]
            yield from ((one.place, _fault(one, gap)) for gap in gaps(one.entry, lines))


def _fault(placed: Placed[Situation], gap: Gap) -> str:
    one = placed.entry
    where = f"phrases/{one.language}/{one.id}.toml"
    return {
        "silence": f"{one.id} is silent and has lines — remove them from {where}",
        "line": f"{one.id} has no line — write one in {where}, or mark it silent",
        "moment": f"{one.id} has no line for {gap.moment} — add one to {where}",
        "opening": f"{one.id} has no opening for {gap.who} — add one to {where}",
    }[gap.lacks]
