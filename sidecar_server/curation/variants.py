"""The variants of lines side by side: which language has which, and which lack one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from sidecar_server.curation.catalogue import Catalogue, Row
from sidecar_server.model import Phrase


@dataclass(frozen=True, slots=True)
class Variants:
    """One line in each language that has it, and the languages that miss it."""

    id: str
    by_language: Mapping[str, Row]
    missing: Sequence[str]

    @property
    def first(self) -> Phrase:
        """The variant that a new one follows: the one in English, where there is one."""
        entry = next(iter(self.by_language.values())).entry
        assert isinstance(entry, Phrase)  # noqa: S101  (the catalogue's lines are phrases)
        return entry


@dataclass(frozen=True, slots=True)
class Side:
    """A situation: how many lines each language has, and how many of them all."""

    id: str
    title: str
    counts: Mapping[str, int]
    lines: int
    lacks: Sequence[str]  # the languages in which the situation itself is missing

    @property
    def has_gaps(self) -> bool:
        """Whether some language lacks a line that another has."""
        return any(count < self.lines for count in self.counts.values())


def variants(catalogue: Catalogue, situation: str) -> list[Variants]:
    """Give a situation's lines but those retired everywhere: first what most languages have."""
    found: dict[str, dict[str, Row]] = {}
    for language in catalogue.languages:
        for row in catalogue.lines.get((situation, language), ()):
            found.setdefault(row.key.id, {})[language] = row
    told = [
        Variants(id_, rows, [one for one in catalogue.languages if one not in rows])
        for id_, rows in found.items()
        if any(row.state != "retired" for row in rows.values())
    ]
    return sorted(told, key=lambda one: (len(one.missing), "en" in one.missing, one.id))


def sides(catalogue: Catalogue) -> list[Side]:
    """Compare the languages over every situation, in the order of titles."""
    return [side(catalogue, id_) for id_ in titles(catalogue)]


def titles(catalogue: Catalogue) -> Mapping[str, str]:
    """Name the situations that have lines, in the order of their titles."""
    silent = {one.id for one in catalogue.situations.values() if one.silent}
    speaking = {id_ for id_, _ in catalogue.situations if id_ not in silent}
    return dict(sorted(((id_, catalogue.title(id_)) for id_ in speaking), key=itemgetter(1)))


def side(catalogue: Catalogue, id_: str) -> Side:
    """Compare the languages over one situation."""
    found = variants(catalogue, id_)
    counts = {
        language: sum(language in one.by_language for one in found)
        for language in catalogue.languages
    }
    lacks = [one for one in catalogue.languages if (id_, one) not in catalogue.situations]
    return Side(id_, catalogue.title(id_), counts, len(found), lacks)
