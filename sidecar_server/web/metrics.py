"""The instruments of one server: counts and times; no label names a person or holds a text."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, Protocol, get_args

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    ProcessCollector,
    disable_created_metrics,
)

from sidecar_server import __version__
from sidecar_server.web.outward import Outward
from sidecar_server.web.parts import Mind
from sidecar_server.web.readiness import Readiness
from sidecar_server.wire import CLIENT_FRAMES, Code, Problem, ServerFrame, Suggestions

UNKNOWN = "unknown"  # stands for every value of a label that is not listed
KINDS = ("phrase", "note", "nudge", "introduction", "hint", "care", "notice")
CLOSED = ("1012", "4401", "4403", "4408", "4413", "4426", "4429")
QUICK_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
SLOW_S = (0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)

disable_created_metrics()  # type: ignore[no-untyped-call]  # when each series began would be half of what is read


class Known:
    """A counter by one label, whose values are these and `unknown`: nobody can add one."""

    def __init__(
        self, name: str, about: str, label: str, values: Iterable[str], registry: CollectorRegistry
    ) -> None:
        counter = Counter(name, about, [label], registry=registry)
        self._by_value = {value: counter.labels(value) for value in (*values, UNKNOWN)}

    def count(self, value: str | None) -> None:
        """Count one."""
        (self._by_value.get(value or UNKNOWN) or self._by_value[UNKNOWN]).inc()


class State(Protocol):
    """What is looked up when somebody asks, and counted by nobody."""

    readiness: Readiness
    mind: Mind | None

    @property
    def connections(self) -> int:
        """How many are past their welcome."""
        ...

    @property
    def outward(self) -> Outward:
        """What this process sends out by itself."""
        ...


class Metrics:
    """Every instrument, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        ProcessCollector(registry=registry)
        build = Info("sidecar_build", "The version that runs.", registry=registry)
        build.info({"version": __version__})
        self._counters(partial(Known, registry=registry))
        self._times(partial(Histogram, registry=registry, buckets=QUICK_S))
        self._encoding(partial(Counter, registry=registry))

    def _counters(self, known: Callable[..., Known]) -> None:
        about = "Frames taken from clients."
        self.frames = known("sidecar_frames_taken", about, "type", CLIENT_FRAMES)
        about = "Suggestions sent to clients."
        self.suggestions = known("sidecar_suggestions_sent", about, "kind", KINDS)
        about = "Problems sent to clients."
        self.problems = known("sidecar_problems_sent", about, "code", get_args(Code))
        about = "Connections that were greeted in vain or ended by the server, by close code."
        self.refused = known("sidecar_connections_refused", about, "code", CLOSED)

    def _times(self, seconds: Callable[..., Histogram]) -> None:
        about = "From a message's arrival to its suggestions."
        self.answers = seconds("sidecar_answer_seconds", about)
        about = "From a draft's arrival to its findings, the pause between two checks included."
        self.checks = seconds("sidecar_draft_check_seconds", about)
        about = "From a text's arrival at its encoder to the batch it is in."
        self.waits = seconds("sidecar_encoder_wait_seconds", about)
        about = "Building a library that was changed, until it is served."
        self.refreshes = seconds("sidecar_library_refresh_seconds", about, buckets=SLOW_S)

    def _encoding(self, counter: Callable[..., Counter]) -> None:
        self.batches = counter("sidecar_encoder_batches", "Batches that encoders began.")
        self.texts = counter("sidecar_encoder_texts", "Texts in these batches.")

    def show(self, state: State) -> None:
        """Let what is looked up be read from this server."""
        for name, (about, read) in _LOOKED_UP.items():
            Gauge(name, about, registry=self.registry).set_function(partial(read, state))

    def sent(self, frame: ServerFrame) -> None:
        """Count what a frame to a client holds."""
        if isinstance(frame, Suggestions):
            for item in frame.items:
                self.suggestions.count(item.kind)
        elif isinstance(frame, Problem):
            self.problems.count(frame.code)

    def batch(self, texts: int, waited: Sequence[float]) -> None:
        """Count a batch that begins, its texts, and the seconds that each request waited for it."""
        self.batches.inc()
        self.texts.inc(texts)
        for seconds in waited:
            self.waits.observe(seconds)


def _published(state: State, entries: str) -> int:
    listed: Sequence[Any] = ()
    if state.mind:
        listed = getattr(state.mind.advisor.searchable.library, entries)
    return sum(one.state == "published" for one in listed)


def _revision(state: State) -> int:
    return state.mind.advisor.searchable.library.revision if state.mind else 0


_LOOKED_UP: Mapping[str, tuple[str, Callable[[State], float]]] = {
    "sidecar_connections": ("Connections that are open.", lambda state: state.connections),
    "sidecar_conversations": (
        "Conversations in memory.",
        lambda state: len(state.mind.conversations) if state.mind else 0,
    ),
    "sidecar_library_revision": ("The revision of the library that is served.", _revision),
    "sidecar_library_phrases": ("Phrases served.", partial(_published, entries="phrases")),
    "sidecar_library_notes": ("Cultural notes served.", partial(_published, entries="notes")),
    "sidecar_database_up": (
        "1 where the database answered within the last few seconds, else 0.",
        lambda state: state.readiness.has_database,
    ),
    "sidecar_database_age_seconds": (
        "Since the database last answered.",
        lambda state: state.readiness.age_s,
    ),
    "sidecar_tries_elsewhere": (
        "Tries of this server to reach another computer than the database's: 0.",
        lambda state: state.outward.elsewhere,
    ),
}
