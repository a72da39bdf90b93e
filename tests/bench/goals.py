"""The goals that one run can judge: what was asked, what came out."""

from collections.abc import Iterator, Mapping
from typing import Any

from tests.bench.table import middle, percentile


def goals(found: Mapping[str, Any]) -> list[str]:
    """Say for each goal of a run whether it is met; what was not measured is left out."""
    latency = [*_latency(found["one_message_ms"]), _draft(found["draft_ms"])]
    return [*latency, *_start(found["start_s"]), *_memory(found), *_pages(found["pages_ms"])]


def _latency(rounds: Mapping[str, Any]) -> Iterator[str]:
    ours = middle(rounds["ours"], 0.5)
    yield _said("P1 p50, against the passes", ours / middle(rounds["floor"], 0.5), 1.3)
    if "txtai" in rounds:
        yield _said("P1 p50, against txtai's server", ours / middle(rounds["txtai"], 0.5), 0.25)


def _draft(found: Mapping[str, Any]) -> str:
    ratio = percentile(found["ours"], 0.5) / percentile(found["floor"], 0.5)
    return _said("draft check p50, against the passes", ratio, 2)


def _start(found: Mapping[str, float]) -> Iterator[str]:
    reference = found.get("import sentence_transformers + load")
    if reference:
        ratio = found["ours, to the first answer"] / reference
        yield _said("P3 start, against sentence-transformers", ratio, 1 / 6)


def _memory(found: Mapping[str, Any]) -> Iterator[str]:
    peak = found["memory_mb"].get("ours, peak")
    if peak:
        yield _said("P4 peak memory in MB", peak, 250)


def _pages(found: Mapping[str, Any]) -> Iterator[str]:
    slowest = max(found, key=lambda name: percentile(found[name], 0.5))
    p50 = percentile(found[slowest], 0.5)
    yield _said(f"console at 15,000 phrases, {slowest}, ms"[:42], p50, 200)


def _said(what: str, value: float, most: float) -> str:
    verdict = "met" if value <= most else "NOT met"
    return f"goal {what:42}{value:9.2f}  at most {most:.3g}: {verdict}"
