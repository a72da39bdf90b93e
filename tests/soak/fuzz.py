"""Whatever takes something from outside, given it odd, broken and by the ten thousand.

Examples are drawn by hypothesis, so that one that fails is made as short as it can be.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from tests.soak.outcome import Outcome
from tests.soak.surfaces import frames, imports, library, personal, profiles


@dataclass(frozen=True)
class Surface:
    """`run` draws so many examples, anew at full size, and raises at one that breaks `holds`."""

    name: str
    holds: str
    run: Callable[[int, bool], None]
    slice: int
    full: int


SURFACES: Sequence[Surface] = (
    Surface("wire", frames.PROPERTY, frames.read, 60, 20_000),
    Surface("a server", frames.PROPERTY, frames.tell, 12, 3_000),
    Surface("library files", library.PROPERTY, library.check, 25, 4_000),
    Surface("imports", imports.PROPERTY, imports.take, 100, 20_000),
    Surface("site profiles", profiles.PROPERTY, profiles.judge, 120, 15_000),
    Surface("what is personal", personal.PROPERTY, personal.plant, 80, 20_000),
    Surface("any text", personal.PROPERTY, personal.any_text, 80, 20_000),
)


def _broken(one: Surface, full: bool) -> str:
    """Give the shortest example that breaks what a surface holds, "" where there is none."""
    try:
        one.run(one.full if full else one.slice, full)
    except Exception as error:
        said = "\n".join(getattr(error, "__notes__", ()))
        return f"{one.name}: {one.holds}, but {type(error).__name__}: {error}\n{said}"
    return ""


def run(full: bool) -> Outcome:
    """Draw at full size, or a slice."""
    found: dict[str, Any] = {}
    broken: list[str] = []
    for one in SURFACES:
        start = time.perf_counter()
        broken += filter(None, [_broken(one, full)])
        found[one.name] = {
            "examples": one.full if full else one.slice,
            "seconds": round(time.perf_counter() - start, 1),
        }
    count = sum(one["examples"] for one in found.values())
    figure = f"{count:,} examples over {len(SURFACES)} surfaces, {len(broken)} broken"
    return Outcome("; ".join([figure, *broken]), not broken, found)
