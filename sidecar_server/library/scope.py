"""Scopes: which lines are somebody's, by their teams or brands, and how those are named."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sidecar_server.errors import BadInput
from sidecar_server.library.files import Entry
from sidecar_server.model import Phrase

TEAM_CHARS = 60
FIX = f"write 1 to {TEAM_CHARS} printable characters without a comma"


def may_be_named(team: str) -> bool:
    """Say whether a team may be called so; commas separate teams wherever people write them."""
    plain = team.isprintable() and "," not in team and team == team.strip()
    return plain and 0 < len(team) <= TEAM_CHARS


def named(teams: Iterable[str]) -> list[str]:
    """Give the teams that somebody typed, each once; BadInput where one cannot be called so."""
    found = sorted({team.strip() for team in teams})
    if wrong := [team for team in found if not may_be_named(team)]:
        raise BadInput(f"a team cannot be called {wrong[0]!r}", fix=FIX)
    return found


def serves(line: Phrase, teams: frozenset[str]) -> bool:
    """Say whether an agent of these teams has a line: everyone's, or one of their own."""
    return not line.teams or not teams.isdisjoint(line.teams)


@dataclass(frozen=True, slots=True)
class Scope:
    """What a lead of some teams sees and may change; of no team: everything."""

    teams: frozenset[str] = frozenset()

    def sees(self, one: Entry) -> bool:
        """Say whether an entry is everyone's or, among others, theirs."""
        return not self.teams or not isinstance(one, Phrase) or serves(one, self.teams)

    def owns(self, one: Entry) -> bool:
        """Say whether an entry is theirs alone, so that they may change it."""
        if not self.teams:
            return True
        return isinstance(one, Phrase) and bool(one.teams) and self.teams.issuperset(one.teams)

    def claim(self, one: Entry) -> Entry:
        """Give a line that names no team to their teams: they write for nobody else."""
        if not self.teams or not isinstance(one, Phrase) or one.teams:
            return one
        return replace(one, teams=tuple(sorted(self.teams)))


EVERYTHING = Scope()
