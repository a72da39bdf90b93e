"""Breaks a module in every small way there is, and counts what its tests notice.

By `python -m tests.mutants [MODULE…] [--coverage] [--page]`; without a module all of them, and with
`--page` alone none: what was found before is written down.
"""

import argparse
import importlib
import json
import os
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from hypothesis import Phase, settings

from tests.mutants import page
from tests.mutants.modules import ROOT, TESTS, source
from tests.mutants.mutations import Mutant
from tests.mutants.running import measure, try_all

FOUND = ROOT / "build" / "mutants.json"


def main() -> int:
    """Try the modules asked for; 1 where branches are missed."""
    options = argparse.ArgumentParser(prog="scripts/mutants", description=__doc__)
    options.add_argument("modules", nargs="*", metavar="MODULE")
    options.add_argument("--page", action="store_true", help="write docs/mutants.md from all runs")
    options.add_argument("--coverage", action="store_true", help="the branches alone, no mutants")
    chosen = options.parse_args()
    known = {one.removeprefix("sidecar_server."): one for one in TESTS}
    if unknown := [one for one in chosen.modules if one not in known]:
        options.error(f"no such module: {', '.join(unknown)}; there are {', '.join(known)}")
    modules = [known[one] for one in chosen.modules] or ([] if chosen.page else list(TESTS))
    phases = (Phase.explicit, Phase.generate)
    settings.register_profile(
        "mutants", phases=phases, derandomize=True, deadline=None, max_examples=25
    )
    settings.load_profile("mutants")
    full = [_run(module, chosen.coverage) for module in modules]
    if chosen.page:
        page.write(json.loads(FOUND.read_text(encoding="utf-8")))
    return 0 if all(full) else 1


def _run(module: str, coverage_alone: bool) -> bool:
    """Try one module in a process of its own, so that each begins with nothing imported."""
    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1] == 0
    start = time.monotonic()
    reached, percent = measured(module)
    if not coverage_alone:
        found = tried(module, reached)
        found |= {"branches": percent, "seconds": round(time.monotonic() - start)}
        _keep(module, found)
        survived = len(found["survived"])
        sys.stdout.write(f"{module}: {found['all'] - survived} of {found['all']} killed\n")
        sys.stdout.flush()
    os._exit(0 if percent == 100 else 1)


def measured(module: str) -> tuple[Any, float]:
    """Measure in a process of its own, which leaves nothing of ours imported here."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        reached, percent = measure([module])
        others = [one for one in sys.modules if not one.startswith(("sidecar_server", "tests"))]
        with os.fdopen(writing, "w") as told:
            json.dump([reached[module], percent, others], told)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as told:
        said = told.read()
    os.waitpid(child, 0)
    reached, percent, others = json.loads(said)
    for other in others:  # once here, so that no mutant's process has to
        with suppress(Exception):
            importlib.import_module(other)
    return {int(line): names for line, names in reached.items()}, percent


def tried(module: str, reached: Any) -> dict[str, Any]:
    """Give how many there were and which survived, by line."""
    outcomes = ROOT / "build" / f"{module}.jsonl"
    outcomes.parent.mkdir(exist_ok=True)
    outcomes.write_text("")
    lines = source(module).read_text(encoding="utf-8").split("\n")

    def found(mutant: Mutant, killed: bool) -> None:
        said = {
            "killed": killed,
            "function": mutant.function,
            "line": mutant.line,
            "change": mutant.said,
            "text": lines[mutant.line - 1].strip(),
        }
        with outcomes.open("a", encoding="utf-8") as kept:
            kept.write(json.dumps(said, ensure_ascii=False) + "\n")
        if not killed:
            sys.stdout.write(f"survived {module}:{mutant.line} {mutant.said}\n")
            sys.stdout.flush()

    try_all(module, reached, found)
    every = [json.loads(one) for one in outcomes.read_text(encoding="utf-8").splitlines()]
    return {"all": len(every), "survived": [one for one in every if not one["killed"]]}


def _keep(module: str, found: dict[str, Any]) -> None:
    before: dict[str, Any] = {}
    if FOUND.exists():
        before = json.loads(FOUND.read_text(encoding="utf-8"))
    FOUND.write_text(json.dumps(before | {module: found}, ensure_ascii=False), encoding="utf-8")


if __name__ == "__main__":
    assert Path.cwd() == ROOT, "run it by scripts/mutants"
    sys.exit(main())
