"""The txtai HTTP server on the same texts: what a team would otherwise run beside a helpdesk."""

import http.client
import json
import os
import socket
import subprocess
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from tests.bench.process import TOP, stop

PYTHON = TOP / ".venv-txtai" / "bin" / "python"
PATIENCE_S = 300.0


@dataclass
class Txtai:
    """A running txtai server with the texts indexed."""

    process: subprocess.Popen[bytes]
    port: int
    ready_s: float

    def milliseconds(self, texts: Sequence[str]) -> list[float]:
        """Search each text, one at a time over one connection."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port)
        took = []
        for text in texts:
            start = time.perf_counter()
            connection.request("GET", f"/search?query={quote(text)}&limit=3")
            connection.getresponse().read()
            took.append((time.perf_counter() - start) * 1000)
        connection.close()
        return took

    def at_once(self, texts: Sequence[str], writers: int) -> tuple[list[float], float]:
        """Search from many connections; milliseconds of each, searches a second."""
        start = time.perf_counter()
        with ThreadPoolExecutor(writers) as pool:
            took = pool.map(self.milliseconds, (texts[first::writers] for first in range(writers)))
        times = [one for share in took for one in share]
        return times, len(texts) / (time.perf_counter() - start)

    def stop(self) -> None:
        """End it."""
        stop(self.process)


def serve(model: str, texts: Sequence[str], folder: Path) -> Txtai | None:
    """Start txtai's server on the model and index the texts; None where it is not installed."""
    if not PYTHON.exists():
        return None
    (folder / "txtai.yml").write_text(
        f"writable: true\nembeddings:\n  path: {model}\n  content: true\n", encoding="utf-8"
    )
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    start = time.perf_counter()
    with open(folder / "txtai.log", "ab") as log:
        process = subprocess.Popen(
            [PYTHON, "-m", "uvicorn", "--port", str(port), "txtai.api:app"],
            env={**os.environ, "CONFIG": str(folder / "txtai.yml"), "HF_HUB_OFFLINE": "1"},
            cwd=folder, stdout=log, stderr=log,
        )  # fmt: skip
    while not _call(port, "GET", "/count"):
        if process.poll() is not None or time.perf_counter() - start > PATIENCE_S:
            stop(process)
            log_end = (folder / "txtai.log").read_text(errors="replace").strip().rpartition("\n")[2]
            raise RuntimeError(f"txtai's server did not start: {log_end}")
        time.sleep(0.05)
    ready = time.perf_counter() - start
    _call(port, "POST", "/add", [{"id": str(i), "text": text} for i, text in enumerate(texts)])
    _call(port, "GET", "/index")
    return Txtai(process, port, ready)


def _call(port: int, method: str, path: str, body: object = None) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
    try:
        connection.request(method, path, json.dumps(body), {"Content-Type": "application/json"})
        return connection.getresponse().status == 200
    except OSError:
        return False
    finally:
        connection.close()
