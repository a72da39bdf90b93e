"""The library as it is searched: a shelf for each encoder, notes by their wordings."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from sidecar_server.encoders.languages import Encoders
from sidecar_server.encoders.protocol import Encoder
from sidecar_server.errors import StoreProblem
from sidecar_server.library.indexes.memory import in_memory
from sidecar_server.library.indexes.protocol import Maker, Reader, Rows, Vector
from sidecar_server.library.rows import digest
from sidecar_server.library.scope import serves
from sidecar_server.library.shelf import Shelf, by_situation, said
from sidecar_server.library.shelving import Keep, Shelving, readable
from sidecar_server.library.store import Store
from sidecar_server.library.triggers import Wordings, wordings
from sidecar_server.library.vocabulary import Vocabularies, vocabularies
from sidecar_server.model import Library, Note, Phrase, Situation

Progress = Callable[[int, int], None]
_CHUNK = 64
_MOST_VIEWS = 64  # sets of teams: a firm has fewer


@dataclass(frozen=True, slots=True)
class Extent:
    """How much is indexed, and by what: all, anew, and in memory, unless said otherwise.

    Without `learn`, situations whose examples are new are ranked by likeness alone: seconds
    sooner, and a little less well. `languages` are those wanted, None for all there are. What
    stayed as it was `before`, in an index of the same kind, is taken over.
    """

    learn: bool = True
    languages: Collection[str] | None = None
    index: Maker = in_memory
    before: "Searchable | None" = None

    def leaves_out(self, languages: Collection[str]) -> bool:
        """Say whether none of these languages is wanted."""
        return self.languages is not None and not set(languages) & set(self.languages)


EVERYTHING = Extent()


@dataclass(frozen=True, slots=True)
class Searchable:
    """A library that can be searched: one immutable value, swapped as a whole.

    It holds every team's lines; `of` gives it as the agents of some teams are served.
    """

    library: Library
    situations: Mapping[str, Situation]
    by_situation: Mapping[str, tuple[Phrase, ...]]
    notes: tuple[Note, ...]
    wordings: Wordings
    vocabularies: Vocabularies
    languages: frozenset[str]  # that the library has, indexed or not
    _shelves: Mapping[str, Shelf]  # by language
    # By teams, once asked for; another library never takes them over. None is this one itself,
    # which would never be let go of, with its vectors, if it held itself.
    _views: dict[frozenset[str], "Searchable | None"] = field(default_factory=dict, init=False)

    @property
    def learns(self) -> bool:
        """Whether so much is new that building it anew, with `learn`, would give a better one."""
        return any(shelf.learns or shelf.worn for shelf in self._shelves.values())

    def shelf(self, language: str) -> Shelf | None:
        """Give the shelf of a language, or None where the library has nothing in it."""
        return self._shelves.get(language)

    def trying(self, line: Phrase | Note, vector: Vector | None) -> "Searchable":
        """Give the library as it would be with this version of one entry; nothing is built anew.

        One that is not published takes its namesake away. `vector` is of a phrase's text.
        """
        if isinstance(line, Note):
            others = tuple(one for one in self.notes if one.id != line.id)
            notes = (*others, line) if line.state == "published" else others
            return replace(self, notes=notes, wordings=self.wordings.trying(line))
        named = self.by_situation.get(line.situation, ())
        lines = tuple(p for p in named if (p.id, p.language) != (line.id, line.language))
        if line.state == "published":
            lines = (*lines, line)
        shelf = self._shelves.get(line.language)
        tried = {line.language: shelf.trying(line, vector)} if shelf and vector is not None else {}
        return replace(
            self,
            by_situation={**self.by_situation, line.situation: lines},
            _shelves={**self._shelves, **tried},
        )

    def of(self, teams: frozenset[str]) -> "Searchable":
        """Give the same library with everyone's lines and those of these teams, no other's."""
        try:
            return self._views[teams] or self
        except KeyError:
            if len(self._views) >= _MOST_VIEWS:
                self._views.clear()
            self._views[teams] = view = self._view(teams)
            return view or self

    def ready_like(self, before: "Searchable") -> "Searchable":
        """Make the views that another library has, before anybody waits for them."""
        for teams in tuple(before._views):
            self.of(teams)
        return self

    def _view(self, teams: frozenset[str]) -> "Searchable | None":
        served = tuple(one for one in self.library.phrases if serves(one, teams))
        if len(served) == len(self.library.phrases):
            return None
        lines = {
            id_: tuple(one for one in group if serves(one, teams))
            for id_, group in self.by_situation.items()
        }
        shelves = {id(one): one.of(teams) for one in self._shelves.values()}
        return replace(
            self,
            library=replace(self.library, phrases=served),
            by_situation=lines,
            _shelves={language: shelves[id(one)] for language, one in self._shelves.items()},
        )


def build(
    library: Library,
    store: Store,
    encoders: Encoders,
    progress: Progress | None = None,
    extent: Extent = EVERYTHING,
) -> Searchable:
    """Index the published entries; vectors come from the store, missing ones are made and kept."""
    before = extent.before
    phrases = tuple(phrase for phrase in library.phrases if phrase.state == "published")
    notes = tuple(note for note in library.notes if note.state == "published")
    heard = before.vocabularies.edited if before else vocabularies
    same = before is not None and before.notes == notes
    return Searchable(
        library=library,
        situations=dict(_english_last(library.situations)),
        by_situation=by_situation(phrases),
        notes=notes,
        wordings=before.wordings if before and same else wordings(notes),
        vocabularies=heard(library.situations),
        languages=frozenset(situation.language for situation in library.situations),
        _shelves=_Shelves(store, encoders, progress, extent).made(library.situations, phrases),
    )


@dataclass(frozen=True, slots=True)
class _Shelves:
    """Makes one shelf an encoder; the languages that share it share the shelf."""

    store: Store
    encoders: Encoders
    progress: Progress | None
    extent: Extent

    def made(self, situations: Sequence[Situation], phrases: Sequence[Phrase]) -> dict[str, Shelf]:
        """Give the shelf of each language that the library has and an encoder reads."""
        read_by: dict[str, list[str]] = defaultdict(list)  # encoder's name -> languages
        for language in sorted({situation.language for situation in situations}):
            if encoder := self.encoders.of(language):
                read_by[encoder.name].append(language)
        shelves: dict[str, Shelf] = {}
        for name, languages in read_by.items():
            if self.extent.leaves_out(languages):
                continue
            about = readable(name, situations, languages)
            lines = [phrase for phrase in phrases if phrase.language in languages]
            shelf = self._edited(name, languages, about, lines) or self._anew(name, about, lines)
            shelves |= dict.fromkeys(languages, shelf)
        return shelves

    def _edited(
        self,
        name: str,
        languages: Sequence[str],
        about: Sequence[Situation],
        lines: Sequence[Phrase],
    ) -> Shelf | None:
        before = self.extent.before
        found = [before.shelf(one) for one in languages] if before else []
        former = next((one for one in found if one and one.encoder == name), None)
        if not former or (self.extent.learn and former.worn):
            return None
        encoder = self.encoders.by_name[name]
        reader = Reader(name, lambda some: read_before(some, self.store, encoder, keep=True))
        return Shelving(reader, self._keep, self.extent.index).edit(former, about, lines)

    def _anew(self, name: str, about: Sequence[Situation], lines: Sequence[Phrase]) -> Shelf:
        texts = [text for s in about for text in said(s)] + [phrase.text for phrase in lines]
        reader = reading(texts, self.store, self.encoders.by_name[name], self.progress)
        return Shelving(reader, self._keep, self.extent.index).make(about, lines)

    @property
    def _keep(self) -> Keep:
        return self.store.derived if self.extent.learn else self.store.kept


def _english_last(situations: Sequence[Situation]) -> list[tuple[str, Situation]]:
    """Order by language so that of one id English gives title and stakes, where it has them."""
    ordered = sorted(situations, key=lambda situation: situation.language == "en")
    return [(situation.id, situation) for situation in ordered]


def read_before(texts: Sequence[str], store: Store, encoder: Encoder, keep: bool = False) -> Rows:
    """Give a vector a text, those of the library's own texts from the store.

    `keep` stores the others: only where all of them are the library's own.
    """
    keys = {text: digest(text) for text in texts}
    stored = store.some_vectors(encoder.name, keys.values())
    missing = [text for text, key in keys.items() if key not in stored]
    fresh = dict(zip(missing, encoder.encode(missing), strict=True)) if missing else {}
    if keep:
        store.keep_vectors(encoder.name, fresh)
    return np.stack([fresh[text] if text in fresh else stored[keys[text]] for text in texts])


def reading(
    texts: Sequence[str], store: Store, encoder: Encoder, progress: Progress | None = None
) -> Reader:
    """Give who reads these texts' vectors; those the store lacks are encoded in chunks first."""
    keys = {text: digest(text) for text in texts}
    stored = store.digests(encoder.name)
    missing = [text for text, key in keys.items() if key not in stored]
    for start in range(0, len(missing), _CHUNK):
        chunk = missing[start : start + _CHUNK]
        store.keep_vectors(encoder.name, dict(zip(chunk, encoder.encode(chunk), strict=True)))
        if progress:
            progress(min(start + _CHUNK, len(missing)), len(missing))

    def read(some: Sequence[str]) -> Rows:
        rows = np.empty((len(some), encoder.dimensions), np.float32)
        named = [keys[text] for text in some]
        last = {key: row for row, key in enumerate(named)}  # of a text that stands twice
        found = 0
        for names, vectors in store.each_vectors(encoder.name, last.keys()):
            rows[[last[name] for name in names]] = vectors
            found += len(names)
        if found < len(last):
            raise StoreProblem("vectors of the library have gone meanwhile", fix="start it again")
        twice = [row for row, key in enumerate(named) if last[key] != row]
        rows[twice] = rows[[last[named[row]] for row in twice]]
        return rows

    return Reader(encoder.name, read)
