"""The real server without a limit of frames a second, and what it holds inside on a signal.

By `python -m tests.soak.served --port N`: `sidecar serve` in all else. On SIGUSR1 it writes its
figures as JSON to the data folder's name with `.inside` behind it.
"""

import asyncio
import gc
import json
import os
import signal
import sys
import threading
from dataclasses import replace
from pathlib import Path

from sidecar_server.settings import Limits, load_settings
from sidecar_server.web.server import run

NO_LIMIT = 10**9
FREE = replace(Limits(), frames_per_second=NO_LIMIT, burst=NO_LIMIT)


def inside(home: Path) -> Path:
    """Name the file that the figures are written to."""
    return home.with_suffix(".inside")


def _write(home: Path) -> None:
    gc.collect()
    found = {
        "tasks": len(asyncio.all_tasks()),
        "threads": threading.active_count(),
        "objects": len(gc.get_objects()),
    }
    new = inside(home).with_suffix(".new")
    new.write_text(json.dumps(found))
    os.replace(new, inside(home))


def main() -> None:
    """Serve until stopped."""
    settings = replace(load_settings({"port": int(sys.argv[2])}), limits=FREE)
    signal.signal(signal.SIGUSR1, lambda *_: _write(settings.home))
    run(settings)


if __name__ == "__main__":
    main()
