"""A scenario: one customer to practise with, as a TOML file holds it; see writing-scenarios.md."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

import msgspec

from sidecar_server.errors import LibraryProblem
from sidecar_server.model import Stakes
from sidecar_server.resources import folder

SAYINGS = (
    "heard", "helped", "promised", "kept", "late", "waiting",
    "bare", "blamed", "dismissed", "repeated", "content", "leaves",
)  # fmt: skip
Industry = Literal[
    "any", "banking", "health", "retail", "software", "telecoms", "travel", "utilities"
]
Says = Mapping[str, tuple[str, ...]]


class Written(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What every table of a scenario is: named fields and no others."""


class Person(Written, frozen=True):
    """The customer, as a helpdesk knows them."""

    name: str
    locale: str = ""
    country: str = ""
    timezone: str = ""


class Opening(Written, frozen=True):
    """One way to begin: the messages, in their order."""

    messages: tuple[str, ...]


class Point(Written, frozen=True):
    """Something they need to hear: how they come back to it, and sentences that answer it."""

    id: str
    about: str
    asks: tuple[str, ...]
    answered_by: tuple[str, ...]
    pleased: tuple[str, ...] = ()


class Detail(Written, frozen=True):
    """Something an agent may have to ask for, how they ask, and what is told then."""

    about: str
    asked: tuple[str, ...]
    says: tuple[str, ...]


class Scenario(Written, frozen=True):
    """One customer: `heat` 0 … 1 at the start, `patience` in seconds; `id` is the file's name."""

    id: str
    title: str
    about: str
    customer: Person
    opening: tuple[Opening, ...]
    point: tuple[Point, ...]
    desk: tuple[str, ...]
    detail: tuple[Detail, ...] = ()
    says: Says = {}
    language: str = "en"
    industry: Industry = "any"
    stakes: Stakes = "medium"
    heat: float = 0.4
    patience: float = 75.0

    def wordings(self, saying: str) -> tuple[str, ...]:
        """Give their words for what an agent does: their own, else those of their language."""
        return self.says.get(saying) or reactions(self.language)[saying]


def parse(text: str, id_: str) -> tuple[Scenario | None, list[str]]:
    """Read a scenario; gives it, or None, and every fault, each with its place and its fix."""
    try:
        raw = tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        return None, [f"not TOML: {error} — mend the syntax"]
    return convert(raw | {"id": id_})


def convert(raw: Mapping[str, Any]) -> tuple[Scenario | None, list[str]]:
    """Read a scenario's fields as `parse` does."""
    try:
        found = msgspec.convert(raw, Scenario)
    except msgspec.ValidationError as error:
        what, _, where = str(error).partition(" - at ")
        place = where.strip("`").removeprefix("$.").replace("$", "") or "the file"
        return None, [f"{place}: {what[:1].lower()}{what[1:]} — {_SEE}"]
    faults = list(_faults(found))
    return (None if faults else found), faults


_SEE = "see docs/writing-scenarios.md for the fields"
ID_CHARS = 60
_ID = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")
_MOST = {"title": 60, "about": 200}
_LINE = 500  # characters of one message
POINTS, DETAILS = 4, 3
_TAKEN = ("new",)


def _faults(one: Scenario) -> Iterator[str]:
    if not 0 < len(one.id) <= ID_CHARS or set(one.id) - _ID:
        yield (
            f"id {one.id!r}: use small letters, digits and hyphens, like late-parcel, "
            f"at most {ID_CHARS}"
        )
    if one.id in _TAKEN:
        yield f"id {one.id!r} is taken by a page of the console — give it another title"
    for name, most in _MOST.items():
        value: str = getattr(one, name)
        if not 0 < len(value.strip()) <= most:
            yield f"{name} has {len(value.strip())} characters — give it 1 to {most}"
    if not one.customer.name.strip():
        yield "customer.name is empty — give the customer a name"
    yield from _number_faults(one)
    yield from _opening_faults(one)
    yield from _point_faults(one.point)
    if len(one.detail) > DETAILS:
        yield f"there are {len(one.detail)} details — give at most {DETAILS}"
    for number, detail in enumerate(one.detail, start=1):
        if not detail.about.strip():
            yield f"detail {number}, about is empty — say what may be asked for"
        yield from _few(f"detail {number}, asked", detail.asked, 1)
        yield from _few(f"detail {number}, says", detail.says, 1)
    for name, wordings in one.says.items():
        if name not in SAYINGS:
            yield f"says.{name} is not known — use one of: {', '.join(SAYINGS)}"
        else:
            yield from _few(f"says.{name}", wordings, 1)


