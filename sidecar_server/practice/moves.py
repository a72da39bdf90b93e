"""What an agent does with one message, by its meaning: the moves that a customer reacts to."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sidecar_server.model import Span
from sidecar_server.promises import Promised

_GRACE_S = 20.0  # nobody looks at the clock to the second


def back_within(promise: Promised | None) -> float | None:
    """Give the seconds within which a promise to be back is kept, None where it named no time."""
    seconds = promise.seconds if promise else None
    return None if seconds is None else seconds + max(_GRACE_S, seconds / 4)


@dataclass(frozen=True, slots=True)
class Moves:
    """The moves of one message, each with the words that made it."""

    heard: tuple[Span, ...] = ()  # takes up what they wrote
    felt: tuple[Span, ...] = ()  # names what it is like for them
    sorry: tuple[Span, ...] = ()  # apologises in words of its own
    asked: tuple[Span, ...] = ()
    blamed: tuple[Span, ...] = ()
    dismissed: tuple[Span, ...] = ()  # waved away, a rule alone, canned
    repeated: tuple[Span, ...] = ()  # sent before in this chat
    answered: Mapping[str, Span] = field(default_factory=dict)  # point -> the sentence
    told: tuple[int, ...] = ()  # places of the details that were asked for
    promised: Promised | None = None
    holds: bool = False  # only asks them to wait

    @property
    def kind(self) -> bool:
        """Say whether it takes anything up."""
        return bool(self.heard or self.felt or self.sorry)

    @property
    def colds(self) -> tuple[Span, ...]:
        """The words that blame or wave away."""
        return (*self.blamed, *self.dismissed)

    @property
    def cold(self) -> bool:
        """Say whether a customer would feel it."""
        return bool(self.blamed or self.dismissed or self.repeated)

    @property
    def bare(self) -> bool:
        """Say whether it does nothing for them at all."""
        helps = self.answered or self.told or self.asked or self.promised
        return not (self.kind or self.cold or helps)
