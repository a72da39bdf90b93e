"""A drawing of cost against size and load, as SVG, readable on light and dark pages."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

Found = Mapping[str, Any]
WIDE, HIGH, LEFT, TOP, PANEL = 900, 380, 64, 64, 330
APART = 450  # from one panel's left edge to the next one's
FLOOR = HIGH - 60
STYLE = """
  svg { background: #fff }
  text { font: 12px system-ui, sans-serif; fill: #1f2328 }
  .title { font-weight: 600; font-size: 13px }
  .grid { stroke: #d0d7de; stroke-width: 1 }
  path { fill: none; stroke-width: 2 }
  .ours { stroke: #0a6b52 } .other { stroke: #a13d12 } .bare { stroke: #57606a }
  .slow { stroke-dasharray: 5 4 }
  text.ours { stroke: none; fill: #0a6b52 } text.other { stroke: none; fill: #a13d12 }
  text.bare { stroke: none; fill: #57606a }
  @media (prefers-color-scheme: dark) {
    svg { background: #0d1117 }
    text { fill: #e6edf3 }
    .grid { stroke: #30363d }
    .ours { stroke: #4fd1a5 } .other { stroke: #ff9b6a } .bare { stroke: #9da7b1 }
    text.ours { fill: #4fd1a5 } text.other { fill: #ff9b6a } text.bare { fill: #9da7b1 }
  }
"""


@dataclass(frozen=True)
class Line:
    """A labelled line: what kind it is decides its colour; a slow one is dashed."""

    label: str
    kind: str
    points: Sequence[tuple[float, float]]


@dataclass(frozen=True)
class Panel:
    """A panel with both axes by powers of ten."""

    title: str
    across: str
    lines: Sequence[Line]


def svg(found: Found) -> str:
    """Draw the panels that a run has figures for."""
    sections = {name: one["found"] for name, one in found["sections"].items() if "found" in one}
    panels = []
    if "growth" in sections:
        panels.append(_size(sections))
    if "messages" in sections:
        panels.append(_load(sections["messages"]["at_once"]))
    drawn = "\n".join(
        line for at, panel in enumerate(panels) for line in _panel(panel, LEFT + at * APART)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {HIGH}" role="img" '
        f'aria-label="Milliseconds a message, by examples and by chats at once">\n'
        f"<style>{STYLE}</style>\n{drawn}\n</svg>\n"
    )


def _size(sections: Found) -> Panel:
    sizes = {int(size): one for size, one in sections["growth"]["sizes"].items()}
    lines = [Line("Sidecar", "ours", [(n, one["message_ms"]["p50"]) for n, one in sizes.items()])]
    beside = [(n, one["reference_ms"]["p50"]) for n, one in sizes.items() if one["reference_ms"]]
    if beside:
        lines.append(Line("sentence-transformers + FAISS", "other", beside))
    if "messages" in sections:
        floor = sections["messages"]["one_message_ms"]["floor"]["p50"]
        lines.append(Line("the encoder's passes", "bare", [(n, floor) for n in sizes]))
    return Panel("A message, p50, ms", "examples in the library", lines)


def _load(chats: Found) -> Panel:
    lines = []
    for way, label, kind in (("ours", "Sidecar", "ours"), ("txtai", "txtai", "other")):
        for share, slow in (("p50", ""), ("p99", " slow")):
            points = [(int(n), ways[way][share]) for n, ways in chats.items() if way in ways]
            if points:
                lines.append(Line(f"{label}, {share}", kind + slow, points))
    return Panel("Chats that write without a pause, ms", "chats at once", lines)


def _panel(panel: Panel, left: int) -> Iterator[str]:
    xs = [x for line in panel.lines for x, _ in line.points]
    ys = [y for line in panel.lines for _, y in line.points]
    low, high = math.floor(math.log10(min(ys))), math.ceil(math.log10(max(ys)))
    first, last = math.log10(min(xs)), math.log10(max(xs))

    def place(x: float, y: float) -> tuple[float, float]:
        across = (math.log10(x) - first) / ((last - first) or 1)
        up = (math.log10(y) - low) / ((high - low) or 1)
        return left + across * PANEL, FLOOR - up * (FLOOR - TOP)

    yield f'<text class="title" x="{left}" y="24">{escape(panel.title)}</text>'
    middle = f'x="{left + PANEL / 2:.0f}" y="{HIGH - 14}" text-anchor="middle"'
    yield f"<text {middle}>{panel.across}</text>"
    for power in range(low, high + 1):
        x, y = place(min(xs), 10.0**power)
        yield f'<line class="grid" x1="{x:.0f}" x2="{x + PANEL:.0f}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield f'<text x="{x - 8:.0f}" y="{y + 4:.1f}" text-anchor="end">{10.0**power:,g}</text>'
    for x in sorted(set(xs)):
        at, _ = place(x, 1)
        yield f'<text x="{at:.1f}" y="{FLOOR + 18}" text-anchor="middle">{x:,.0f}</text>'
    yield from _lines(panel, place, left)


def _lines(panel: Panel, place: Any, left: int) -> Iterator[str]:
    """Draw each line, its points with what they are, and its name above the panel."""
    for number, line in enumerate(panel.lines):
        points = [place(x, y) for x, y in line.points]
        path = " L ".join(f"{x:.1f} {y:.1f}" for x, y in points)
        yield f'<path class="{line.kind}" d="M {path}"/>'
        for (x, y), (_, value) in zip(points, line.points, strict=True):
            yield f'<circle class="{line.kind}" cx="{x:.1f}" cy="{y:.1f}" r="3" fill="none">'
            yield f"<title>{escape(line.label)}: {value:.3g} ms</title></circle>"
        across, down = left + (number % 2) * 150, 40 + (number // 2) * 14
        mark = "- - " if line.kind.endswith("slow") else "— "
        yield f'<text class="{line.kind}" x="{across}" y="{down}">{mark}{escape(line.label)}</text>'
