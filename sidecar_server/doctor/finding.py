"""What a check says: fine, doubtful or wrong, and what to do about it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from sidecar_server.doctor.machine import Machine
from sidecar_server.settings import Settings

Level = Literal["ok", "warn", "wrong"]


@dataclass(frozen=True, slots=True)
class Said:
    """One thing a check says; `fix` says what to do where it is not fine."""

    level: Level
    detail: str
    fix: str = ""


Check = Callable[[Settings, Machine], Iterable[Said]]


@dataclass(frozen=True, slots=True)
class Examined:
    """One finding; `ok` is false where something must be done, not at a warning."""

    name: str
    ok: bool
    detail: str
    fix: str
    level: Level

    @classmethod
    def of(cls, name: str, said: Said) -> "Examined":
        """Give what a check said as one line of print, under the check's name."""
        detail, fix = (" ".join(text.split()) for text in (said.detail, said.fix))
        return cls(name, said.level != "wrong", detail, fix, said.level)


def fine(detail: str) -> Said:
    """Say that nothing is to be done."""
    return Said("ok", detail)


def doubt(detail: str, fix: str) -> Said:
    """Say what may be meant so and may be a fault; it does not change the exit code."""
    return Said("warn", detail, fix)


def wrong(detail: str, fix: str) -> Said:
    """Say what keeps the sidecar from doing its work, or its data from being safe."""
    return Said("wrong", detail, fix)
