"""Libraries of any size: situations, examples and lines of made texts, with vectors given.

`shaped` lays the vectors around the shipped English examples, as the shipped encoder reads them, so
that real messages mean something in it, as they do in a library that people wrote.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sidecar_server.encoders.protocol import Encoder
from sidecar_server.library.changes import Changes
from sidecar_server.library.indexes.protocol import Rows
from sidecar_server.model import Phrase, Situation
from sidecar_server.startup import Parts
from tests.bench.said import examples
from tests.clustered import beside
from tests.sample import phrase

OF_EACH = 100  # examples of a situation, its title counted
LINES_OF_EACH = 10
WORDS = ("the", "parcel", "due", "on", "monday", "has", "not", "come", "and", "nobody", "answers")
_AT_ONCE = 500  # situations in one transaction


@dataclass(frozen=True)
class Made:
    """Examples (n, dimensions), the situation 0 … m-1 of each, and lines (m × 10, dimensions)."""

    rows: Rows
    owners: Sequence[int]
    lines: Rows


def shaped(encoder: Encoder, count: int, seed: int = 7) -> Made:
    """Make `count` examples, a hundred a situation, each around one of the shipped ones."""
    rng, situations = np.random.default_rng(seed), count // OF_EACH
    real = encoder.encode(examples())
    centres = real[rng.permutation(len(real))[np.arange(situations) % len(real)]]
    rows = np.repeat(centres, OF_EACH, axis=0)
    for start in range(0, count, OF_EACH * _AT_ONCE):  # a part at a time: the noise is as large
        some = slice(start, start + OF_EACH * _AT_ONCE)
        rows[some] = beside(rows[some], (0.55, 0.95), rng)
    rows[::OF_EACH] = beside(centres, (0.85, 0.99), rng)
    lines = beside(np.repeat(centres, LINES_OF_EACH, axis=0), (0.3, 0.8), rng)
    return Made(rows, [number // OF_EACH for number in range(count)], lines)


def fill(parts: Parts, made: Made) -> None:
    """Write the situations and lines with their vectors."""
    count, encoder = max(made.owners) + 1, parts.encoders.first.name
    own: list[list[int]] = [[] for _ in range(count)]
    for row, owner in enumerate(made.owners):
        own[owner].append(row)
    each = len(made.lines) // count
    for start in range(0, count, _AT_ONCE):
        some = range(start, min(start + _AT_ONCE, count))
        written: list[Situation | Phrase] = [_situation(one, own[one]) for one in some]
        vectors = {text(row): made.rows[row] for one in some for row in own[one]}
        for number in range(some.start * each, some.stop * each):
            line = _line(number // each, number)
            written.append(line)
            vectors[line.text] = made.lines[number]
        Changes(parts.engine).write(written, "bench", "many", {encoder: vectors})


def text(number: int) -> str:
    """Give a text of its own for each number, as long as customers' messages are."""
    at = number % len(WORDS)
    return f"{' '.join(WORDS[at:] + WORDS[:at])} {number}"


def _situation(number: int, rows: Sequence[int]) -> Situation:
    title, *says = map(text, rows)  # the first is its title
    return Situation(f"made-{number}", "en", title, tuple(says))


def _line(situation_: int, number: int) -> Phrase:
    name = f"made-{situation_}.line-{number}"
    return phrase(name, "own", f"I look into it before anything else, as number {number}.")
