"""Makes shelves: of all that one encoder reads, or of a shelf and what was edited since."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, zip_longest

import numpy as np
from numpy.typing import NDArray

from sidecar_server.encoders.languages import ENGLISH
from sidecar_server.library import kernel
from sidecar_server.library.broad import broad
from sidecar_server.library.calibration import calibration
from sidecar_server.library.indexes.flat import Flat, flat, unit
from sidecar_server.library.indexes.protocol import Index, Maker, Places, Reader, Rows, Source
from sidecar_server.library.rows import digest
from sidecar_server.library.shelf import Learnt, Shelf, said
from sidecar_server.library.vocabulary import by_id
from sidecar_server.model import Phrase, Situation

Keep = Callable[[str, bytes, Callable[[], Rows]], Rows | None]
Numbers = NDArray[np.int64]


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


@dataclass(frozen=True, slots=True)
class Shelving:
    """Makes the shelves of one encoder; `keep` keeps weights, or says that they must wait.

    `reader` reads the vectors of many texts, or of the few that are new.
    """

    reader: Reader
    keep: Keep
    index: Maker = flat

    def make(self, situations: Sequence[Situation], phrases: Sequence[Phrase]) -> Shelf:
        """Index all of it."""
        rows = _Rows.of(situations)
        texts = [text for one in rows.said for text in said(one)]
        few_examples, few_lines = self._few(len(texts), len(phrases))
        make = flat if few_examples else self.index
        examples = make(Source(self.reader, "examples", texts))
        make = flat if few_lines else self.index
        lines = make(Source(self.reader, "lines", [one.text for one in phrases]))
        found = _Found(rows, examples, examples.centres(rows.owners, len(rows.ids)))
        return self._shelf(found, self._learnt(found), _Lines.of(phrases), lines)

    def edit(
        self, before: Shelf, situations: Sequence[Situation], phrases: Sequence[Phrase]
    ) -> Shelf | None:
        """Index what is new, take the rest over; None where all of it must be made anew."""
        rows = _Rows.of(situations)
        sizes = ((len(rows.owners), len(phrases)), (len(before._owners), len(before._phrases)))
        if self._few(*sizes[0]) != self._few(*sizes[1]):
            return None
        texts, found = self._edited_lines(before, phrases), self._edited_examples(before, rows)
        if texts is None or found is None:
            return None
        same = found.examples is before._examples and before._learnt
        lines = _Lines.of(phrases, before)
        return self._shelf(found, same or self._learnt(found), lines, texts)

    def _edited_examples(self, before: Shelf, rows: "_Rows") -> "_Found | None":
        if rows.said == before._said:
            return _Found(rows, before._examples, before._centres)
        kept = rows.kept(before._said)
        new = [text for n, one in enumerate(rows.said) if kept[n] < 0 for text in said(one)]
        examples = before._examples.edited(rows.spread(kept), self._read(before, new))
        if examples is None:
            return None
        return _Found(rows, examples, _centres(rows, before, examples))

    def _few(self, *sizes: int) -> list[bool]:
        """Say of each number of rows whether all are held in memory, whatever the index."""
        return [size <= calibration(self.reader.encoder).learnt for size in sizes]

    def _edited_lines(self, before: Shelf, phrases: Sequence[Phrase]) -> Index | None:
        were, kept, new = before._phrases, np.arange(len(phrases)), []
        for row, (one, was) in enumerate(zip_longest(phrases, were)):
            if one is was or one is None:
                continue
            at = before._places.get((one.id, one.language), -1)
            kept[row] = at if at >= 0 and were[at].text == one.text else -1
            if kept[row] < 0:
                new.append(one.text)
        if not new and np.array_equal(kept, np.arange(len(were))):
            return before._texts
        return before._texts.edited(kept, self._read(before, new))

    def _read(self, before: Shelf, texts: Sequence[str]) -> Rows:
        return self.reader.read(texts) if texts else before._centres[:0]

    def _shelf(
        self, found: "_Found", learnt: Learnt | None, lines: "_Lines", texts: Index
    ) -> Shelf:
        rows, situations = found.rows, found.rows.situations
        silent = {one.id for one in situations if one.silent}
        return Shelf(
            encoder=self.reader.encoder,
            _said=rows.said,
            _owners=rows.owners,
            _by_owner=np.argsort(rows.owners, kind="stable"),
            _starts=np.searchsorted(np.sort(rows.owners), np.arange(len(rows.ids))),
            _learnt=learnt,
            _ids=rows.ids,
            _broad=broad(rows.ids, {one.id: one.broader for one in situations if one.broader}),
            _silent=np.array([id_ in silent for id_ in rows.ids]),
            _examples=found.examples,
            _centres=found.centres,
            _texts=texts,
            _phrases=lines.phrases,
            _served=lines.served,
            _places=lines.places,
        )

    def _learnt(self, found: "_Found") -> Learnt | None:
        """Learn which text is whose, unless that must wait or they are too many."""
        held, rows = found.examples, found.rows
        if not (isinstance(held, Flat) and self._few(len(held))[0]):
            return None
        sharpness = calibration(self.reader.encoder).sharpness
        said_by = [(text, one.id) for one in rows.said for text in said(one)]
        key = digest(repr((sharpness, kernel.RIDGE, said_by)))

        def train() -> Rows:
            return kernel.train(held.rows, rows.owners, len(rows.ids), sharpness)

        weights = self.keep(f"{self.reader.encoder}/kernel", key, train)
        return None if weights is None else Learnt(held, weights.reshape(len(held), len(rows.ids)))


@dataclass(frozen=True, slots=True)
class _Found:
    """The examples as they are searched."""

    rows: "_Rows"
    examples: Index
    centres: Rows  # a row an id


@dataclass(frozen=True, slots=True)
class _Rows:
    """Whose the rows of examples are: each situation's stand together."""

    situations: Sequence[Situation]
    said: tuple[Situation, ...]  # those that have any
    counts: Numbers  # of rows of each
    owners: Numbers  # the place in `ids` of each row's situation
    ids: tuple[str, ...]

    @classmethod
    def of(cls, situations: Sequence[Situation]) -> "_Rows":
        speak = tuple(one for one in situations if said(one))
        numbers = {id_: n for n, id_ in enumerate(dict.fromkeys(one.id for one in speak))}
        counts = np.array([len(said(one)) for one in speak], np.int64)
        owners = np.repeat(np.array([numbers[one.id] for one in speak], np.int64), counts)
        return cls(situations, speak, counts, owners, tuple(numbers))

    def kept(self, before: Sequence[Situation]) -> Numbers:
        """Give for each situation the first row of its like before, -1 where it has none."""
        firsts = accumulate((len(said(one)) for one in before), initial=0)
        stood = {(one.id, one.language): (one, at) for one, at in zip(before, firsts, strict=False)}
        found = [stood.get((one.id, one.language), (None, -1)) for one in self.said]
        return np.array(
            [
                at if was and said(was) == said(one) else -1
                for one, (was, at) in zip(self.said, found, strict=True)
            ],
            np.int64,
        )

    def spread(self, firsts: Numbers) -> Places:
        """Give each row's own number, from the first of its situation; -1 stays."""
        begins = np.cumsum(self.counts) - self.counts
        within = np.arange(len(self.owners)) - np.repeat(begins, self.counts)
        spread = np.repeat(firsts, self.counts)
        return np.where(spread < 0, -1, spread + within)


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines and where they stand."""

    phrases: tuple[Phrase, ...]
    served: Mapping[str, Places]
    places: Mapping[tuple[str, str], int]

    @classmethod
    def of(cls, phrases: Sequence[Phrase], before: Shelf | None = None) -> "_Lines":
        """Find where they stand; where only wordings were edited, as before."""
        found = tuple(phrases)
        if before and _same_names(found, before._phrases):
            return cls(found, before._served, before._places)
        places = {(one.id, one.language): row for row, one in enumerate(found)}
        return cls(found, _by_language(found), places)


def _same_names(some: Sequence[Phrase], others: Sequence[Phrase]) -> bool:
    return len(some) == len(others) and all(
        one is other or (one.id, one.language) == (other.id, other.language)
        for one, other in zip(some, others, strict=True)
    )


def _centres(rows: _Rows, before: Shelf, examples: Index) -> Rows:
    """Take over the middle of each situation that stayed; work out the others."""
    groups, were = by_id(rows.said), by_id(before._said)
    numbers = {id_: number for number, id_ in enumerate(before._ids)}
    made = np.empty((len(rows.ids), before._centres.shape[1]), np.float32)
    for number, id_ in enumerate(rows.ids):
        if groups[id_] == were.get(id_):
            made[number] = before._centres[numbers[id_]]
        else:
            own = np.flatnonzero(rows.owners == number).tolist()
            made[number] = unit(examples.vectors(own).sum(axis=0, keepdims=True))[0]
    return made


def _by_language(phrases: Sequence[Phrase]) -> dict[str, Places]:
    rows: dict[str, list[int]] = defaultdict(list)
    for row, one in enumerate(phrases):
        rows[one.language].append(row)
    return {language: np.array(those, np.int64) for language, those in rows.items()}
