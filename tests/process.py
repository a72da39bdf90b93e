"""The real `sidecar serve` as a process of its own, to be stopped and started by tests."""

import os
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tests.prepared import prepare
from tests.sample import prompts

SIDECAR = (sys.executable, "-m", "sidecar_server.cli")
READY = "Empathy Sidecar is ready: "
PATIENCE_S = 60  # for what has a thousand connections to close


def free_port() -> int:
    """Find a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass
class SidecarProcess:
    """A server over `home`; its output goes to `home`.log, beside the data."""

    home: Path
    encoder: str = "onnx"
    port: int = field(default_factory=free_port)
    extra: dict[str, str] = field(default_factory=dict)
    checkout: Path | None = None  # another version's code, to run in the place of this one's
    first: bool = False  # whether it is to embed the library itself, as on a new machine
    program: tuple[str, ...] = (*SIDECAR, "serve")  # or another that serves as it does
    said: str = ""  # what a stopped server had printed since it said that it is ready
    _process: "subprocess.Popen[str] | None" = None

    @property
    def authority(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        assert self._process
        return self._process.pid

    @property
    def runs(self) -> bool:
        return self._process is not None and self._process.poll() is None

    @property
    def log(self) -> Path:
        return self.home.with_suffix(".log")

    def run(self, *options: str) -> str:
        """Run another command on the same data; gives what it printed."""
        done = self.ask(*options)
        done.check_returncode()
        return done.stdout.strip()

    def ask(self, *options: str, given: str = "") -> "subprocess.CompletedProcess[str]":
        """Run another command on the same data, with `given` on its standard input."""
        command = [*SIDECAR, *options]
        return subprocess.run(
            command, env=self._environment(), capture_output=True, text=True, input=given,
            check=False, cwd=self.checkout,
        )  # fmt: skip

    def start(self) -> "SidecarProcess":
        """Start, and wait for the line that says ready."""
        if self.encoder == "onnx" and not self.first and not self.extra.get("SIDECAR_PROMPTS"):
            prepare(self.home)
        with self.log.open("a") as log:
            self._process = subprocess.Popen(
                [*self.program, "--port", str(self.port)],
                env=self._environment(),
                cwd=self.checkout,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        assert self._process.stdout
        line = self._process.stdout.readline()
        assert line.startswith(READY), self.log.read_text()
        return self

    def stop(self, kill: bool = False, by: int = signal.SIGTERM) -> int:
        """End it politely, by a signal, or by kill; gives its exit code."""
        assert self._process
        if kill:
            self._process.kill()
        else:
            self._process.send_signal(by)
        code = self._process.wait(PATIENCE_S)
        assert self._process.stdout
        self.said += self._process.stdout.read()
        self._process.stdout.close()
        return code

    def __enter__(self) -> "SidecarProcess":
        return self.start()

    def __exit__(self, *_: object) -> None:
        if self.runs:
            self.stop()

    def _environment(self) -> dict[str, str]:
        own = {"SIDECAR_HOME": str(self.home), "SIDECAR_ENCODER": self.encoder}
        if self.encoder == "hashing":  # nothing is read by meaning: a few entries will do
            own["SIDECAR_PROMPTS"] = prompts()
        if self.checkout:
            own |= {"PYTHONPATH": str(self.checkout), "SIDECAR_PROMPTS": f"{self.checkout}/prompts"}
        return {**os.environ, **own, **self.extra}
