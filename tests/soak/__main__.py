"""Runs the long tests and prints a line for each: what it found, what it should, how long it took.

By `python -m tests.soak [GOAL…] [--full] [--json FILE]`; without a goal all of them, without
`--full` a slice of each.
"""

import argparse
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from sidecar_server.web import log
from tests.soak.goals import GOALS


def main() -> int:
    """Run what is asked for; 1 where a goal is missed."""
    options = argparse.ArgumentParser(prog="scripts/soak", description=__doc__)
    options.add_argument("goals", nargs="*", metavar="GOAL", help=", ".join(GOALS))
    options.add_argument("--full", action="store_true", help="at full size: hours, all together")
    options.add_argument("--json", type=Path, help="write every figure to this file")
    chosen = options.parse_args()
    if unknown := [name for name in chosen.goals if name not in GOALS]:
        options.error(f"no such goal: {', '.join(unknown)}; there are {', '.join(GOALS)}")
    log.configure(level="error")
    found = {name: _run(name, chosen.full) for name in chosen.goals or GOALS}
    if chosen.json:
        chosen.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    return 0 if all(one["met"] for one in found.values()) else 1


def _run(name: str, full: bool) -> dict[str, Any]:
    """Run one, say what came of it, and give that as plain data."""
    load, start = os.getloadavg()[0], time.perf_counter()
    outcome = GOALS[name].run(full)
    took = round(time.perf_counter() - start, 1)
    said = "met" if outcome.met else "MISSED"
    sys.stdout.write(f"{name:9}{said:8}{outcome.figure}; goal: {GOALS[name].aim}; {took:,} s\n")
    sys.stdout.flush()
    return {
        "met": outcome.met,
        "figure": outcome.figure,
        "goal": GOALS[name].aim,
        "full": full,
        "seconds": took,
        "load_before": round(load, 1),
        "found": dict(outcome.found),
    }


if __name__ == "__main__":
    sys.exit(main())
