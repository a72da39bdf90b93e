"""The processes that are measured: started, asked, their memory read, and stopped."""

import json
import re
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TOP = Path(__file__).resolve().parents[2]


@dataclass
class Worker:
    """A process that answers one JSON line with one; `ready_s` is from its start to its first."""

    process: subprocess.Popen[str]
    ready_s: float

    def milliseconds(self, groups: Sequence[Sequence[str]]) -> list[float]:
        """Time each group of texts."""
        assert self.process.stdin
        self.process.stdin.write(json.dumps({"groups": groups}) + "\n")
        self.process.stdin.flush()
        times: list[float] = _line(self.process)["ms"]
        return times


def worker(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Worker | None:
    """Start a worker and wait until it is ready; None where what it needs is not installed."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=TOP, env=environment, text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        _line(process)
    except (EOFError, ValueError):
        process.kill()
        process.wait()
        return None
    return Worker(process, time.perf_counter() - start)


def _line(process: subprocess.Popen[str]) -> dict[str, Any]:
    assert process.stdout
    line = process.stdout.readline()
    if not line:
        raise EOFError
    found: dict[str, Any] = json.loads(line)
    return found


def stop(process: subprocess.Popen[Any]) -> None:
    """End a process that we started."""
    process.terminate()
    try:
        process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def memory_mb(pid: int) -> dict[str, float]:
    """Give what a process holds now and held at most, in MB; nothing where the system hides it."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return {}
    found = dict(re.findall(r"^(VmRSS|VmHWM):\s+(\d+) kB", status, re.MULTILINE))
    names = {"VmRSS": "now", "VmHWM": "peak"}
    return {names[key]: round(int(value) / 1024, 1) for key, value in found.items()}
