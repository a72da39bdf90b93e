"""The registry: which supervisor keeps the server on which system, by Python's name of it."""

import sys

from sidecar_server.errors import StartProblem
from sidecar_server.service.launchd import LAUNCHD
from sidecar_server.service.supervisor import Supervisor
from sidecar_server.service.systemd import SYSTEMD
from sidecar_server.service.tasks import TASKS

SUPERVISORS: dict[str, Supervisor] = {"linux": SYSTEMD, "darwin": LAUNCHD, "win32": TASKS}


def supervisor_of(system: str = sys.platform) -> Supervisor:
    """Give this system's; StartProblem where there is none."""
    if system not in SUPERVISORS:
        raise StartProblem(
            f"there is no service for {system}", fix="start `sidecar serve` by your own means"
        )
    return SUPERVISORS[system]
