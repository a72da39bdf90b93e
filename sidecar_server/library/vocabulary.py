"""Which words tell a situation from the others, learnt from the examples: to quote the right one.

A word weighs as much in a situation as the share of its examples that have it, times the logarithm
of how few situations have it at all (term frequency, inverse document frequency).
"""

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
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


def vocabularies(situations: Sequence[Situation], heard: Heard = words) -> dict[str, Vocabulary]:
    """Give each situation's words with their weights, all its languages together."""
    said: dict[str, list[set[str]]] = defaultdict(list)
    for situation in situations:
        said[situation.id] += [set(heard(text)) for text in situation.customer_says]
    counts = {id_: Counter(word for one in texts for word in one) for id_, texts in said.items()}
    known_in = Counter(word for count in counts.values() for word in count)
    return {
        id_: {w: n / len(said[id_]) * math.log(len(said) / known_in[w]) for w, n in count.items()}
        for id_, count in counts.items()
    }


def nouns(situations: Sequence[Situation], heard: Heard = words) -> frozenset[str]:
    """Give the words that mostly follow an article or "my" in the examples: names of things."""
    after: Counter[str] = Counter()
    seen: Counter[str] = Counter()
    for text in (text for one in situations for text in (*one.customer_says, one.title)):
        said = heard(text)
        seen.update(said)
        after.update(word for before, word in pairwise(said) if before in _DETERMINERS)
    return frozenset(
        word
        for word, count in after.items()
        if count >= _OFTEN and count >= _MOSTLY * seen[word] and len(word) > 2
    )


def cut(text: str) -> list[tuple[Span, set[str]]]:
    """Cut a text into its sentences, each with its words."""
    return [(span, set(words(text[slice(*span)]))) for span in sentences(text)]


def telling_part(pieces: Sequence[tuple[Span, set[str]]], vocabulary: Vocabulary) -> Span | None:
    """Give the sentence with the most telling words, or None where none stands out."""
    weights = [sum(vocabulary[word] for word in said & vocabulary.keys()) for _, said in pieces]
    most = max(weights, default=0.0)
    return pieces[weights.index(most)][0] if most else None
