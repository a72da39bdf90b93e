"""One run: its sections one after the other, each judged, each allowed to fail alone."""

import sys
import time
import traceback
from collections.abc import Callable, Iterable, Mapping
from importlib import import_module
from typing import Any

from tests.bench.goals import judge
from tests.bench.machine import load, machine
from tests.bench.plan import Plan

SECTIONS: Mapping[str, str] = {
    "messages": "P1 and P2: a message, drafts, many chats at once",
    "start": "P3: from the process's start to the first answer",
    "memory": "P4: memory, English alone and with every language",
    "growth": "P5: 1,000 to 100,000 examples: messages, recall, edits",
    "crowd": "P6: 1,000 connections and 100 messages a second",
    "page": "P7: the extension in a busy page, in Chromium",
    "quality": "P8: the int8 model beside its reference",
    "console": "the console's pages with 15,000 phrases",
}
Measure = Callable[[Plan], dict[str, Any]]


def run(plan: Plan, wanted: Iterable[str]) -> dict[str, Any]:
    """Measure what is wanted; all figures by name, as they are written to a file."""
    found: dict[str, Any] = {"machine": machine(), "quick": plan.quick, "sections": {}}
    for name in wanted:
        measure: Measure = import_module(f"tests.bench.{name}").measure
        found["sections"][name] = section(name, measure, plan)
    return _judged(found)


def joined(before: Mapping[str, Any], again: Mapping[str, Any]) -> dict[str, Any]:
    """Put sections that were measured again in their places, each with the commit it is of."""
    commit = again["machine"]["commit"]
    measured = {name: {**one, "commit": commit} for name, one in again["sections"].items()}
    return _judged({**before, "sections": {**before["sections"], **measured}})


def _judged(found: Mapping[str, Any]) -> dict[str, Any]:
    good = {name: one["found"] for name, one in found["sections"].items() if "found" in one}
    return {**found, "goals": judge(good)}


def section(name: str, measure: Measure, plan: Plan) -> dict[str, Any]:
    """Measure one section; what goes wrong in it is kept in its place."""
    said, start = {"load_before": load()}, time.perf_counter()
    sys.stderr.write(f"· {name}: {SECTIONS[name]}\n")
    try:
        outcome: dict[str, Any] = {"found": measure(plan)}
    except Exception as error:  # whatever it is, the other sections have their figures
        traceback.print_exc()
        reason = str(error).strip().partition("\n")[0]
        outcome = {"failed": f"{type(error).__name__}: {reason}"}
    took = round(time.perf_counter() - start, 1)
    sys.stderr.write(f"  {took:.0f} s\n")
    return {**outcome, **said, "load_after": load(), "seconds": took}
