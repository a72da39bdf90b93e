"""HAProxy before several copies, as docs/team-server.md sets it up, on this computer alone."""

import shutil
import subprocess
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from tests.process import free_port

_CONFIGURATION = """
global
  log stderr local0 err
defaults
  mode tcp
  timeout connect 500ms
  timeout client 1h
  timeout server 1h
  retries 3
  option redispatch 1
frontend team
  bind 127.0.0.1:{port}
  default_backend copies
backend copies
  balance leastconn
  option httpchk
  http-check send meth GET uri {asked} ver HTTP/1.1 hdr Host 127.0.0.1:{port}
  http-check expect status 200
  default-server check inter 200ms fall 1 rise 1 on-marked-down shutdown-sessions
{servers}
"""
ASKED = "/ready"


@dataclass
class Balancer:
    """One address for the copies that listen on some ports; one that dies is left out."""

    folder: Path
    ports: Sequence[int]
    port: int = field(default_factory=free_port)
    _process: "subprocess.Popen[bytes] | None" = None

    @property
    def authority(self) -> str:
        return f"127.0.0.1:{self.port}"

    def __enter__(self) -> "Balancer":
        program = shutil.which("haproxy", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
        assert program, "install haproxy (Debian: apt-get install haproxy)"
        servers = "\n".join(f"  server copy{n} 127.0.0.1:{p}" for n, p in enumerate(self.ports))
        file = self.folder / "haproxy.cfg"
        text = _CONFIGURATION.format(port=self.port, servers=servers, asked=ASKED)
        file.write_text(text)
        self._process = subprocess.Popen([program, "-db", "-q", "-f", str(file)])
        self._wait()
        return self

    def __exit__(self, *_: object) -> None:
        if self._process:
            self._process.terminate()
            self._process.wait(10)

    def _wait(self) -> None:
        for _ in range(200):
            with suppress(httpx.HTTPError):
                if httpx.get(f"http://{self.authority}/health", trust_env=False).is_success:
                    return
            time.sleep(0.05)
        raise AssertionError("no copy is reached through HAProxy")
