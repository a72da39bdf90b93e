"""The tables of a run, from its figures: for a terminal, and for docs/performance.md."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Found = Mapping[str, Any]
LABELS = {
    "ours": "Sidecar: message to suggestions, over /live",
    "replied": "Sidecar, and an agent replies to each",
    "floor": "the encoder passes it needs, bare",
    "paced": "the same with 3 ms of rest before each",
    "reference": "sentence-transformers + FAISS, by hand",
    "txtai": "txtai's HTTP server",
}


@dataclass(frozen=True)
class Table:
    """The first column of each row is text, the others are figures."""

    title: str
    header: Sequence[str]
    rows: Sequence[Sequence[str]]


def tables(found: Found) -> Iterator[tuple[str, Table]]:
    """Give the tables of a run by name: the goals, then one or more of each section."""
    yield "goals", _goals(found)
    for name, section in found["sections"].items():
        if "found" in section:
            yield from _SHOWN[name](section["found"])


def text(found: Found) -> str:
    """Write a run for a terminal."""
    parts = [machine(found)]
    parts += [_plain(table) for _, table in tables(found)]
    return "\n\n".join([*parts, "\n".join(ran(found))]) + "\n"


def machine(found: Found) -> str:
    """Name the machine and what ran on it, in two sentences."""
    at = found["machine"]
    versions = ", ".join(f"{name} {version}" for name, version in at["versions"].items())
    loads = [
        one[key] for one in found["sections"].values() for key in ("load_before", "load_after")
    ]
    said = f"{at['processor']}, {at['cores']} cores, {at['memory_gb']:.0f} GB, {at['system']}"
    run = "a quick run, whose figures say little" if found["quick"] else "a full run"
    load = f"load {min(loads):.1f} to {max(loads):.1f}" if loads else "nothing measured"
    if loads and loads[0] > at["cores"] / 2:
        load += ", as other programs were running"
    made = f"Commit {at['commit']}, {at['date']}"
    return f"{said}; Python {at['python']}; {versions}. {made}, {run}; {load}."


def ran(found: Found) -> Iterator[str]:
    """Say of each section how long it took, and what stopped it."""
    for name, one in found["sections"].items():
        failed = f"; it FAILED: {one['failed']}" if "failed" in one else ""
        again = f", measured again at {one['commit']}" if "commit" in one else ""
        yield f"{name}: {one['seconds']:.0f} s{again}{failed}"


def markdown(table: Table) -> str:
    """Write a table for a page."""
    lines = [table.header, ["---", *["---:"] * (len(table.header) - 1)], *table.rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in lines) + "\n"


def _plain(table: Table) -> str:
    columns = list(zip(*[table.header, *table.rows], strict=True))
    wide = [max(map(len, column)) for column in columns]
    lines = [
        "  ".join(
            cell.ljust(width) if at == 0 else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(row, wide, strict=True))
        ).rstrip()
        for row in (table.header, *table.rows)
    ]
    return "\n".join([table.title, *lines])


def _goals(found: Found) -> Table:
    rows = [
        (
            f"{one['goal']} {one['what']}",
            f"{figure(one['figure'])}{one['unit'] and ' ' + one['unit']}",
            one["asked"],
            "met" if one["met"] else "NOT met",
        )
        for one in found["goals"]
    ]
    return Table("Goals", ("goal", "figure", "asked", ""), rows)


def figure(value: float | None) -> str:
    """Write a number with three digits, a large one whole; nothing as a dash."""
    if value is None:
        return "–"
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"


def _figures(*values: float | None) -> list[str]:
    return [figure(value) for value in values]


def _messages(found: Found) -> Iterator[tuple[str, Table]]:
    one, ours = found["one_message_ms"], found["one_message_ms"]["ours"]["p50"]
    rows = [
        (LABELS[name], *_figures(each["p50"], each["p99"], each["p50"] / ours))
        for name, each in one.items()
    ]
    drafts = {"ours": "Sidecar: draft to findings, over /live", "floor": LABELS["floor"]}
    header = ("", "p50, ms", "p99, ms", "Sidecar = 1")
    passes = f"One message ({found['passes']} encoder passes on average)"
    yield "message", Table(passes, header, rows)
    base = found["draft_ms"]["ours"]["p50"]
    rows = [
        (drafts[name], *_figures(each["p50"], each["p99"], each["p50"] / base))
        for name, each in found["draft_ms"].items()
    ]
    yield "draft", Table("A draft of 600 characters", header, rows)
    rows = [
        (f"{many}: {LABELS[name]}", *_figures(each["p50"], each["p99"], each["per_s"]))
        for many, ways in found["at_once"].items()
        for name, each in ways.items()
    ]
    header = ("chats at once", "p50, ms", "p99, ms", "messages/s")
    yield "at-once", Table("Chats that write without a pause", header, rows)


def _start(found: Found) -> Iterator[tuple[str, Table]]:
    labels = {
        "first": "Sidecar, the very first start: the library is embedded",
        "ours": "Sidecar, to the first answer",
        "reference": "import sentence_transformers, and load",
        "txtai": "txtai's HTTP server, until it answers",
    }
    rows = [(labels[name], *_figures(value)) for name, value in found.items()]
    yield "start", Table("From the start of the process", ("", "s"), rows)


def _memory(found: Found) -> Iterator[tuple[str, Table]]:
    labels = {
        "english": "Sidecar, English",
        "all": f"Sidecar, after a message in each of {', '.join(found['languages'])}",
        "reference": LABELS["reference"],
        "txtai": LABELS["txtai"],
    }
    rows = [
        (label, *_figures(found[name].get("now"), found[name].get("peak")))
        for name, label in labels.items()
        if name in found
    ]
    yield "memory", Table("Memory", ("", "now, MB", "at most, MB"), rows)


def _growth(found: Found) -> Iterator[tuple[str, Table]]:
    sizes = found["sizes"].values()
    shown: dict[str, Callable[[Found], float | None]] = {
        "a message, p50, ms": lambda one: one["message_ms"]["p50"],
        "a message, p99, ms": lambda one: one["message_ms"]["p99"],
        "sentence-transformers + FAISS, p50, ms": lambda one: (one["reference_ms"] or {}).get(
            "p50"
        ),
        "the search in it, p50, ms": lambda one: one["search_ms"]["p50"],
        "recall@10 against comparing all": lambda one: one["recall_at_10"],
        "an edited line: agents are told, ms": lambda one: one["line_ms"]["told"],
        "an edited line: it is served, ms": lambda one: one["line_ms"]["served"],
        "a changed example: agents are told, ms": lambda one: one["example_ms"]["told"],
        "a changed example: it is served, ms": lambda one: one["example_ms"]["served"],
        "of it building, mean, ms": lambda one: one["build_ms"],
        "start, s": lambda one: one["start_s"],
        "memory, MB": lambda one: one["memory_mb"].get("now"),
    }
    rows = [(name, *(figure(of(one)) for one in sizes)) for name, of in shown.items()]
    header = ("examples", *(f"{int(size):,}" for size in found["sizes"]))
    yield "growth", Table("By the size of the library", header, rows)


def _crowd(found: Found) -> Iterator[tuple[str, Table]]:
    what = f"{found['open']:,} open, {found['per_s']} messages/s"
    figures = (found["sent"], found["dropped"], *found["answer_ms"].values())
    header = ("connections", "sent", "dropped", "p50, ms", "p99, ms")
    yield "crowd", Table("A crowd", header, [(what, *_figures(*figures))])


def _page(found: Found) -> Iterator[tuple[str, Table]]:
    card, keys, share = found["card_ms"], found["keys_ms"], found["share_of_a_core"]
    rows = [
        (f"message in the page to painted card, {at}, ms", *_figures(card[f"whole_{at}"]))
        for at in ("p50", "p95")
    ]
    rows += [
        (
            f"the same without the server's time, {at}, ms",
            *_figures(card[f"beside_the_server_{at}"]),
        )
        for at in ("p50", "p95")
    ]
    rows.append(("the page alone, % of a core", *_figures(100 * share["alone"])))
    rows.append(("reading it adds, % of a core", *_figures(100 * share["reading_adds"])))
    for name, label in (("alone", "page alone"), ("read", "page read")):
        rows.append((f"longest wait of a key, {label}, ms", *_figures(keys[f"{name}_key"])))
        rows.append((f"longest from key to frame, {label}, ms", *_figures(keys[f"{name}_frame"])))
    yield "page", Table("In the page", ("", "figure"), rows)


def _quality(found: Found) -> Iterator[tuple[str, Table]]:
    cosine = found["cosine"]
    rows = [
        (name, *(f"{value:.3f}" for value in (found["shipped"][name], whole)))
        for name, whole in found["reference"].items()
    ]
    said = f"{cosine['messages']:,} real messages, cosine: mean {cosine['mean']:.4f}, "
    title = f"{said}lowest hundredth {cosine['lowest_hundredth']:.3f}"
    yield "quality", Table(title, ("", "int8, shipped", "reference"), rows)


def _console(found: Found) -> Iterator[tuple[str, Table]]:
    rows = [(name, *_figures(each["p50"], each["p99"])) for name, each in found["pages_ms"].items()]
    title = f"A page of the console, {found['phrases']:,} phrases"
    yield "console", Table(title, ("", "p50, ms", "p99, ms"), rows)


_SHOWN = {
    "messages": _messages,
    "start": _start,
    "memory": _memory,
    "growth": _growth,
    "crowd": _crowd,
    "page": _page,
    "quality": _quality,
    "console": _console,
}
