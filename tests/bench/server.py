"""Our server as a process of its own: a data folder, a credential, a port, a start."""

import os
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from tests.bench.client import Client
from tests.bench.process import TOP, stop

SIDECAR = TOP / ".venv" / "bin" / "sidecar"
PATIENCE_S = 180.0


@dataclass
class Server:
    """A running server, and how long its start took, in seconds."""

    process: subprocess.Popen[bytes]
    authority: str
    token: str
    first_answer_s: float

    def stop(self) -> None:
        """End it."""
        stop(self.process)


def token(home: Path) -> str:
    """Make a credential in the data folder."""
    made = subprocess.run(
        [SIDECAR, "token", "bench"], env=_environment(home), check=False, capture_output=True
    )
    if made.returncode:
        raise RuntimeError(made.stderr.decode(errors="replace"))
    return made.stdout.decode().strip()


async def serve(home: Path, secret: str) -> Server:
    """Start the server and ask it one message, trying until it answers."""
    port = _free_port()
    start = time.perf_counter()
    process = _start(home, port)
    authority = f"127.0.0.1:{port}"
    while True:
        try:
            async with Client.connected(authority, secret) as client:
                await client.open("start")
                await client.see("start", "1", "customer", "where is my parcel")
            return Server(process, authority, secret, time.perf_counter() - start)
        except OSError:
            if process.poll() is not None or time.perf_counter() - start > PATIENCE_S:
                stop(process)
                raise RuntimeError((home / "bench.log").read_text(errors="replace")) from None
            time.sleep(0.01)  # noqa: ASYNC251 - nothing else waits on this loop


def _start(home: Path, port: int) -> subprocess.Popen[bytes]:
    with open(home / "bench.log", "ab") as log:
        return subprocess.Popen(
            [SIDECAR, "serve", "--port", str(port)], env=_environment(home), stdout=log, stderr=log
        )


def _environment(home: Path) -> dict[str, str]:
    return {**os.environ, "SIDECAR_HOME": str(home)}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
