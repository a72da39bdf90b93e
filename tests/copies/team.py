"""Three copies of the server on a PostgreSQL of their own, behind HAProxy."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.copies.balancer import Balancer
from tests.databases import Restarted, own
from tests.process import SidecarProcess, free_port

COPIES = 3


@dataclass(frozen=True)
class Team:
    """The copies, the one address before them, and what all of them write to."""

    copies: Sequence[SidecarProcess]
    balancer: Balancer
    database: Restarted

    def run(self, *options: str) -> str:
        """Run a command beside the first copy."""
        return self.copies[0].run(*options)


@contextmanager
def team(folder: Path, encoder: str = "hashing", **extra: str) -> Iterator[Team]:
    """Start everything; it all ends with the block."""
    port = free_port()
    with ExitStack() as stack:
        database = stack.enter_context(own())
        shared = {"SIDECAR_DATABASE": database.url, "SIDECAR_HOSTS": f"127.0.0.1:{port}", **extra}
        homes = (folder / f"copy-{n}" for n in range(COPIES))
        copies = [SidecarProcess(home, encoder, extra=shared) for home in homes]
        for one in copies:
            stack.enter_context(one)
        balancer = Balancer(folder, [one.port for one in copies], port)
        yield Team(copies, stack.enter_context(balancer), database)
