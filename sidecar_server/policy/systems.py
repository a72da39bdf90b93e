"""The registry: the systems that policies are written for, by the name people type."""

from sidecar_server.policy.linux import LINUX
from sidecar_server.policy.mac import MAC
from sidecar_server.policy.system import System
from sidecar_server.policy.windows import WINDOWS

SYSTEMS: dict[str, System] = {"linux": LINUX, "windows": WINDOWS, "mac": MAC}
