"""A shelf: the part of the library that one encoder reads, and the search by example in it."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from sidecar_server.encoders.languages import ENGLISH
from sidecar_server.heads import load_heads
from sidecar_server.library import kernel
from sidecar_server.library.broad import Broad, broad
from sidecar_server.library.index import Index
from sidecar_server.library.rows import digest
from sidecar_server.library.scope import serves
from sidecar_server.library.store import Vectors
from sidecar_server.model import Likely, Phrase, Situation

Vector = NDArray[np.float32]
Rows = NDArray[np.float32]
Number = TypeVar("Number", float, NDArray[Any])
_NEIGHBOURS = 24
NEAREST = 0.5  # weight of the nearest example beside the centre's 1
_CHATTER = -0.2  # up to which a lead over the next says nothing
_SURE = 0.5  # from which it is surely a matter for a desk, of -1 … 1
_BY_PHRASES = 0.9  # what a line's situation counts in a search, beside its own text


@dataclass(frozen=True, slots=True)
class Calibration:
    """What an encoder's cosines mean: measured, see docs/architecture.md."""

    meant: float = 0.36  # likeness below which a situation is not meant
    sway: float = 0.0  # by how much less is enough for a sure matter of a desk, more for chatter
    lead: float = 0.0  # how much of its lead over the next the first is granted
    floor: float = 0.0  # cosine of texts that have nothing in common
    sharpness: float = 2.0  # of the kernel: higher where cosines lie close together
    copy: float = 0.9  # cosine from which two lines say the same
    learnt: int = 8_000  # examples up to which weights are; the time grows with the cube
    tone: tuple[float, float] = (0.3, 0.9)  # what its heat head gives to calm and to hot words
    borrowed: int = 1_000  # English examples a situation has beside those of its own languages

    def likeness(self, centre: Number, nearest: Number) -> Number:
        """Mix the cosines with a centre and, half as much, the nearest example; at most 1."""
        return ((centre + NEAREST * nearest) / (1 + NEAREST) - self.floor) / (1 - self.floor)


CALIBRATIONS = {
    "minilm": Calibration(0.65, sway=0.35, lead=0.8),
    "hashing": Calibration(learnt=0),  # of words alone there is nothing to learn
    "use": Calibration(0.43, sway=0.03, lead=0.8, borrowed=20, tone=(0.05, 0.4)),
    "e5": Calibration(
        0.50, sway=0.12, floor=0.78, sharpness=12.0, copy=0.97, borrowed=12, tone=(0.08, 0.5)
    ),
}


def calibration(encoder: str) -> Calibration:
    """Give an encoder's numbers by the first part of its name."""
    return CALIBRATIONS.get(encoder.partition("-")[0], Calibration())


