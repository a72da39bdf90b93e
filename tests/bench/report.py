"""Writes the figures of docs/bench.json into docs/performance.md, and draws them beside it.

By `python -m tests.bench.report`. On the page they stand between `<!-- bench: NAME -->` and
`<!-- bench end -->`; the words around them are written by hand.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.bench import table
from tests.bench.plot import svg

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE, FIGURES = DOCS / "performance.md", DOCS / "bench.json"
DRAWING = DOCS / "images" / "performance.svg"
ABSENT = "Not measured in this run.\n"
_BLOCK = re.compile(r"(<!-- bench: ([\w-]+) -->\n).*?(<!-- bench end -->)", re.DOTALL)


def filled(page: str, found: Mapping[str, Any]) -> str:
    """Give the page with a run's figures in their places; what was not measured says so."""
    parts = {name: f"{one.title}:\n\n{table.markdown(one)}" for name, one in table.tables(found)}
    parts["machine"] = table.machine(found) + "\n"
    parts["sections"] = "".join(f"- {line}\n" for line in table.ran(found))

    def fill(block: re.Match[str]) -> str:
        return f"{block[1]}{parts.get(block[2], ABSENT)}{block[3]}"

    return _BLOCK.sub(fill, page)


def main() -> None:
    """Write both."""
    found = json.loads(FIGURES.read_text(encoding="utf-8"))
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8"), found), encoding="utf-8")
    DRAWING.write_text(svg(found), encoding="utf-8")


if __name__ == "__main__":
    main()