def _number_faults(one: Scenario) -> Iterator[str]:
    if one.language not in spoken():
        ready = ", ".join(sorted(spoken()))
        yield f"language {one.language!r} has no wordings of its own yet — use one of: {ready}"
    if not 0.1 <= one.heat <= 0.9:
        yield f"heat {one.heat:g} is out of range — give 0.1 (calm) to 0.9 (furious)"
    if not 20 <= one.patience <= 600:
        yield f"patience {one.patience:g} is out of range — give 20 to 600 seconds"
    if not one.desk:
        yield "desk is empty — say what the agent's own screens show, a line each"
    yield from _few("desk", one.desk, 0)


def _opening_faults(one: Scenario) -> Iterator[str]:
    if not one.opening:
        yield "there is no opening — give the messages they begin with"
    for number, opening in enumerate(one.opening, start=1):
        yield from _few(f"opening {number}, messages", opening.messages, 1)


def _point_faults(points: Sequence[Point]) -> Iterator[str]:
    if not 1 <= len(points) <= POINTS:
        yield f"there are {len(points)} points — give 1 to {POINTS}, what they came for"
    for number, point in enumerate(points, start=1):
        if not point.about.strip():
            yield f"point {number}, about is empty — say what they need to hear"
        if not point.id.strip():
            yield f"point {number}, id is empty — give it a short name"
        if point.id in {other.id for other in points[: number - 1]}:
            yield f"point {number}: the id {point.id!r} is there twice — give it another"
        yield from _few(f"point {number}, asks", point.asks, 2)
        yield from _few(f"point {number}, answered_by", point.answered_by, 2)
        yield from _few(f"point {number}, pleased", point.pleased, 0)


def _few(place: str, wordings: Sequence[str], least: int) -> Iterator[str]:
    if len(wordings) < least:
        more = "one wording" if least == 1 else f"{least} wordings"
        yield f"{place}: {len(wordings)} given — give at least {more}"
    for text in wordings:
        if not text.strip():
            yield f"{place}: one is empty — write what is said, or remove it"
        elif "\n" in text:
            yield f"{place}: one has a line break in it — make it two"
        elif len(text) > _LINE:
            yield f"{place}: one has {len(text)} characters — keep it under {_LINE}"


def shipped() -> Path:
    """Name the folder of the scenarios that come with the product."""
    return folder("prompts") / "scenarios"


def load(path: Path | None = None) -> tuple[Scenario, ...]:
    """Read a folder's scenarios, ordered by title; LibraryProblem lists every fault by file."""
    found: list[Scenario] = []
    problems: list[str] = []
    for file in sorted((path or shipped()).glob("*.toml")):
        try:
            text = file.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            problems.append(f"scenarios/{file.name}: {error} — save it as UTF-8")
            continue
        one, faults = parse(text, file.stem)
        problems += [f"scenarios/{file.name}: {fault}" for fault in faults]
        if one:
            found.append(one)
    if problems:
        raise LibraryProblem(problems)
    return tuple(sorted(found, key=lambda one: (one.language != "en", one.title)))


@lru_cache(maxsize=16)
def reactions(language: str) -> Says:
    """Read what customers of a language say where their scenario has no words for it."""
    text = (shipped() / "reactions" / f"{language}.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), dict[str, tuple[str, ...]])


def spoken() -> frozenset[str]:
    """Name the languages that have such reactions."""
    return frozenset(file.stem for file in (shipped() / "reactions").glob("*.toml"))
