"""What a process looks like from outside: memory, open files, and its own figures on a signal."""

import json
import os
import re
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path

from tests.process import SidecarProcess
from tests.soak.served import inside

PROGRAM = (sys.executable, "-m", "tests.soak.served")
PATIENCE_S = 20.0


def free(home: Path, encoder: str = "hashing", **extra: str) -> SidecarProcess:
    """Give a real server, not started yet, that takes frames as fast as they come."""
    return SidecarProcess(home, encoder, extra=extra, program=PROGRAM)


def memory_kib(pid: int) -> int:
    """Give what a process holds in memory now."""
    status = Path(f"/proc/{pid}/status").read_text()
    found = re.search(r"^VmRSS:\s+(\d+) kB", status, re.MULTILINE)
    assert found
    return int(found[1])


def descriptors(pid: int) -> int:
    """Count a process's open files and sockets, but the database's, which a bounded pool keeps."""
    count = 0
    for one in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed meanwhile
            count += "sidecar.db" not in os.readlink(one)
    return count


def figures(server: SidecarProcess) -> dict[str, int]:
    """Give tasks, threads and objects of a `free` server, and its memory and descriptors."""
    file = inside(server.home)
    file.unlink(missing_ok=True)
    os.kill(server.pid, signal.SIGUSR1)
    until = time.monotonic() + PATIENCE_S
    while not file.exists():
        assert time.monotonic() < until, "the server does not answer a signal"
        time.sleep(0.02)
    own: dict[str, int] = json.loads(file.read_text())
    return own | {
        "memory_kib": memory_kib(server.pid),
        "descriptors": descriptors(server.pid),
    }
