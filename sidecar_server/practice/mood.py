"""How hot a customer is: what each move adds or takes away; the numbers are a judgement.

A kind move cools less each time; the same words do nothing. See docs/writing-scenarios.md.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from sidecar_server.practice.moves import Moves

# What the first, the second and every later one takes away.
_COOLS = {
    "heard": (0.10, 0.06, 0.02),
    "felt": (0.07, 0.04, 0.01),
    "sorry": (0.05, 0.0, 0.0),
    "promised": (0.03, 0.02, 0.0),
    "kept": (0.05, 0.03, 0.02),
}
_ANSWERED, _UNHEARD = 0.12, 0.05  # an answer to somebody who was heard, and to one who was not
_ADDS = {"blamed": 0.18, "dismissed": 0.12, "repeated": 0.08, "bare": 0.05}
_WAITED, _LATE = 0.06, 0.10
_COLDEST = 0.02  # of what was said; nobody leaves a chat as if nothing had been


@dataclass(slots=True)
class Mood:
    """`heat` 0 … 1 now; `curve` holds it after each event, beginning with the first."""

    heat: float
    curve: list[float] = field(default_factory=list)
    heard: bool = False
    _times: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.curve.append(self.heat)

    def feel(self, moves: Moves, answered: int, kept: bool) -> None:
        """Take a message: its moves, how many open points it answers, whether a promise is kept."""
        change = sum(_ADDS[name] for name in _cold(moves))
        if not moves.blamed and not moves.dismissed:
            change -= sum(self._cooled(name) for name in _kind(moves, kept))
            self.heard = self.heard or bool(moves.heard or moves.felt)
            change -= answered * (_ANSWERED if self.heard else _UNHEARD)
        self._move(change)

    def wait(self, late: bool) -> None:
        """Take a stretch of waiting without a word; `late`: a time was named and has passed."""
        self._move(_LATE if late else _WAITED)

    def _cooled(self, name: str) -> float:
        times = self._times.get(name, 0)
        self._times[name] = times + 1
        return _COOLS[name][min(times, 2)]

    def _move(self, change: float) -> None:
        self.heat = round(min(1.0, max(_COLDEST, self.heat + change)), 3)
        self.curve.append(self.heat)


def _cold(moves: Moves) -> Iterable[str]:
    names = ("blamed", "dismissed", "repeated", "bare")
    return [name for name in names if getattr(moves, name)][:2]


def _kind(moves: Moves, kept: bool) -> Iterable[str]:
    made = [name for name in ("heard", "felt", "sorry", "promised") if getattr(moves, name)]
    return [*made, "kept"] if kept else made
