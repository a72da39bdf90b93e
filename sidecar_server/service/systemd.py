"""Linux: a systemd unit of the user."""

import os
import shlex
from pathlib import Path

from sidecar_server.service.launch import Launch
from sidecar_server.service.supervisor import NAME, Command, Supervisor, filled

UNIT = f"{NAME}.service"
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t", "%": "%%"}


def _file(launch: Launch) -> Path:
    config = Path(os.environ.get("XDG_CONFIG_HOME") or launch.profile / ".config")
    return config / "systemd" / "user" / UNIT


def _content(launch: Launch) -> bytes:
    program, *rest = launch.command
    # systemd looks for variables in the arguments, never in the program's own path.
    words = [_quoted(program), *(_quoted(word).replace("$", "$$") for word in rest)]
    return filled("systemd.service", command=" ".join(words)).encode()


def _quoted(word: str) -> str:
    return '"' + "".join(_ESCAPES.get(letter, letter) for letter in word) + '"'


def _call(*words: str) -> Command:
    return Command(("systemctl", "--user", *words))


SYSTEMD = Supervisor(
    name="systemd",
    file=_file,
    content=_content,
    # `restart` also starts it, and brings a running one to what the new file says.
    start=lambda _: (_call("daemon-reload"), _call("enable", UNIT), _call("restart", UNIT)),
    stop=lambda _: (_call("disable", "--now", UNIT),),
    after=(_call("daemon-reload"),),
    ask=lambda _: _call("is-active", UNIT).words,
    runs=lambda ran: ran.code == 0,
    log=lambda _: f"journalctl --user -u {UNIT} -f",
    quote=shlex.join,
)
