"""Measures every goal beside what it is compared with, and prints one table."""

import argparse
import json
import sys
import tempfile
from pathlib import Path

from sidecar_server.web import log
from tests.bench import table
from tests.bench.plan import Plan
from tests.bench.run import SECTIONS, joined, run


def main() -> int:
    """Read the options, measure, print; 1 where a section failed or a goal is missed."""
    told = "".join(f"\n  {name:10}{what}" for name, what in SECTIONS.items())
    options = argparse.ArgumentParser(
        prog="scripts/bench",
        description=f"{__doc__}\n\nsections, all where none is named:{told}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    options.add_argument("sections", nargs="*", metavar="SECTION")
    options.add_argument("--quick", action="store_true", help="small sizes: shows that all runs")
    options.add_argument(
        "--million", action="store_true", help="1,000,000 examples too: gigabytes, and long"
    )
    options.add_argument("--json", type=Path, help="write every figure to this file")
    options.add_argument(
        "--into", type=Path, help="put these sections into that file's run, with their own commit"
    )
    chosen = options.parse_args()
    if unknown := [name for name in chosen.sections if name not in SECTIONS]:
        options.error(f"no such section: {', '.join(unknown)}; there are {', '.join(SECTIONS)}")
    log.configure(level="error")
    with tempfile.TemporaryDirectory(prefix="sidecar-bench-") as place:
        plan = Plan(Path(place), chosen.quick, chosen.million)
        found = run(plan, chosen.sections or SECTIONS)
    if chosen.into:
        found = joined(json.loads(chosen.into.read_text(encoding="utf-8")), found)
    sys.stdout.write(table.text(found))
    if file := chosen.into or chosen.json:
        file.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    failed = any("failed" in one for one in found["sections"].values())
    return 1 if failed or not all(goal["met"] for goal in found["goals"]) else 0


if __name__ == "__main__":
    sys.exit(main())
