"""How badly a chat is going for the customer: a formula over what was read in its turns.

The weights were set by hand; docs/models.md says what it reaches.
"""

import math
from collections.abc import Sequence

_HEAT_ONLY = 0.8  # where there is no mood to read
_HEATED, _EFFORT, _ENDED = 1.5, 0.6, 1.5  # beside mood, in log-odds
_USUAL_CHARS = 250  # that a customer writes in a chat


def dissatisfaction(
    moods: Sequence[float], heats: Sequence[float], written: int, solved: bool
) -> float:
    """Give 0 … 1 from each turn's mood (log-odds) and heat, characters written, and how it ends."""
    if not moods:
        return min(1.0, _HEAT_ONLY * (max(heats) + heats[-1]) / 2)
    mood = (moods[-1] + sum(moods) / len(moods)) / 2
    effort = _EFFORT * math.log(max(1, written) / _USUAL_CHARS)
    put_out = mood + _HEATED * sum(heats) / len(heats) + effort - (_ENDED if solved else 0.0)
    return 1 / (1 + math.exp(-put_out))
