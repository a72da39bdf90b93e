"""macOS: a launchd agent of the user."""

import shlex
from pathlib import Path
from xml.sax.saxutils import escape

from sidecar_server.service.launch import Launch
from sidecar_server.service.supervisor import NAME, Command, Supervisor, filled

LOG = "service.log"  # launchd keeps none of its own; it lies in the data folder


def _file(launch: Launch) -> Path:
    return launch.profile / "Library" / "LaunchAgents" / f"{NAME}.plist"


def _content(launch: Launch) -> bytes:
    words = "\n".join(f"    <string>{escape(word)}</string>" for word in launch.command)
    log = escape(str(launch.data / LOG))
    return filled("launchd.plist", name=NAME, words=words, log=log).encode()


def _domain(launch: Launch) -> str:
    return f"gui/{launch.uid}"


def _target(launch: Launch) -> str:
    return f"{_domain(launch)}/{NAME}"


def _out(launch: Launch, *, may_fail: bool) -> Command:
    return Command(("launchctl", "bootout", _target(launch)), may_fail)


def _start(launch: Launch) -> tuple[Command, ...]:
    return (
        _out(launch, may_fail=True),  # an older one, which would be in the way
        Command(("launchctl", "enable", _target(launch))),
        Command(("launchctl", "bootstrap", _domain(launch), str(_file(launch)))),
    )


LAUNCHD = Supervisor(
    name="launchd",
    file=_file,
    content=_content,
    start=_start,
    stop=lambda launch: (_out(launch, may_fail=False),),
    after=(),
    ask=lambda launch: ("launchctl", "print", _target(launch)),
    runs=lambda ran: ran.code == 0 and "state = running" in ran.said,
    log=lambda launch: shlex.join(("tail", "-f", str(launch.data / LOG))),
    quote=shlex.join,
)
