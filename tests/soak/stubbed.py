"""A server with a stub mind in a process of its own, for what the sockets alone cost.

By `python -m tests.soak.stubbed HOME AGENTS`: one JSON line says where it listens and the agents'
tokens; it serves until standard input ends.
"""

import json
import sys
from pathlib import Path

from sidecar_server.web import log
from tests.web.desk import Desk


def main() -> None:
    """Serve until standard input ends."""
    log.configure()  # as the real one does: to standard error
    with Desk(Path(sys.argv[1])) as desk:
        tokens = [desk.token(f"agent {number}") for number in range(int(sys.argv[2]))]
        told = {"authority": desk.authority, "tokens": tokens}
        sys.stdout.write(json.dumps(told) + "\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main()