@dataclass(frozen=True, slots=True)
class Shelf:
    """Situations and lines of the languages that one encoder reads; rows are unit vectors."""

    encoder: str
    _owners: NDArray[np.int64]  # the place in _ids of each example's situation
    _by_owner: NDArray[np.int64]  # the examples in the order of their situations
    _starts: NDArray[np.int64]  # where each situation's begin in that order
    _weights: NDArray[np.float32] | None  # (rows, ids): what the kernel learnt
    _ids: tuple[str, ...]
    _broad: tuple[Broad, ...]
    _silent: NDArray[np.bool_]  # of each id
    _examples: Index  # and titles
    _centres: Rows  # a row an id
    _texts: Index
    _phrases: tuple[Phrase, ...]
    _hidden: frozenset[int]  # rows of lines that are not for whoever asks
    _places: Mapping[tuple[str, str], int]  # a phrase's id and language -> its row
    _tried: tuple[Phrase, Vector] | None = None  # a line that stands in for its namesake

    @property
    def learns(self) -> bool:
        """Whether there is something to learn of its examples that was not learnt yet."""
        return self._weights is None and len(self._owners) <= calibration(self.encoder).learnt

    def likely(self, vector: Vector, most: int = 8) -> list[Likely]:
        """Rank the situations that are meant, with scores of at most 1; none is an answer.

        Likeness to the examples says which are meant, and with what the kernel learnt, which first.
        A broad one is meant where all that name it have been learnt to be likely together.
        """
        numbers = calibration(self.encoder)
        desk = load_heads(self.encoder).desk
        sure = 2 * desk.read(vector) - 1 if desk else 0.0
        surely = desk is None or sure >= _SURE
        cosines = self._examples.rows @ vector if self._weights is not None else None
        likeness = self._likeness(vector, numbers, cosines)
        enough = np.where(
            self._silent,
            _enough(likeness, -min(0.0, sure), numbers, lead=True),
            _enough(likeness, sure, numbers, lead=sure > _CHATTER),
        )
        scores, found = likeness, {}
        if self._weights is not None and cosines is not None:
            learnt = kernel.sharpened(cosines, numbers.sharpness) @ self._weights
            scores = mixed(likeness, learnt)
            if surely:
                found = {one.id: one.score(likeness, learnt) for one in self._broad}
        found |= {self._ids[n]: float(scores[n]) for n in np.flatnonzero(likeness >= enough)}
        ordered = sorted(found.items(), key=lambda pair: -pair[1])
        return [Likely(id_, min(1.0, score)) for id_, score in ordered[:most] if score]

    def lines(self, vector: Vector, language: str, most: int = 8) -> list[tuple[Phrase, float]]:
        """Find phrases by what the agent means: by their own text and by their situation."""
        by_situation = {one.id: one.score * _BY_PHRASES for one in self.likely(vector, 2)}
        found = [
            (phrase, max(score, by_situation.get(phrase.situation, 0.0)))
            for phrase, score in self.nearest(vector, language)
        ]
        return sorted(found, key=lambda pair: -pair[1])[:most]

    def nearest(self, vector: Vector, language: str) -> list[tuple[Phrase, float]]:
        """Give all lines of a language with their own cosines, nearest first."""
        near = self._texts.search(vector, len(self._phrases))
        found = ((self._phrases[row], score) for row, score in near if row not in self._hidden)
        return [pair for pair in found if pair[0].language == language]

    def alike(self, vector: Vector, language: str) -> list[tuple[Phrase, float]]:
        """Give the lines of a language that say the same as a text, with their cosines."""
        cosines = self._texts.rows @ vector
        places = np.flatnonzero(cosines >= calibration(self.encoder).copy)
        found = (
            (self._phrases[place], float(cosines[place]))
            for place in places
            if place not in self._hidden
        )
        return sorted((p for p in found if p[0].language == language), key=lambda p: -p[1])

    def of(self, teams: frozenset[str]) -> "Shelf":
        """Give the same shelf with the lines alone that agents of these teams are served."""
        hidden = [row for row, one in enumerate(self._phrases) if not serves(one, teams)]
        return replace(self, _hidden=self._hidden.union(hidden))

    def same(self, first: Phrase, second: Phrase) -> bool:
        """Say whether two lines say the same in nearly the same words."""
        cosine = self._row(first) @ self._row(second)
        return bool(cosine >= calibration(self.encoder).copy)

    def trying(self, line: Phrase, vector: Vector) -> "Shelf":
        """Give the shelf as lines are compared with one in the place of its namesake."""
        return replace(self, _tried=(line, vector))

    def _row(self, line: Phrase) -> Vector:
        if self._tried and self._tried[0] == line:
            return self._tried[1]
        row: Vector = self._texts.rows[self._places[line.id, line.language]]
        return row

    def _likeness(self, vector: Vector, numbers: Calibration, cosines: Rows | None) -> Rows:
        """Mix the nearness of each situation's centre and, half as much, of its nearest example."""
        if cosines is not None:
            nearest = np.maximum.reduceat(cosines[self._by_owner], self._starts)
        else:
            near = self._examples.search(vector, _NEIGHBOURS)
            # No example that is not listed can be nearer than the last.
            nearest = np.full(len(self._ids), near[-1][1] if near else 0.0, dtype=np.float32)
            for row, score in reversed(near):
                nearest[self._owners[row]] = score
        likeness: Rows = numbers.likeness(self._centres @ vector, nearest)
        return likeness


def _enough(likeness: Rows, sure: float, numbers: Calibration, lead: bool) -> float:
    """Ask for less likeness where it is surely a matter for a desk or one situation leads."""
    second, first = np.partition(likeness, -2)[-2:] if len(likeness) > 1 else (0.0, 0.0)
    ahead = numbers.lead * float(first - second) if lead else 0.0
    return numbers.meant - numbers.sway * sure - ahead


