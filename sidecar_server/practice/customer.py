"""The customer of a scenario: a small state machine that answers what the agent does.

talking ⇄ holding → content | gone. Moves come from `reading`; time from the caller.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from sidecar_server.practice.mood import Mood
from sidecar_server.practice.moves import Moves, back_within
from sidecar_server.practice.scenario import Point, Scenario

State = Literal["talking", "holding", "content", "gone"]
_UNTIMED_S = 150.0  # what "one moment" is worth
_GOES_AT = 0.97  # heat from which they leave …
_GOES_AFTER = 2  # … once the agent wrote so often, or after so many stretches of silence:
_ALONE = 4


@dataclass(slots=True)
class Customer:
    """One run of a scenario; `seed` draws the wordings, `now` is seconds since the start."""

    scenario: Scenario
    seed: int = 0
    now: float = 0.0
    state: State = "talking"
    mood: Mood = field(init=False)
    open: dict[str, Point] = field(init=False)  # what they still need to hear
    _said: set[str] = field(default_factory=set)
    _due: float = field(init=False)  # when they write by themselves
    _back_by: float = 0.0  # until when a promise to be back holds
    _alone: int = 0  # stretches of silence since the agent wrote
    _written: int = 0  # messages of the agent
    _draw: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.mood = Mood(self.scenario.heat)
        self.open = {point.id: point for point in self.scenario.point}
        self._draw = random.Random(self.seed)  # noqa: S311  (wordings, no secrets)
        self._due = self.scenario.patience

    @property
    def over(self) -> bool:
        """Say whether they have left, content or not."""
        return self.state in {"content", "gone"}

    def begin(self) -> Sequence[str]:
        """Give the first messages."""
        return self._draw.choice(self.scenario.opening).messages

    def hear(self, moves: Moves, at: float) -> Sequence[str]:
        """Take the agent's message, sent at `at`; gives what they answer, perhaps nothing."""
        if self.over:
            return ()
        kept = self.state == "holding" and at <= self._back_by and not moves.holds
        self.now, self._alone, self._written = at, 0, self._written + 1
        answered = [self.open.pop(id_) for id_ in moves.answered if id_ in self.open]
        self.mood.feel(moves, len(answered), kept)
        self._await(moves)
        return self._leave() or self._reply(moves, answered, kept)

    def wait(self, at: float) -> Sequence[str]:
        """Let time pass until `at`; gives what they write because nobody did."""
        if self.over or at < self._due:
            return ()
        late = self.state == "holding"
        self._alone += 1
        self.mood.wait(late)
        self.state = "talking"
        self._due = at + self.scenario.patience * (1 + self._alone / 2)
        return self._leave() or (self._say("late" if late else "waiting"),)

    def _await(self, moves: Moves) -> None:
        self.state = "holding" if moves.promised else "talking"
        if moves.promised:
            within = back_within(moves.promised)
            self._back_by = self.now + (_UNTIMED_S if within is None else within)
            self._due = max(self._back_by, self.now + self.scenario.patience)
        else:
            self._due = self.now + self.scenario.patience

    def _leave(self) -> Sequence[str]:
        """Go, where they have had enough."""
        often = self._written >= _GOES_AFTER or self._alone >= 2
        if self._alone < _ALONE and not (self.mood.heat >= _GOES_AT and often):
            return ()
        self.state = "gone"
        return (self._say("leaves"),)

    def _reply(self, moves: Moves, answered: Sequence[Point], kept: bool) -> Sequence[str]:
        """Say one thing about what was done, and come back to what is open."""
        told = [self._draw.choice(self.scenario.detail[place].says) for place in moves.told]
        cold = next((n for n in ("blamed", "dismissed", "repeated") if getattr(moves, n)), "")
        if cold:
            return (self._say(cold), *told)
        if not self.open:
            self.state = "content"
            return (*self._pleased(answered), self._say("content"))
        if answered:
            return (*(self._pleased(answered) or (self._say("helped"),)), *told, *self._ask())
        return tuple(told) or self._answer(moves, kept)

    def _answer(self, moves: Moves, kept: bool) -> Sequence[str]:
        """Say what a message that answers nothing is worth."""
        if moves.promised:
            return (self._say("promised"),)
        if moves.kind:
            return (self._say("heard"), *(self._ask() if kept or self._written > 1 else ()))
        first = (self._say("kept"),) if kept else (self._say("bare"),) if moves.bare else ()
        return (*first, *self._ask())

    def _pleased(self, answered: Sequence[Point]) -> tuple[str, ...]:
        pleased = [point.pleased for point in answered if point.pleased]
        return (self._fresh(pleased[-1]),) if pleased else ()

    def _ask(self) -> tuple[str, ...]:
        point = next(iter(self.open.values()))
        return (self._fresh(point.asks),)

    def _say(self, saying: str) -> str:
        return self._fresh(self.scenario.wordings(saying))

    def _fresh(self, wordings: Sequence[str]) -> str:
        """Draw a wording that was not said yet, where one is left."""
        left = [one for one in wordings if one not in self._said] or list(wordings)
        chosen = self._draw.choice(left)
        self._said.add(chosen)
        return chosen
