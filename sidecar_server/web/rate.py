"""How fast one connection may send: a bucket of tokens, and patience with those who overdraw it."""

import time
from collections.abc import Callable
from enum import Enum, auto

from sidecar_server.settings import Limits

PATIENCE = 100  # frames dropped before the connection is


class Verdict(Enum):
    """What to do with a frame."""

    TAKE = auto()
    WARN = auto()  # drop it and say so once
    DROP = auto()
    HANG_UP = auto()


class Rate:
    """A token bucket; a spell of overdrawing ends only once it is full again."""

    def __init__(self, limits: Limits, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_second, self._burst = limits.frames_per_second, limits.burst
        self._clock = clock
        self._tokens, self._at = float(limits.burst), clock()
        self._dropped = 0

    def frame(self) -> Verdict:
        """Judge the frame that just came."""
        now = self._clock()
        self._tokens = min(self._burst, self._tokens + (now - self._at) * self._per_second)
        self._at = now
        if self._tokens >= self._burst:
            self._dropped = 0
        if self._tokens >= 1:
            self._tokens -= 1
            return Verdict.TAKE
        self._dropped += 1
        if self._dropped == 1:
            return Verdict.WARN
        return Verdict.DROP if self._dropped <= PATIENCE else Verdict.HANG_UP
