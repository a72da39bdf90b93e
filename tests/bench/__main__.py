"""Measures our server and what it stands beside, in one run, and prints one table."""

import argparse
import asyncio
import json
import sys
import tempfile
from pathlib import Path

from tests.bench import table
from tests.bench.run import measure


def main() -> None:
    """Read the options, measure, print."""
    options = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    options.add_argument("--messages", type=int, default=192, help="messages a round")
    options.add_argument("--rounds", type=int, default=3, help="rounds; medians of them are shown")
    options.add_argument("--json", type=Path, help="write every figure to this file")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="sidecar-bench-") as place:
        try:
            found = asyncio.run(measure(Path(place), chosen.messages, chosen.rounds))
        except RuntimeError as stopped:  # what a process said that did not start or answer
            sys.exit(str(stopped))
    for line in table.lines(found):
        sys.stdout.write(line + "\n")
    if chosen.json:
        chosen.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


main()
