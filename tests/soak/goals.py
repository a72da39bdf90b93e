"""The long tests by name: what each is to show, and where it is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module

from tests.soak.outcome import Outcome


@dataclass(frozen=True)
class Goal:
    """`aim` is what is asked for, at full size; `module` runs it."""

    aim: str
    module: str

    @property
    def run(self) -> Callable[[bool], Outcome]:
        """Give what measures it, at full size where it is told so; slow to import, some of them."""
        found: Callable[[bool], Outcome] = import_module(f"tests.soak.{self.module}").run
        return found


GOALS: Mapping[str, Goal] = {
    "S4": Goal(
        "1,000,000 hostile frames: 0 exits, 0 tracebacks, 0 payload bytes, good clients unaffected",
        "hostile",
    ),
    "S5": Goal(
        "500 kill -9 during writes: 0 acknowledged lost, index equals store, answer within 2 s",
        "kills",
    ),
    "S7": Goal(
        "1,000 idle and 100 messages/s: 0 dropped, p99 at most 3 x an echo's, at most 40 KiB each",
        "crowd",
    ),
    "S8": Goal(
        "1,000,000 messages: at most 5 MiB more after 100,000, descriptors and tasks constant",
        "growth",
    ),
    "S9": Goal("10,000 schedules: 0 final answers lost, doubled or stale", "schedules"),
    "S10": Goal(
        "50 workers killed, 20 restarts: the right line within 3 s at p95, 0 doubled", "recovery"
    ),
    "fuzz": Goal(
        "100,000 odd and broken frames, files, profiles and texts: each taken, or refused by name",
        "fuzz",
    ),
    "network": Goal(
        "700 faults of the line: 0 answers lost, stale or doubled, 0 dead connections kept",
        "network",
    ),
    "disk": Goal(
        "25 times full below a server: it answers, refuses writes with the fix, 0 acknowledged "
        "lost, written again within 5 s; read-only: says so",
        "disk",
    ),
    "reconnect": Goal(
        "1,000 clients, 6 restarts: 0 answers lost, the server alive and its memory bounded",
        "reconnect",
    ),
    "clock": Goal(
        "40 jumps of the wall's clock, hours asleep, 50 s frozen: 0 chats lost, 0 kept on",
        "clock",
    ),
    "hundred": Goal(
        "130 chats in one page and a restart: each read, and its last line answered and shown",
        "hundred",
    ),
}
