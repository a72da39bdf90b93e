"""What a chat showed, made by hand: the agent's messages with their moves, and what is owed."""

from collections.abc import Sequence
from typing import Any

from sidecar_server.model import Finding, Item, Span
from sidecar_server.practice.moves import Moves
from sidecar_server.practice.review.rubric import Measure, Review, review
from sidecar_server.practice.review.witness import Owed, Seen, Turn
from sidecar_server.promises import Promised
from sidecar_server.replay import Line

Heats = Sequence[tuple[float | None, float]]


def span(text: str, words: str) -> Span:
    start = text.index(words)
    return start, start + len(words)


def turn(
    text: str,
    at: float | None = None,
    findings: Sequence[Finding] = (),
    offered: Sequence[Item] = (),
    promised: Promised | None = None,
    **moves: str,
) -> Turn:
    """Make a message of the agent; each move names the words in it that make it."""
    made: dict[str, Any] = {name: (span(text, words),) for name, words in moves.items()}
    line = Line("agent", text, at)
    return Turn(line, 1, Moves(promised=promised, **made), tuple(findings), tuple(offered))


def seen(
    *turns: Turn,
    asked_at: float | None = 0.0,
    owed: Sequence[Owed] = (),
    heats: Heats = (),
    reads_warmth: bool = True,
) -> Seen:
    """Make a chat: the customer's first message, and then each of the agent's."""
    numbered = [
        Turn(one.line, number, one.moves, one.findings, one.offered)
        for number, one in enumerate(turns, start=1)
    ]
    lines = [Line("customer", "Where is it?", asked_at), *(one.line for one in numbered)]
    return Seen(lines, numbered, list(owed), list(heats), "en", reads_warmth)


def finding(rule: str, text: str, words: str, *better: str) -> Finding:
    return Finding(rule, span(text, words), words, f"{rule}: say why", better)


def offer(text: str, strategy: str | None = None, kind: str = "phrase") -> Item:
    return Item(text, kind, text, "", 1.0, True, strategy=strategy)


def measure(id_: str, chat: Seen, curve: Heats = ()) -> Measure:
    return measure_of(review(chat, curve), id_)


def measure_of(found: Review, id_: str) -> Measure:
    return next(one for one in found.measures if one.id == id_)
