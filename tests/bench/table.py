"""The one table of a run, from its figures."""

from collections.abc import Iterator, Mapping, Sequence
from statistics import median
from typing import Any

BUSY = "; other programs were running: compare only within this table"
LABELS = {
    "ours": "message to suggestions, over /live",
    "floor": "the encoder passes it needs, bare",
    "paced": "the same with 3 ms of rest before each",
    "reference": "sentence-transformers encode + FAISS",
    "txtai": "txtai's HTTP server",
}
MISSING = {"reference": "run scripts/bench --models", "txtai": "run scripts/bench --txtai"}


def percentile(times: Sequence[float], share: float) -> float:
    """Give the time that `share` of the times stay at or below."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def middle(rounds: Sequence[Sequence[float]], share: float) -> float:
    """Give the median over the rounds of one percentile."""
    return median(percentile(times, share) for times in rounds)


def lines(found: Mapping[str, Any]) -> Iterator[str]:
    """Write the figures of a run as the table's lines."""
    yield _machine(found["machine"])
    yield ""
    yield from _one_message(found)
    yield ""
    yield from _drafts(found["draft_ms"])
    yield ""
    yield from _at_once(found["sixteen_at_once"])
    yield ""
    yield from _pages(found["pages_ms"])
    yield ""
    yield from _pairs("from process start, s", found["start_s"])
    yield ""
    yield from _pairs("memory, MB", found["memory_mb"])
    yield ""
    yield from found["goals"]


def _machine(found: Mapping[str, Any]) -> str:
    said = f"{found['cores']} cores, Python {found['python']}, load before {found['load']:.1f}"
    busy = found["load"] > found["cores"] / 2
    return f"{said}{BUSY * busy}"


def _one_message(found: Mapping[str, Any]) -> Iterator[str]:
    rounds = found["one_message_ms"]
    yield f"{'one message, batch 1':44}{'p50 ms':>9}{'p99 ms':>9}{'p50, ours = 1':>16}"
    ours = middle(rounds["ours"], 0.5)
    for name, label in LABELS.items():
        if name in rounds:
            p50, p99 = middle(rounds[name], 0.5), middle(rounds[name], 0.99)
            yield f"{label:44}{p50:9.2f}{p99:9.2f}{p50 / ours:16.2f}"
        else:
            yield f"{label:44}not installed: {MISSING[name]}"
    yield f"{'encoder passes a message, on average':44}{found['passes']:9.2f}"


def _drafts(found: Mapping[str, Sequence[float]]) -> Iterator[str]:
    yield f"{'a draft of 600 characters':44}{'p50 ms':>9}{'p99 ms':>9}"
    labels = {"ours": "draft to findings, over /live", "floor": LABELS["floor"]}
    for name, label in labels.items():
        yield f"{label:44}{percentile(found[name], 0.5):9.2f}{percentile(found[name], 0.99):9.2f}"


def _pages(found: Mapping[str, Sequence[float]]) -> Iterator[str]:
    yield f"{'a page of the console, 15,000 phrases':44}{'p50 ms':>9}{'p99 ms':>9}"
    for name, times in found.items():
        yield f"{name:44}{percentile(times, 0.5):9.1f}{percentile(times, 0.99):9.1f}"


def _at_once(found: Mapping[str, Mapping[str, float]]) -> Iterator[str]:
    yield f"{'sixteen chats at once':44}{'p50 ms':>9}{'p99 ms':>9}{'messages/s':>16}"
    for name, row in found.items():
        yield f"{LABELS[name]:44}{row['p50']:9.1f}{row['p99']:9.1f}{row['per_s']:16.0f}"


def _pairs(title: str, found: Mapping[str, float]) -> Iterator[str]:
    yield title
    for name, value in found.items():
        yield f"  {name:42}{value:9.2f}"
