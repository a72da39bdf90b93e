"""Search by example: from a message's vector to the situations whose examples are like it."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sidecar_server.encoders.protocol import Encoder
from sidecar_server.library.index import Index
from sidecar_server.library.store import Store, Vectors, digest
from sidecar_server.library.triggers import Wordings, wordings
from sidecar_server.library.vocabulary import Vocabulary, vocabularies
from sidecar_server.model import Library, Likely, Note, Phrase, Situation

Progress = Callable[[int, int], None]
_CHUNK = 64
_NEIGHBOURS = 24
_CENTRES = 12
_NEAREST = 0.5  # weight of the nearest example beside the centre's 1


@dataclass(frozen=True, slots=True)
class Searchable:
    """A library that can be searched: one immutable value, swapped as a whole."""

    library: Library
    situations: Mapping[str, Situation]
    by_situation: Mapping[str, tuple[Phrase, ...]]
    notes: tuple[Note, ...]
    wordings: Wordings
    vocabularies: Mapping[str, Vocabulary]
    encoder: str
    _examples: Index
    _owners: tuple[str, ...]
    _centres: Index
    _centre_owners: tuple[str, ...]
    _texts: Index
    _phrases: tuple[Phrase, ...]

    def likely(self, vector: NDArray[np.float32], most: int = 5) -> list[Likely]:
        """Rank situations by the centre of their examples and, half as much, the nearest one.

        Scores are at most 1; `docs/architecture.md` says how the mixture was chosen.
        """
        near = self._examples.search(vector, _NEIGHBOURS)
        best: dict[str, float] = {}
        for row, score in near:
            best.setdefault(self._owners[row], score)
        least = near[-1][1] if near else 0.0  # no unlisted example can be nearer than this
        ranked: dict[str, float] = {}
        for row, score in self._centres.search(vector, _CENTRES):
            id_ = self._centre_owners[row]
            mixed = (score + _NEAREST * best.get(id_, least)) / (1 + _NEAREST)
            ranked[id_] = max(ranked.get(id_, -1.0), mixed)
        ordered = sorted(ranked.items(), key=lambda pair: -pair[1])
        return [Likely(id_, score) for id_, score in ordered[:most]]

    def lines(self, vector: NDArray[np.float32], most: int = 8) -> list[tuple[Phrase, float]]:
        """Find phrases by what the agent means: by their own text and by their situation."""
        found = {self._phrases[row]: s for row, s in self._texts.search(vector, most * 2)}
        for likely in self.likely(vector, 2):
            for phrase in self.by_situation.get(likely.id, ()):
                found[phrase] = max(found.get(phrase, 0.0), likely.score * 0.9)
        return sorted(found.items(), key=lambda pair: -pair[1])[:most]


def build(
    library: Library, store: Store, encoder: Encoder, progress: Progress | None = None
) -> Searchable:
    """Index the published entries; vectors come from the store, missing ones are made and kept."""
    # A line of some teams alone waits until the server knows an agent's team.
    phrases = tuple(p for p in library.phrases if p.state == "published" and not p.teams)
    notes = tuple(note for note in library.notes if note.state == "published")
    examples = [(s.id, text) for s in library.situations for text in _said(s)]
    texts = [text for _, text in examples] + [phrase.text for phrase in phrases]
    vectors = embed(texts, store, encoder, progress)
    size = encoder.dimensions
    by_situation: dict[str, list[Phrase]] = defaultdict(list)
    for phrase in phrases:
        by_situation[phrase.situation].append(phrase)
    return Searchable(
        library=library,
        situations=dict(_english_last(library.situations)),
        by_situation={id_: tuple(group) for id_, group in by_situation.items()},
        notes=notes,
        wordings=wordings(notes),
        vocabularies=vocabularies(library.situations),
        encoder=encoder.name,
        _examples=_index([vectors[text] for _, text in examples], size),
        _owners=tuple(owner for owner, _ in examples),
        _centres=_index([_centre(s, vectors) for s in library.situations], size),
        _centre_owners=tuple(s.id for s in library.situations),
        _texts=_index([vectors[phrase.text] for phrase in phrases], size),
        _phrases=phrases,
    )


def _english_last(situations: Sequence[Situation]) -> list[tuple[str, Situation]]:
    """Order by language so that of one id English gives title and stakes, where it has them."""
    ordered = sorted(situations, key=lambda situation: situation.language == "en")
    return [(situation.id, situation) for situation in ordered]


def embed(
    texts: Sequence[str], store: Store, encoder: Encoder, progress: Progress | None = None
) -> dict[str, NDArray[np.float32]]:
    """Give each text's vector; those the store lacks are encoded in chunks and stored."""
    stored = store.vectors(encoder.name)
    keys = {text: digest(text) for text in texts}
    vectors = {text: stored[key] for text, key in keys.items() if key in stored}
    missing = [text for text in keys if text not in vectors]
    for start in range(0, len(missing), _CHUNK):
        chunk = missing[start : start + _CHUNK]
        fresh = dict(zip(chunk, encoder.encode(chunk), strict=True))
        store.keep_vectors(encoder.name, fresh)
        vectors |= fresh
        if progress:
            progress(min(start + _CHUNK, len(missing)), len(missing))
    return vectors


def _said(situation: Situation) -> list[str]:
    return [*situation.customer_says, situation.title]


def _centre(situation: Situation, vectors: Vectors) -> NDArray[np.float32]:
    """Give the unit vector in the middle of a situation's examples and title."""
    middle = np.mean([vectors[text] for text in _said(situation)], axis=0)
    return np.asarray(middle / max(float(np.linalg.norm(middle)), 1e-9), dtype=np.float32)


def _index(rows: Sequence[NDArray[np.float32]], dimensions: int) -> Index:
    index = Index(dimensions)
    if rows:
        index.add(range(len(rows)), np.stack(rows))
    return index
