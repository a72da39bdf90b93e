"""The real server on clocks that jump: the wall's, and the steady one that goes on in sleep.

By `python -m tests.soak.jumping --port N`: `sidecar serve` in all else. The data folder's name with
`.clock` behind it is a file of seconds, added to each clock; SIGUSR2 has it read.
"""

import json
import os
import signal
import sys
import time
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any, Self

_WALL, _STEADY = time.time, time.clock_gettime
_added = {"wall": 0.0, "steady": 0.0}


def file_of(home: Path) -> Path:
    """Name the file that says how far the clocks are ahead."""
    return home.with_suffix(".clock")


class _Moment(datetime):
    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Self:
        return cls.fromtimestamp(time.time(), tz)


def _jump(*_: object) -> None:
    _added.update(json.loads(file_of(Path(os.environ["SIDECAR_HOME"])).read_text()))


def _steady(clock: int) -> float:
    return _STEADY(clock) + (_added["steady"] if clock == time.CLOCK_BOOTTIME else 0.0)


def main() -> None:
    """Put the clocks in, before the server is loaded, and serve until stopped."""
    clocks: Any = time
    clocks.time, clocks.clock_gettime = lambda: _WALL() + _added["wall"], _steady
    signal.signal(signal.SIGUSR2, _jump)
    from sidecar_server.settings import load_settings
    from sidecar_server.web import events
    from sidecar_server.web.server import run

    dates: Any = events
    dates.datetime = _Moment
    run(load_settings({"port": int(sys.argv[2])}))


if __name__ == "__main__":
    main()
