"""What the words of one text show of heat and stakes, each with its span; a heuristic."""

from dataclasses import dataclass

from sidecar_server.lexicon import HEAT_PATTERNS, SOOTHING_PATTERN, STAKES_PATTERN
from sidecar_server.model import Span
from sidecar_server.text import fold

_MOST = 3  # mentions of one kind that count
_SOOTHED = 0.2  # the share of the heat that a kind word takes away
_SHOUTED = 0.3
_MARKED = 0.15


@dataclass(frozen=True, slots=True)
class Wording:
    """`calm` is 1 for a calm text and falls towards 0; `heat` names a cue and its span."""

    calm: float
    soothing: bool
    heat: tuple[tuple[str, Span], ...]
    stakes: tuple[Span, ...]


def read(text: str) -> Wording:
    """Read one text by curated words, capitals and punctuation."""
    folded = fold(text)
    heat: list[tuple[str, Span]] = []
    calm = 1 - _shouting(text)
    for cue, (weight, words) in HEAT_PATTERNS.items():
        for found in list(words.finditer(folded.text))[:_MOST]:
            calm *= 1 - weight
            heat.append((f"heat.{cue}", folded.span(*found.span())))
    stakes = [folded.span(*found.span()) for found in STAKES_PATTERN.finditer(folded.text)]
    soothing = bool(SOOTHING_PATTERN.search(folded.text))
    return Wording(calm, soothing, tuple(heat), tuple(stakes[:_MOST]))


def cooled(calm: float, wording: Wording) -> float:
    """Add one more text to a turn's calm; kind words take away a part of the heat so far."""
    together = calm * wording.calm
    return together + (1 - together) * (_SOOTHED if wording.soothing else 0.0)


def _shouting(text: str) -> float:
    long_words = [word for word in text.split() if sum(map(str.isalpha, word)) >= 3]
    capitals = sum(map(str.isupper, long_words))
    loud = _SHOUTED * capitals / len(long_words) if capitals >= 2 else 0.0
    marked = _MARKED if any(marks in text for marks in ("!!", "?!", "!?", "???")) else 0.0
    return 1 - (1 - loud) * (1 - marked)
