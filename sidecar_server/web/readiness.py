"""What a load balancer is told: whether to send clients to this copy."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

FRESH_S = 5.0  # a database that is only restarted takes no copy out

Word = Literal["starting", "ready", "database", "stopping"]


@dataclass
class Readiness:
    """Whether messages are answered, and when the database was last heard of."""

    started: bool = False
    stopping: Callable[[], bool] = lambda: False
    clock: Callable[[], float] = time.monotonic
    _heard_at: float = -math.inf

    def heard(self) -> None:
        """Take note that the database has just answered."""
        self._heard_at = self.clock()

    @property
    def age_s(self) -> float:
        """Seconds since the database last answered; infinite before it first did."""
        return self.clock() - self._heard_at

    @property
    def has_database(self) -> bool:
        """Whether the database answered within the last few seconds."""
        return self.age_s <= FRESH_S

    @property
    def answers(self) -> bool:
        """Whether a message of somebody who connects now would be answered."""
        return self.started and not self.stopping()

    @property
    def word(self) -> Word:
        """The state in one word."""
        if self.stopping():
            return "stopping"
        if not self.started:
            return "starting"
        return "ready" if self.has_database else "database"
