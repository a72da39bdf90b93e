"""All that a lead can look at: each phrase and note once, as it is served and as it is in work."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from sidecar_server.curation.facets import Facet, facets
from sidecar_server.curation.row import Line, Row
from sidecar_server.library.checks.form import Known, known
from sidecar_server.library.files import Entry
from sidecar_server.library.rows import Key, key_of
from sidecar_server.library.scope import Scope
from sidecar_server.library.store import Store
from sidecar_server.library.tables import SHIPPED, TEAM, WORKING
from sidecar_server.model import Expectation, Library, Note, Phrase, Situation

__all__ = ["Catalogue", "Line", "Row", "read"]
_SERVED = ("published", "retired")
_Name = TypeVar("_Name")
_One = TypeVar("_One")


@dataclass(frozen=True)
class Catalogue:
    """The library at one revision as leads see it; situations by id and language.

    `change` is the number of the newest change in it, 0 before the first.
    """

    revision: int
    change: int
    by_key: Mapping[Key, Row]
    situations: Mapping[tuple[str, str], Situation]
    expectations: tuple[Expectation, ...]

    def within(self, scope: Scope) -> "Catalogue":
        """Give what a scope sees; what it sees whole is shared, not copied."""
        seen = {key: one for key, row in self.by_key.items() if (one := row.within(scope))}
        return replace(self, by_key=seen)

    @cached_property
    def library(self) -> Library:
        """The same as one library: of each name what is served, else what is in work."""
        entries = [row.served or row.entry for row in self.rows]
        return Library(
            tuple(sorted(self.situations.values(), key=lambda one: (one.language, one.id))),
            tuple(one for one in entries if isinstance(one, Phrase)),
            tuple(one for one in entries if isinstance(one, Note)),
            self.expectations,
            self.revision,
        )

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """Every row: phrases first, English first."""
        return tuple(sorted(self.by_key.values(), key=_place))

    @cached_property
    def facets(self) -> Mapping[str, Facet]:
        """Every filter over the rows."""
        return facets(self.rows)

    def variants(self, key: Key) -> Sequence[Row]:
        """Give the rows of one kind and id, a language each, English first."""
        rows = self.by_key.items()
        found = [row for one, row in rows if one.id == key.id and one.kind == key.kind]
        return sorted(found, key=_place)

    @cached_property
    def known(self) -> Known:
        """The ids that an entry may refer to."""
        lines = frozenset(key.id for key in self.by_key)
        broad = frozenset(one.id for one in self.situations.values() if one.broad)
        return Known(frozenset(id_ for id_, _ in self.situations), broad, lines)

    def known_with(self, entries: Sequence[Entry]) -> Known:
        """The same with entries as they would be written over those of their names."""
        own = known(entries)
        anew = {(one.id, one.language) for one in entries if isinstance(one, Situation)}
        stay = (one.id for at, one in self.situations.items() if one.broad and at not in anew)
        return Known(
            self.known.situations | own.situations,
            own.broad.union(stay),
            self.known.lines | own.lines,
        )

    def standing(self, key: Key) -> Line | None:
        """Give the version that a lead works on under a name, None where there is none."""
        row = self.by_key.get(key)
        return row.entry if row else None

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """The languages that the library has, English first."""
        found = {language for _, language in self.situations}
        return tuple(sorted(found, key=lambda one: (one != "en", one)))

    @cached_property
    def lines(self) -> Mapping[tuple[str, str], Sequence[Row]]:
        """The phrases by situation and language."""
        found: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in self.rows:
            if isinstance(row.entry, Phrase):
                found[row.entry.situation, row.key.language].append(row)
        return dict(found)

    def title(self, situation: str, language: str = "en") -> str:
        """Give a situation's title, in English where it has none in the language."""
        one = self.situations.get((situation, language)) or self.situations.get((situation, "en"))
        return one.title if one else situation


def read(store: Store, before: Catalogue | None = None) -> Catalogue:
    """Read the store; from the catalogue of a moment before, only what was changed since."""
    revision = store.revision()
    keys = store.changed(before.revision, before.change, revision) if before else set()
    if before and keys:
        newest = max(number for _, number in keys)
        return _reread(store, before, {key for key, _ in keys}, revision, newest)
    library, working = store.library(), store.working()
    lines: Iterable[Line] = (*library.phrases, *library.notes)
    served = {key_of(one): one for one in lines if one.state in _SERVED}
    inside = {key_of(one): one for one in lines if one.state not in _SERVED}
    inside |= {key: one for key, one in working.items() if isinstance(one, Phrase | Note)}
    rows = {key: Row(key, served.get(key), inside.get(key)) for key in {**served, **inside}}
    situations = {(one.id, one.language): one for one in library.situations}
    newest = store.newest_change()
    return Catalogue(library.revision, newest, rows, situations, library.expectations)


def _reread(
    store: Store, before: Catalogue, keys: Iterable[Key], revision: int, change: int
) -> Catalogue:
    rows, situations = dict(before.by_key), dict(before.situations)
    expectations = {key_of(one): one for one in before.expectations}
    for key in keys:
        versions = store.versions(key)
        served, working = versions.get(TEAM) or versions.get(SHIPPED), versions.get(WORKING)
        if key.kind == "situation":
            one = served if isinstance(served, Situation) else None
            _put(situations, (key.id, key.language), one)
        elif key.kind == "expect":
            _put(expectations, key, served if isinstance(served, Expectation) else None)
        else:
            _put(rows, key, _row(key, served, working))
    return Catalogue(revision, change, rows, situations, tuple(expectations.values()))


def _put(known: dict[_Name, _One], name: _Name, one: _One | None) -> None:
    if one is None:
        known.pop(name, None)
    else:
        known[name] = one


def _row(key: Key, served: Entry | None, working: Entry | None) -> Row | None:
    assert not isinstance(served, Situation | Expectation)  # noqa: S101  (the kind says so)
    assert not isinstance(working, Situation | Expectation)  # noqa: S101
    if served and served.state not in _SERVED:
        served, working = None, working or served
    return Row(key, served, working) if served or working else None


def _place(row: Row) -> tuple[bool, bool, Key]:
    return (row.key.kind != "phrase", row.key.language != "en", row.key)
