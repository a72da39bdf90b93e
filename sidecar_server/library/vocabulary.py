"""Which words tell a situation from the others, learnt from the examples: to quote the right one.

A word weighs as much in a situation as the share of its examples that have it, times the logarithm
of how few situations have it at all (term frequency, inverse document frequency).
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import pairwise

from sidecar_server.model import Situation, Span
from sidecar_server.text import sentences, words

Vocabulary = Mapping[str, float]
_OFTEN, _MOSTLY = 3, 0.4  # how often, and in which share, a word follows one of these
_DETERMINERS = frozenset((
    "my", "your", "the", "a", "an", "this", "that", "our", "his", "her", "their",
    "der", "die", "das", "den", "dem", "ein", "eine", "mein", "meine", "meinen",
    "el", "la", "los", "las", "un", "una", "mi", "su", "le", "les", "mon", "ma", "mes",
    "o", "os", "as", "um", "uma", "meu", "minha",
))  # fmt: skip


Heard = Callable[[str], Sequence[str]]  # gives a text's words


class Vocabularies(Mapping[str, Vocabulary]):
    """Each situation's words with their weights, all its languages together.

    `nouns` are the words that mostly follow an article or "my": names of things.
    """

    def __init__(self, said: Mapping[str, "_Said"], counts: "_Counts") -> None:
        self._said, self._counts = said, counts
        self.nouns = counts.nouns()

    def __getitem__(self, id_: str) -> Vocabulary:
        """Give a situation's words with their weights, each worked out when it is asked for."""
        return _Weighed(self._said[id_], self._counts.known, len(self._said))

    def __iter__(self) -> Iterator[str]:
        """Go through the situations' ids."""
        return iter(self._said)

    def __len__(self) -> int:
        """Count the situations."""
        return len(self._said)

    def edited(self, situations: Sequence[Situation]) -> "Vocabularies":
        """Give those of an edited library: what stayed is not read again."""
        said: dict[str, _Said] = {}
        heard = cache(words)
        for id_, group in by_id(situations).items():
            before = self._said.get(id_)
            said[id_] = before if before and before.group == group else _Said.by(group, heard)
        every = self._said.keys() | said.keys()
        changed = [id_ for id_ in every if self._said.get(id_) is not said.get(id_)]
        if not changed:
            return self
        counts = self._counts.copy()
        for id_ in changed:
            counts.add(self._said.get(id_), -1, heard)
            counts.add(said.get(id_), 1, heard)
        return Vocabularies(said, counts)


def vocabularies(situations: Sequence[Situation]) -> Vocabularies:
    """Read the examples of all situations."""
    heard = cache(words)  # of all examples, which are read for two things
    said = {id_: _Said.by(group, heard) for id_, group in by_id(situations).items()}
    counts = _Counts()
    for one in said.values():
        counts.add(one, 1, heard)
    return Vocabularies(said, counts)


@dataclass(frozen=True, slots=True, eq=False)
class _Said:
    """The situations of one id, and in how many of their examples each word is."""

    group: tuple[Situation, ...]
    counts: Counter[str]

    @classmethod
    def by(cls, group: tuple[Situation, ...], heard: Heard) -> "_Said":
        texts = (text for one in group for text in one.customer_says)
        return cls(group, Counter(word for text in texts for word in set(heard(text))))


class _Weighed(Mapping[str, float]):
    def __init__(self, said: _Said, known: Mapping[str, int], situations: int) -> None:
        self._counts, self._known, self._situations = said.counts, known, situations
        self._texts = sum(len(one.customer_says) for one in said.group)

    def __getitem__(self, word: str) -> float:
        if word not in self._counts:
            raise KeyError(word)
        return self.get(word)

    def get(self, word: str, default: float = 0.0) -> float:  # type: ignore[override]
        if not (count := self._counts.get(word)):
            return default
        return count / self._texts * math.log(self._situations / self._known[word])

    def __iter__(self) -> Iterator[str]:
        return iter(self._counts)

    def __len__(self) -> int:
        return len(self._counts)


Numbers = defaultdict[str, int]  # copied at once, as Counters are not
_numbers = partial(Numbers, int)


@dataclass(slots=True)
class _Counts:
    """What is counted over all situations."""

    known: Numbers = field(default_factory=_numbers)  # in how many situations a word is
    seen: Numbers = field(default_factory=_numbers)
    after: Numbers = field(default_factory=_numbers)  # how often after an article or "my"

    def add(self, said: _Said | None, times: int, heard: Heard) -> None:
        """Count what was said once more, or, with -1, no longer."""
        if said is None:
            return
        texts = [text for one in said.group for text in (*one.customer_says, one.title)]
        every = [heard(text) for text in texts]
        for count, found in (
            (self.known, said.counts),
            (self.seen, (word for one in every for word in one)),
            (self.after, (word for one in every for word in _named(one))),
        ):
            for word in found:
                count[word] += times

    def copy(self) -> "_Counts":
        """Give the same, to be changed."""
        return _Counts(self.known.copy(), self.seen.copy(), self.after.copy())

    def nouns(self) -> frozenset[str]:
        """Give the words that mostly follow an article or "my"."""
        return frozenset(
            word
            for word, count in self.after.items()
            if count >= _OFTEN and count >= _MOSTLY * self.seen[word] and len(word) > 2
        )


def _named(said: Sequence[str]) -> list[str]:
    return [word for before, word in pairwise(said) if before in _DETERMINERS]


def by_id(situations: Sequence[Situation]) -> dict[str, tuple[Situation, ...]]:
    """Group situations of one id, one in each language."""
    said: dict[str, list[Situation]] = defaultdict(list)
    for situation in situations:
        said[situation.id].append(situation)
    return {id_: tuple(group) for id_, group in said.items()}


def cut(text: str) -> list[tuple[Span, set[str]]]:
    """Cut a text into its sentences, each with its words."""
    return [(span, set(words(text[slice(*span)]))) for span in sentences(text)]


def telling_part(pieces: Sequence[tuple[Span, set[str]]], vocabulary: Vocabulary) -> Span | None:
    """Give the sentence with the most telling words, or None where none stands out."""
    weights = [sum(vocabulary.get(word, 0.0) for word in said) for _, said in pieces]
    most = max(weights, default=0.0)
    return pieces[weights.index(most)][0] if most else None
