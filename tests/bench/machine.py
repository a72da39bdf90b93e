"""Names the machine of a run, and the versions of what is compared."""

import os
import platform
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.bench.process import TOP

PACKAGES = {
    ".venv": ("onnxruntime", "faiss_cpu", "numpy"),
    ".venv-models": ("sentence_transformers", "torch"),
    ".venv-txtai": ("txtai",),
}


def machine() -> dict[str, Any]:
    """Give the processor, cores, memory, versions and the checkout's commit."""
    return {
        "processor": _found("/proc/cpuinfo", r"model name\s*: (.+)") or platform.processor(),
        "cores": os.cpu_count(),
        "memory_gb": round(int(_found("/proc/meminfo", r"MemTotal:\s+(\d+)") or 0) / 2**20, 1),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "versions": _versions(),
        "commit": _commit(),
        "date": datetime.now(UTC).date().isoformat(),
    }


def load() -> float:
    """Give how many programs wanted a core during the last minute."""
    return round(os.getloadavg()[0], 2)


def _found(file: str, pattern: str) -> str:
    try:
        found = re.search(pattern, Path(file).read_text(encoding="utf-8"))
    except OSError:
        return ""
    return found[1].strip() if found else ""


def _versions() -> dict[str, str]:
    found = {}
    for environment, names in PACKAGES.items():
        for name in names:
            pattern = f"lib/python*/site-packages/{name}-*.dist-info"
            for folder in (TOP / environment).glob(pattern):
                found[name.replace("_", "-")] = folder.name.split("-")[1].removesuffix(".dist")
    return found


def _commit() -> str:
    done = subprocess.run(
        ["git", "rev-parse", "--short=12", "HEAD"],
        cwd=TOP, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return done.stdout.strip()
