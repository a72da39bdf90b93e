"""P8: the shipped int8 model beside the one it was made from, on real messages and by quality."""

import json
import subprocess
from typing import Any

from tests.bench.peers import MODELS_PYTHON
from tests.bench.plan import Plan
from tests.bench.process import TOP
from tests.quality.sets import ABSENT, DATA

COSINES, DRAWN = 3_000, 1_500  # messages compared; of a set, as scripts/quality draws


def measure(plan: Plan) -> dict[str, Any]:
    """Give the cosines and both models' quality figures, from a process of .venv-models."""
    if not DATA.exists():
        raise RuntimeError(ABSENT)
    if not MODELS_PYTHON.exists():
        raise RuntimeError("not installed: run scripts/bench --models")
    numbers = [str(plan.of(COSINES, 300)), str(plan.of(DRAWN, 200))]
    options = ["--situations"] if plan.quick else []
    done = subprocess.run(
        [MODELS_PYTHON, "-m", "tests.bench.both_encoders", *numbers, *options],
        cwd=TOP, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(done.stderr.strip().rpartition("\n")[2])
    found: dict[str, Any] = json.loads(done.stdout)
    return found
