"""Where the library is thin: situations by strategies in one language, and what is missing."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sidecar_server.curation.catalogue import Catalogue, Row
from sidecar_server.library import terms
from sidecar_server.library.checks.coverage import Gap, gaps
from sidecar_server.model import Phrase, Situation

# What is true of every industry comes first.
INDUSTRIES = ("any", *(one for one in terms.INDUSTRIES if one != "any"))


@dataclass(frozen=True, slots=True)
class Open:
    """A gap, and whether a line that is in draft or review would close it."""

    gap: Gap
    in_work: bool


@dataclass(frozen=True, slots=True)
class Covered:
    """A situation with its lines by strategy: those that agents have, those only in work."""

    situation: Situation
    title: str
    served: Mapping[str, int]
    working: Mapping[str, int]
    gaps: Sequence[Open]

    @property
    def count(self) -> int:
        """How many lines agents have here."""
        return sum(self.served.values())


@dataclass(frozen=True, slots=True)
class Lacking:
    """A situation that other languages have; `lines` already wait here without its examples."""

    id: str
    title: str
    lines: int


Titled = TypeVar("Titled", Covered, Lacking)


@dataclass(frozen=True, slots=True)
class Coverage:
    """One language: its situations by industry, and those that it lacks altogether."""

    language: str
    industries: Mapping[str, Sequence[Covered]]
    lacking: Mapping[str, Sequence[Lacking]]

    @property
    def situations(self) -> Sequence[Covered]:
        """Every situation of the language."""
        return [one for some in self.industries.values() for one in some]

    @property
    def open(self) -> Sequence[Covered]:
        """The situations that lack something: first those without any line."""
        found = [one for one in self.situations if one.gaps]
        return sorted(found, key=lambda one: one.count > 0)


def coverage(catalogue: Catalogue, language: str, industry: str = "") -> Coverage:
    """Count the lines of a language, in one industry or in all."""
    every = {one.id: one for (_, spoken), one in catalogue.situations.items() if spoken != language}
    ours = [one for (_, spoken), one in catalogue.situations.items() if spoken == language]
    here = {one.id for one in ours}
    covered, lacking = defaultdict(list), defaultdict(list)
    for one in ours:
        covered[one.industry].append(_covered(one, catalogue))
    for one in every.values():
        if one.id not in here:
            waiting = len(catalogue.lines.get((one.id, language), ()))
            lacking[one.industry].append(Lacking(one.id, catalogue.title(one.id), waiting))
    return Coverage(language, _ordered(covered, industry), _ordered(lacking, industry))


def _ordered(found: Mapping[str, Sequence[Titled]], wanted: str) -> dict[str, Sequence[Titled]]:
    """Put the industries in order, and each one's situations in that of their titles."""
    return {
        name: sorted(found[name], key=lambda one: one.title)
        for name in INDUSTRIES
        if name in found and wanted in ("", name)
    }


def _covered(situation: Situation, catalogue: Catalogue) -> Covered:
    rows = catalogue.lines.get((situation.id, situation.language), ())
    served = [phrase for row in rows if (phrase := row.phrase)]
    waiting = [one for row in rows if (one := _waiting(row))]
    with_them = set(gaps(situation, [*served, *waiting]))
    return Covered(
        situation,
        catalogue.title(situation.id),
        Counter(one.strategy for one in served),
        Counter(one.strategy for one in waiting),
        [Open(gap, gap not in with_them) for gap in gaps(situation, served)],
    )


def _waiting(row: Row) -> Phrase | None:
    """Give the version in work of a line that agents do not have."""
    return row.working if isinstance(row.working, Phrase) and not row.phrase else None
