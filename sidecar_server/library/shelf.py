"""A shelf: the part of the library that one encoder reads, and the search by example in it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sidecar_server.heads import load_heads
from sidecar_server.library import kernel
from sidecar_server.library.broad import Broad
from sidecar_server.library.calibration import Calibration, Number, calibration
from sidecar_server.library.indexes.flat import Flat
from sidecar_server.library.indexes.protocol import Index, Places, Rows, Vector
from sidecar_server.library.scope import serves
from sidecar_server.model import Likely, Phrase, Situation

_NEIGHBOURS = 24
_HELD = 500  # lines made ready at once
_CHATTER = -0.2  # up to which a lead over the next says nothing
_SURE = 0.5  # from which it is surely a matter for a desk, of -1 … 1
_BY_PHRASES = 0.9  # what a line's situation counts in a search, beside its own text


@dataclass(frozen=True, slots=True)
class Learnt:
    """What the kernel learnt of examples, all of which are held in memory for it."""

    examples: Flat
    weights: Rows  # (rows, ids)

    def cosines(self, vector: Vector) -> Rows:
        """Give a vector's cosine with each example."""
        cosines: Rows = self.examples.rows @ vector
        return cosines

    def scores(self, cosines: Rows, sharpness: float) -> Rows:
        """Give each id's score; the cosines are no cosines afterwards."""
        scores: Rows = kernel.sharpened(cosines, sharpness) @ self.weights
        return scores


