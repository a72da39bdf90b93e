"""Reads an agent's message by its meaning, sentence by sentence: which moves it makes."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sidecar_server.drafts import Draft
from sidecar_server.drafts.apology import apologies
from sidecar_server.drafts.heard import content, same_stem
from sidecar_server.drafts.points import asks_for, only_holds
from sidecar_server.drafts.sincerity import sincerity
from sidecar_server.drafts.tone import sounds
from sidecar_server.encoders.languages import ENGLISH
from sidecar_server.heads.warmth import load_warmth
from sidecar_server.model import Span
from sidecar_server.practice.moves import Moves
from sidecar_server.promises import promised
from sidecar_server.text import meet, parts

Rows = NDArray[np.float32]
_WARM, _WARM_ELSEWHERE = 0.45, 0.55  # share from which a part takes something up
_COLD = ("dismissive", "robotic", "policy")
_QUESTION = ("?", "？")
_TAKEN_UP = 0.02


@dataclass(frozen=True, slots=True)
class Answer:
    """What answers a point: unit rows of examples and of the question, words that tell of it."""

    examples: Rows
    question: Rows
    facts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the customer of a scenario waits for, and the examples of how details are asked for.

    From the cosine `near` on a sentence that has a fact in it says the same as an example, and from
    `same` on any does.
    """

    answers: Mapping[str, Answer]
    details: tuple[Rows, ...]
    near: float
    same: float


NOTHING = Wanted({}, (), 1.0, 1.0)


def read(draft: Draft, wanted: Wanted = NOTHING) -> Moves:
    """Read the moves of an unsent reply whose texts were all encoded before."""
    again = tuple(one.span for one in sincerity(draft))
    warm = {span: label for span, label in _warm(draft) if not _meets_any(span, again)}
    # A head that hears warmth where another hears cold is believed, unless the words are plain.
    cold = [one for one in sounds(draft) if one.share >= 1 or not _meets_any(one.span, warm)]
    warm = {s: label for s, label in warm.items() if not _meets_any(s, [c.span for c in cold])}
    asked = tuple(span for span in draft.sentences if draft.text[slice(*span)].endswith(_QUESTION))
    heard = tuple(span for span, label in warm.items() if label == "heard")
    felt = tuple(span for span, label in warm.items() if label == "felt")
    return Moves(
        heard=heard,
        felt=felt,
        sorry=tuple(span for span in felt if apologies(draft.text[slice(*span)])),
        asked=asked,
        blamed=tuple(one.span for one in cold if one.label == "blaming"),
        dismissed=tuple(one.span for one in cold if one.label in _COLD),
        repeated=again,
        answered=dict(_answered(draft, wanted, [one.span for one in cold])),
        told=tuple(_told(draft, wanted)),
        promised=promised(draft.text),
        holds=only_holds(draft.text) and promised(draft.text) is not None,
    )


def _warm(draft: Draft) -> Iterator[tuple[Span, str]]:
    """Name the sentences that take something up."""
    head = load_warmth(draft.shelf.encoder) if draft.shelf else None
    enough = _WARM if draft.language == ENGLISH else _WARM_ELSEWHERE
    best: dict[Span, tuple[float, str]] = {}
    for part in parts(draft.text) if head else ():
        text = draft.text[slice(*part)]
        vector, sentence = draft.vector(text), draft.around(part[0])
        if head is None or vector is None:
            continue
        shares = head.read(text, vector)
        label = max(("heard", "felt"), key=lambda name: shares[name])
        best[sentence] = max(best.get(sentence, (0.0, "")), (1 - shares["plain"], label))
    for sentence, (share, label) in best.items():
        if share >= enough:
            yield sentence, label


def _meets_any(one: Span, others: Iterable[Span]) -> bool:
    return any(meet(one, other) for other in others)


def _answered(draft: Draft, wanted: Wanted, cold: list[Span]) -> Iterator[tuple[str, Span]]:
    """Name the points that a sentence answers: it is near an answer and tells something of it."""
    for span in draft.sentences:
        text = draft.text[slice(*span)]
        vector = draft.vector(text)
        if vector is None or text.endswith(_QUESTION) or promised(text):
            continue
        if _meets_any(span, cold):
            continue
        found = {id_: _nearness(text, vector, one, wanted) for id_, one in wanted.answers.items()}
        best = max(found, key=lambda id_: found[id_], default="")
        yield from ((i, span) for i, n in found.items() if n >= wanted.same or (n and i == best))


def _nearness(text: str, vector: Rows, answer: Answer, wanted: Wanted) -> float:
    """Give the cosine with the nearest example of an answer, 0 where it does not answer."""
    near = float((answer.examples @ vector).max())
    told = any(same_stem(a, b) for a in content(text) for b in answer.facts)
    enough = near >= (wanted.near if told else wanted.same)
    return near if enough and near >= _question(answer, vector) else 0.0


def _question(answer: Answer, vector: Rows) -> float:
    """Give how near a sentence is to the question itself, which it only takes up then."""
    return float((answer.question @ vector).max()) - _TAKEN_UP


def _told(draft: Draft, wanted: Wanted) -> Iterator[int]:
    """Name the details that are asked for."""
    spans = [s for s in draft.sentences if asks_for(draft.text[slice(*s)])]
    vectors = [v for s in spans if (v := draft.vector(draft.text[slice(*s)])) is not None]
    for place, rows in enumerate(wanted.details):
        if any(float((rows @ vector).max()) >= wanted.near for vector in vectors):
            yield place