def mixed(likeness: Number, learnt: Number) -> Number:
    """Mix likeness with what the kernel learnt, which may be a little above 1."""
    both: Number = (2 * likeness + learnt) / 3
    return both


def readable(
    encoder: str, situations: Sequence[Situation], languages: Collection[str]
) -> list[Situation]:
    """Give the situations of an encoder's languages, and the English ones as it can afford.

    A situation's examples help in all the languages that its encoder reads: in German the share
    read rightly rose from 0.69 to 0.83 by the English ones (docs/architecture.md).
    """
    most = calibration(encoder).borrowed
    borrowed = [
        replace(one, customer_says=one.customer_says[:most])
        for one in situations
        if one.language == ENGLISH and ENGLISH not in languages
    ]
    return [*(one for one in situations if one.language in languages), *borrowed]


def said(situation: Situation) -> list[str]:
    """Give the texts that a situation is found by: examples and title; a broad one has none."""
    return [] if situation.broad else [*situation.customer_says, situation.title]


def make(
    encoder: str,
    situations: Sequence[Situation],
    phrases: Sequence[Phrase],
    vectors: Vectors,
    learnt: Callable[[str, bytes, Callable[[], Rows]], Rows | None],
) -> Shelf:
    """Index what one encoder reads; `learnt` keeps the weights, or says that they must wait."""
    owners = [s.id for s in situations for _ in said(s)]
    texts = [text for s in situations for text in said(s)]
    ids = tuple(dict.fromkeys(owners))
    places = np.array([ids.index(owner) for owner in owners])
    silent = {one.id for one in situations if one.silent}
    rows = np.stack([vectors[text] for text in texts])
    return Shelf(
        encoder=encoder,
        _owners=places,
        _by_owner=np.argsort(places, kind="stable"),
        _starts=np.searchsorted(np.sort(places), np.arange(len(ids))),
        _weights=_weights(encoder, texts, owners, rows, learnt),
        _ids=ids,
        _broad=broad(ids, {one.id: one.broader for one in situations if one.broader}),
        _silent=np.array([id_ in silent for id_ in ids]),
        _examples=_index(rows),
        _centres=_centres(rows, owners, ids),
        _texts=_index(np.stack([vectors[p.text] for p in phrases]) if phrases else rows[:0]),
        _phrases=tuple(phrases),
        _hidden=frozenset(),
        _places={(one.id, one.language): row for row, one in enumerate(phrases)},
    )


def _weights(
    encoder: str,
    texts: Sequence[str],
    owners: Sequence[str],
    rows: Rows,
    learnt: Callable[[str, bytes, Callable[[], Rows]], Rows | None],
) -> Rows | None:
    if len(rows) > calibration(encoder).learnt:
        return None
    numbers: Mapping[str, int] = {id_: n for n, id_ in enumerate(dict.fromkeys(owners))}
    classes = np.array([numbers[owner] for owner in owners])
    sharpness = calibration(encoder).sharpness
    key = digest(repr((sharpness, kernel.RIDGE, list(zip(texts, owners, strict=True)))))

    def train() -> Rows:
        return kernel.train(rows, classes, len(numbers), sharpness)

    weights = learnt(f"{encoder}/kernel", key, train)
    return None if weights is None else weights.reshape(len(rows), len(numbers))


def _centres(rows: Rows, owners: Sequence[str], ids: Sequence[str]) -> Rows:
    """Give the unit vector in the middle of each situation's texts, of all its languages."""
    belongs = np.array(owners)[None, :] == np.array(ids)[:, None]
    middles = belongs.astype(np.float32) @ rows
    middles /= np.maximum(np.linalg.norm(middles, axis=1, keepdims=True), 1e-9)
    return np.asarray(middles, dtype=np.float32)


def _index(rows: NDArray[np.float32]) -> Index:
    index = Index(rows.shape[1])
    index.add(range(len(rows)), rows)
    return index


def by_situation(phrases: Sequence[Phrase]) -> dict[str, tuple[Phrase, ...]]:
    """Group phrases by their situation."""
    grouped: dict[str, list[Phrase]] = defaultdict(list)
    for phrase in phrases:
        grouped[phrase.situation].append(phrase)
    return {id_: tuple(group) for id_, group in grouped.items()}
