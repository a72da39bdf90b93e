"""One phrase or note as leads see it: what is served, and what is in work beside it."""

from dataclasses import dataclass
from functools import cached_property

from sidecar_server.library.rows import Key
from sidecar_server.library.scope import Scope
from sidecar_server.model import Note, Phrase, State
from sidecar_server.text import fold

Line = Phrase | Note


@dataclass(frozen=True)
class Row:
    """One phrase or note: `served` as agents have it, if they do; `working` in draft or review."""

    key: Key
    served: Line | None
    working: Line | None

    @property
    def entry(self) -> Line:
        """The version that a lead works on."""
        found = self.working or self.served
        assert found is not None  # noqa: S101  (one of them made the row)
        return found

    @property
    def phrase(self) -> Phrase | None:
        """The phrase that agents have of it, if they have one."""
        one = self.served
        return one if isinstance(one, Phrase) and one.state == "published" else None

    @property
    def state(self) -> State:
        """The state of that version."""
        return self.entry.state

    def within(self, scope: Scope) -> "Row | None":
        """Give what of it a scope sees, None where that is nothing."""
        versions = (self.served, self.working)
        served, working = (one if one and scope.sees(one) else None for one in versions)
        if (served, working) == versions:
            return self
        return Row(self.key, served, working) if served or working else None

    @cached_property
    def words(self) -> str:
        """What it is found by, folded."""
        one = self.entry
        if isinstance(one, Phrase):
            return fold(f"{one.id} {one.text}").text
        triggers = " ".join((*one.triggers.text, *one.triggers.draft))
        return fold(f"{one.id} {one.means} {one.advise} {one.avoid} {triggers}").text