@dataclass(frozen=True, slots=True)
class Shelf:
    """Situations and lines of the languages that one encoder reads; rows are unit vectors."""

    encoder: str
    _said: tuple[Situation, ...]  # whose texts are its examples, in the order of the rows
    _owners: NDArray[np.int64]  # the place in _ids of each example's situation
    _by_owner: NDArray[np.int64]  # the examples in the order of their situations
    _starts: NDArray[np.int64]  # where each situation's begin in that order
    _learnt: Learnt | None
    _ids: tuple[str, ...]
    _broad: tuple[Broad, ...]
    _silent: NDArray[np.bool_]  # of each id
    _examples: Index  # and titles
    _centres: Rows  # a row an id
    _texts: Index
    _phrases: tuple[Phrase, ...]
    _served: Mapping[str, Places]  # rows of each language's lines that are for whoever asks
    _places: Mapping[tuple[str, str], int]  # a phrase's id and language -> its row
    _tried: tuple[Phrase, Vector] | None = None  # a line that stands in for its namesake

    @property
    def learns(self) -> bool:
        """Whether there is something to learn of its examples that was not learnt yet."""
        return self._learnt is None and len(self._owners) <= calibration(self.encoder).learnt

    @property
    def worn(self) -> bool:
        """Whether it was edited so much that one made anew is better."""
        return self._examples.worn or self._texts.worn

    @property
    def waits(self) -> bool:
        """Whether it may wait for another program, and so must not hold up an event loop."""
        return self._examples.waits or self._texts.waits

    def hold(self, lines: Sequence[Phrase]) -> None:
        """Have what lines are compared by at hand; it may wait for another program."""
        rows = [self._places.get((one.id, one.language)) for one in lines[:_HELD]]
        self._texts.vectors([row for row in rows if row is not None])

    def likely(self, vector: Vector, most: int = 8) -> list[Likely]:
        """Rank the situations that are meant, with scores of at most 1; none is an answer.

        Likeness to the examples says which are meant, and with what the kernel learnt, which first.
        A broad one is meant where all that name it have been learnt to be likely together.
        """
        numbers = calibration(self.encoder)
        desk = load_heads(self.encoder).desk
        sure = 2 * desk.read(vector) - 1 if desk else 0.0
        surely = desk is None or sure >= _SURE
        cosines = self._learnt.cosines(vector) if self._learnt else None
        likeness = self._likeness(vector, numbers, cosines)
        ahead = numbers.lead * _lead(likeness)
        enough = np.where(
            self._silent,
            numbers.meant + numbers.sway * min(0.0, sure) - ahead,
            numbers.meant - numbers.sway * sure - (ahead if sure > _CHATTER else 0.0),
        )
        scores, found = likeness, {}
        if self._learnt and cosines is not None:
            learnt = self._learnt.scores(cosines, numbers.sharpness)
            scores = mixed(likeness, learnt)
            if surely:
                found = {one.id: one.score(likeness, learnt) for one in self._broad}
        near = np.flatnonzero(likeness >= enough)
        if len(near) > most:
            near = near[np.argpartition(scores[near], -most)[-most:]]
        found |= {self._ids[n]: float(scores[n]) for n in near}
        ordered = sorted(found.items(), key=lambda pair: -pair[1])
        return [Likely(id_, min(1.0, score)) for id_, score in ordered[:most] if score]

    def lines(self, vector: Vector, language: str, most: int = 8) -> list[tuple[Phrase, float]]:
        """Find phrases by what the agent means: by their own text and by their situation."""
        by_situation = {one.id: one.score * _BY_PHRASES for one in self.likely(vector, 2)}
        own = self._of(language)
        meant = [row for row in own if self._phrases[row].situation in by_situation]
        # Any other line has its own cosine alone, and so comes after the nearest.
        near = dict(self._texts.search(vector, most, own))
        near |= self._texts.search(vector, len(meant), np.array(meant, np.int64))
        found = [
            (phrase, max(score, by_situation.get(phrase.situation, 0.0)))
            for phrase, score in self._lines(sorted(near.items(), key=lambda pair: -pair[1]))
        ]
        return sorted(found, key=lambda pair: -pair[1])[:most]

    def nearest(self, vector: Vector, language: str, most: int) -> list[tuple[Phrase, float]]:
        """Give lines of a language with their own cosines, nearest first."""
        return self._lines(self._texts.search(vector, most, self._of(language)))

    def alike(self, vector: Vector, language: str) -> list[tuple[Phrase, float]]:
        """Give the lines of a language that say the same as a text, with their cosines."""
        near = self._texts.above(vector, calibration(self.encoder).copy)
        own = set(self._of(language).tolist())
        return self._lines((row, cosine) for row, cosine in near if row in own)

    def of(self, teams: frozenset[str]) -> "Shelf":
        """Give the same shelf with the lines alone that agents of these teams are served."""
        mine = [serves(one, teams) for one in self._phrases]
        served = {
            language: rows[[mine[row] for row in rows]] for language, rows in self._served.items()
        }
        return replace(self, _served=served)

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
        row: Vector = self._texts.vectors([self._places[line.id, line.language]])[0]
        return row

    def _of(self, language: str) -> Places:
        return self._served.get(language, np.empty(0, np.int64))

    def _lines(self, found: Iterable[tuple[int, float]]) -> list[tuple[Phrase, float]]:
        return [(self._phrases[row], cosine) for row, cosine in found]

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


def _lead(likeness: Rows) -> float:
    """Give by how much the likeliest situation leads the next."""
    second, first = np.partition(likeness, -2)[-2:] if len(likeness) > 1 else (0.0, 0.0)
    return float(first - second)


def mixed(likeness: Number, learnt: Number) -> Number:
    """Mix likeness with what the kernel learnt, which may be a little above 1."""
    both: Number = (2 * likeness + learnt) / 3
    return both


def said(situation: Situation) -> list[str]:
    """Give the texts that a situation is found by: examples and title; a broad one has none."""
    return [] if situation.broad else [*situation.customer_says, situation.title]


def by_situation(phrases: Sequence[Phrase]) -> dict[str, tuple[Phrase, ...]]:
    """Group phrases by their situation."""
    grouped: dict[str, list[Phrase]] = defaultdict(list)
    for phrase in phrases:
        grouped[phrase.situation].append(phrase)
    return {id_: tuple(group) for id_, group in grouped.items()}
