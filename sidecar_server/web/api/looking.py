"""Where the library is thin and what works: coverage, and usage of five agents or more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta

from sidecar_server.curation.coverage import Covered, coverage
from sidecar_server.curation.usage import Tally, report
from sidecar_server.library.checks.coverage import Gap
from sidecar_server.web.api.operation import Call, Operation, Reply
from sidecar_server.web.api.problems import not_found

_Language = Annotated[str, Meta(max_length=35)]
_TOO_FEW = "counts are told only where five or more agents have a credential"


class InLanguage(msgspec.Struct, forbid_unknown_fields=True):
    """In which language."""

    language: _Language = "en"


class OfLanguage(msgspec.Struct, forbid_unknown_fields=True):
    """Of which language; empty: of all."""

    language: _Language = ""


@dataclass(frozen=True, slots=True)
class Cover:
    """A situation's lines by strategy, served and in work.

    `gaps` say what it lacks: `line`, `moment waiting`, `opening hot`, or `silence` where it has
    lines and should have none.
    """

    situation: str
    title: str
    industry: str
    served: Mapping[str, int]
    working: Mapping[str, int]
    gaps: Sequence[str]


@dataclass(frozen=True, slots=True)
class Covers:
    """Every situation of a language; `lacking` are those that it has not at all."""

    language: str
    situations: Sequence[Cover]
    lacking: Sequence[str]


@dataclass(frozen=True, slots=True)
class Counted:
    """How often a line was shown, used and dismissed in the weeks told."""

    id: str
    language: str
    shown: int
    used: int
    dismissed: int


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts of whole weeks, of all agents together; none, and why, where they are too few."""

    why: str
    weeks: Sequence[str] = ()
    never: Sequence[Counted] = ()
    unused: Sequence[Counted] = ()
    dismissed: Sequence[Counted] = ()


def covered(call: Call) -> Reply:
    """Count the lines by situation and strategy."""
    catalogue = call.desk.catalogue()
    if call.asked.language not in catalogue.languages:
        raise not_found("the library has no such language")
    found = coverage(catalogue, call.asked.language)
    covers = [_cover(one, industry) for industry, some in found.industries.items() for one in some]
    lacking = [one.id for some in found.lacking.values() for one in some]
    return Reply(Covers(found.language, covers, lacking))


def used(call: Call) -> Reply:
    """Tell what is never shown, never used, or dismissed often."""
    desk = call.desk
    teams = tuple(sorted(desk.scope.teams))
    found = report(desk.store.engine, desk.catalogue(), teams, date.today(), call.asked.language)
    if found is None:
        return Reply(Counts(_TOO_FEW))
    never, unused, dismissed = (
        [_counted(one) for one in some] for some in (found.never, found.unused, found.dismissed)
    )
    return Reply(Counts("", found.weeks, never, unused, dismissed))


def _cover(one: Covered, industry: str) -> Cover:
    gaps = [_said(each.gap) for each in one.gaps]
    return Cover(one.situation.id, one.title, industry, one.served, one.working, gaps)


def _said(gap: Gap) -> str:
    at = gap.moment if gap.lacks == "moment" else ""
    return " ".join(filter(None, (gap.lacks, at, gap.who)))


def _counted(one: Tally) -> Counted:
    return Counted(one.row.key.id, one.row.key.language, *one.total)


OPERATIONS = (
    Operation(
        "coverage",
        "GET",
        "/coverage",
        "Count the lines of a language by situation and strategy, with its gaps.",
        covered,
        asked=InLanguage,
        gives=Covers,
        problems=(404,),
    ),
    Operation(
        "usage",
        "GET",
        "/usage",
        "Tell how lines are used, by whole weeks, where five or more agents are in scope.",
        used,
        asked=OfLanguage,
        gives=Counts,
    ),
)
