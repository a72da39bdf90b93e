"""The library's desk: what leads' tools work on, read anew when the library has changed."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from threading import Lock

from sidecar_server.curation import catalogue
from sidecar_server.curation.catalogue import Catalogue, Line
from sidecar_server.encoders.languages import Encoders
from sidecar_server.library.changes import Changes
from sidecar_server.library.files import Entry
from sidecar_server.library.importing import vectors_of
from sidecar_server.library.scope import EVERYTHING, Scope
from sidecar_server.library.search import Searchable, read_before
from sidecar_server.library.store import Store
from sidecar_server.model import Note


@dataclass
class Desk:
    """The store, who writes to it, and what agents are served from at this moment.

    `speak` indexes one more language, which may take seconds, and does nothing the second time.
    `seen_by` gives the desk as a lead of some teams has it: nothing of another team's is in any of
    its parts, and what is written through it is theirs alone.
    """

    store: Store
    changes: Changes
    encoders: Encoders
    searchable: Callable[[], Searchable]
    speak: Callable[[str], None]
    scope: Scope = EVERYTHING
    _whole: "Desk | None" = None
    _seen: dict[Scope, "Desk"] = field(default_factory=dict)
    _read: Catalogue | None = None
    _reading: Lock = field(default_factory=Lock)

    def catalogue(self) -> Catalogue:
        """Give everything there is, as it is stored now."""
        with self._reading:
            if self._read is None or self._read.revision != self.store.revision():
                self._read = self._look()
            return self._read

    def served(self, language: str) -> Searchable:
        """Give what agents are served from, this language indexed where the library has it."""
        found = self.searchable()
        if language in found.languages and found.shelf(language) is None:
            self.speak(language)
        return self.searchable()

    def trying(self, line: Line) -> Searchable:
        """Give what agents would be served from with this version in its entry's place."""
        if isinstance(line, Note):
            return self.searchable().trying(line, None)
        served, encoder = self.served(line.language), self.encoders.of(line.language)
        vector = read_before([line.text], self.store, encoder)[0] if encoder else None
        return served.trying(line, vector)

    def seen_by(self, teams: Iterable[str]) -> "Desk":
        """Give the desk of a lead of these teams; of none, as it is."""
        scope = Scope(frozenset(teams))
        if not scope.teams:
            return self
        return self._seen.setdefault(scope, self._within(scope))

    def _within(self, scope: Scope) -> "Desk":
        return Desk(
            self.store.within(scope),
            self.changes.within(scope),
            self.encoders,
            lambda: self.searchable().of(scope.teams),
            self.speak,
            scope,
            self,
        )

    def _look(self) -> Catalogue:
        if self._whole:
            return self._whole.catalogue().within(self.scope)
        return catalogue.read(self.store, self._read)

    def write(self, entries: Sequence[Entry], by: str, what: str) -> str:
        """Write entries with their texts' vectors; gives the batch by which it is undone."""
        return self.changes.write(entries, by, what, vectors_of(entries, self.encoders))
