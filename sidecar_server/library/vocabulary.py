"""Which words tell a situation from the others, learnt from the examples: to quote the right one.

A word weighs as much in a situation as the share of its examples that have it, times the logarithm
of how few situations have it at all (term frequency, inverse document frequency).
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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


class Vocabularies(Mapping[str, Vocabulary]):
    """Each situation's words with their weights, all its languages together; worked out when asked.

    `nouns` are the words that mostly follow an article or "my": names of things.
    """

    def __init__(self, said: Mapping[str, Sequence[Situation]], counts: "_Counts") -> None:
        self._said, self._counts = said, counts
        self._found: dict[str, Vocabulary] = {}
        self.nouns = counts.nouns()

    def __getitem__(self, id_: str) -> Vocabulary:
        """Give a situation's words with their weights."""
        if id_ not in self._found:
            self._found[id_] = self._weighed(self._said[id_])
        return self._found[id_]

    def __iter__(self) -> Iterator[str]:
        """Go through the situations' ids."""
        return iter(self._said)

    def __len__(self) -> int:
        """Count the situations."""
        return len(self._said)

    def edited(self, situations: Sequence[Situation]) -> "Vocabularies":
        """Give those of an edited library: what stayed is not read again."""
        said, counts = by_id(situations), self._counts.copy()
        for id_ in self._said.keys() | said.keys():
            before, now = self._said.get(id_, ()), said.get(id_, ())
            if before != now:
                counts.add(before, -1)
                counts.add(now, 1)
        return Vocabularies(said, counts)

    def _weighed(self, situations: Sequence[Situation]) -> Vocabulary:
        texts = [text for one in situations for text in one.customer_says]
        count, known_in = Counter(w for text in texts for w in set(words(text))), self._counts.known
        return {
            w: n / len(texts) * math.log(len(self._said) / known_in[w]) for w, n in count.items()
        }


def vocabularies(situations: Sequence[Situation]) -> Vocabularies:
    """Read the examples of all situations."""
    said, counts = by_id(situations), _Counts()
    for group in said.values():
        counts.add(group, 1)
    return Vocabularies(said, counts)


@dataclass(slots=True)
class _Counts:
    """What is counted over all situations."""

    known: Counter[str] = field(default_factory=Counter)  # in how many situations a word is
    seen: Counter[str] = field(default_factory=Counter)
    after: Counter[str] = field(default_factory=Counter)  # how often after an article or "my"

    def add(self, group: Sequence[Situation], times: int) -> None:
        """Count the situations of one id once more, or, with -1, no longer."""
        examples = [words(text) for one in group for text in one.customer_says]
        every = [*examples, *(words(one.title) for one in group)]
        for count, found in (
            (self.known, {word for said in examples for word in said}),
            (self.seen, [word for said in every for word in said]),
            (self.after, [word for said in every for word in _named(said)]),
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
    weights = [sum(vocabulary[word] for word in said & vocabulary.keys()) for _, said in pieces]
    most = max(weights, default=0.0)
    return pieces[weights.index(most)][0] if most else None
