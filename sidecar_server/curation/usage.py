"""Which lines are never shown, never used or often dismissed: told of five agents or more alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import orjson
from sqlalchemy import Engine, select

from sidecar_server.curation.catalogue import Catalogue, Row
from sidecar_server.library.rows import Key
from sidecar_server.library.tables import credential
from sidecar_server.library.usage import Total, by_week, first_week, full_weeks, mark_of, totals
from sidecar_server.model import Phrase

ENOUGH = 5  # agents' credentials in scope, from which on a count speaks of nobody
WEEKS = 8
_OFTEN, _SHARE = 3, 0.25  # dismissals, and of how many times shown, that are often
_NOTHING = Total()
_KIND_OF = {"shown": "shown", "inserted": "used", "copied": "used", "dismissed": "dismissed"}


@dataclass(frozen=True, slots=True)
class Tally:
    """A line and how often it was shown, used and dismissed."""

    row: Row
    total: Total

    @property
    def share(self) -> float:
        """Which share of what was shown was dismissed."""
        return self.total.dismissed / max(1, self.total.shown, self.total.dismissed)


@dataclass(frozen=True, slots=True)
class Report:
    """What the counts of the full weeks say; `weeks` is empty where nothing was counted yet."""

    weeks: Sequence[str]
    never: Sequence[Tally] = ()
    unused: Sequence[Tally] = ()
    dismissed: Sequence[Tally] = ()


def report(
    engine: Engine, catalogue: Catalogue, teams: Sequence[str], today: date, language: str = ""
) -> Report | None:
    """Report on the lines of a lead's teams (none: all); None where too few agents are in scope.

    The week that runs is left out: watched as it grows, it would tell of hours and of persons.
    """
    agents = _teams_of_agents(engine)
    if not _enough(agents, teams):
        return None
    weeks = full_weeks(today, WEEKS)
    first = first_week(engine, weeks)
    if not first:
        return Report(())
    weeks = weeks[weeks.index(first) :]
    counted = _totals(engine, tuple(weeks), mark_of(engine, weeks[-1]))
    tallies = [
        Tally(row, counted.get((one.id, one.language), _NOTHING))
        for row in catalogue.rows
        if (one := row.phrase)
        and (not language or one.language == language)
        and (not one.teams or _may_be_told(one, teams, agents))
    ]
    return _sorted_out(weeks, tallies)


def weekly(
    engine: Engine, weeks: Sequence[str], keys: Sequence[Key]
) -> Mapping[Key, Mapping[str, Sequence[int]]]:
    """Give the counts of lines that a report named: a number a week, by shown, used, dismissed."""
    found: dict[Key, dict[str, list[int]]] = {
        key: {kind: [0] * len(weeks) for kind in Total._fields} for key in keys
    }
    for one, count in by_week(engine, weeks, [key.id for key in keys]).items():
        if numbers := found.get(Key("phrase", one.id, one.language)):
            numbers[_KIND_OF[one.event]][weeks.index(one.week)] += count
    return found


@lru_cache(maxsize=2)
def _totals(
    engine: Engine, weeks: tuple[str, ...], mark: tuple[int, int]
) -> Mapping[tuple[str, str], Total]:
    """Add up weeks that are over; `mark` is new where the last of them grew after all."""
    return totals(engine, weeks)


def _sorted_out(weeks: Sequence[str], tallies: Sequence[Tally]) -> Report:
    unused = [one for one in tallies if one.total.shown and not one.total.used]
    often = [one for one in tallies if one.total.dismissed >= _OFTEN and one.share >= _SHARE]
    return Report(
        weeks,
        [one for one in tallies if one.total == _NOTHING],
        sorted(unused, key=lambda one: -one.total.shown),
        sorted(often, key=lambda one: (-one.share, -one.total.dismissed)),
    )


def _teams_of_agents(engine: Engine) -> list[set[str]]:
    """Give each agent's teams, and nothing else of them."""
    wanted = select(credential.c.teams).where(credential.c.role == "agent")
    with engine.connect() as connection:
        return [set(orjson.loads(teams)) for teams in connection.scalars(wanted)]


def _enough(agents: Sequence[set[str]], teams: Sequence[str]) -> bool:
    """Say whether enough agents are in these teams; no team is everybody."""
    return sum(not teams or not one.isdisjoint(teams) for one in agents) >= ENOUGH


def _may_be_told(one: Phrase, teams: Sequence[str], agents: Sequence[set[str]]) -> bool:
    """Say of a line of some teams whether it is the lead's, and has enough agents not to tell."""
    is_theirs = not teams or not set(one.teams).isdisjoint(teams)
    return is_theirs and _enough(agents, one.teams)
