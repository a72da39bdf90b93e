"""Windows: a task of the Task Scheduler that starts when the user signs in."""

import subprocess
from pathlib import Path
from xml.sax.saxutils import escape

from sidecar_server.service.launch import Launch
from sidecar_server.service.supervisor import NAME, Command, Supervisor, filled

FILE = "service.xml"  # the Task Scheduler keeps its own copy; this one lies in the data folder
RUNNING = "4"  # TASK_STATE_RUNNING; what schtasks prints of it is in the user's language


def _content(launch: Launch) -> bytes:
    program, *rest = launch.command
    words = subprocess.list2cmdline(rest)
    text = filled(
        "task.xml", user=escape(launch.user), program=escape(program), words=escape(words)
    )
    return text.replace("\n", "\r\n").encode("utf-16")


def _call(*words: str, may_fail: bool = False) -> Command:
    return Command(("schtasks", *words, "/tn", NAME), may_fail)


def _file(launch: Launch) -> Path:
    return launch.data / FILE


def _start(launch: Launch) -> tuple[Command, ...]:
    create = ("schtasks", "/create", "/tn", NAME, "/xml", str(_file(launch)), "/f")
    return (_call("/end", may_fail=True), Command(create), _call("/run"))


def _stop(_: Launch) -> tuple[Command, ...]:
    delete = Command(("schtasks", "/delete", "/tn", NAME, "/f"))
    return (_call("/end", may_fail=True), delete)


def _ask(_: Launch) -> tuple[str, ...]:
    state = f"(Get-ScheduledTask -TaskName '{NAME}' -ErrorAction Stop).State.value__"
    return ("powershell", "-NoProfile", "-Command", state)


TASKS = Supervisor(
    name="Task Scheduler",
    file=_file,
    content=_content,
    start=_start,
    stop=_stop,
    after=(),
    ask=_ask,
    runs=lambda ran: ran.code == 0 and ran.said.strip() == RUNNING,
    log=lambda _: "the window that it runs in",
    quote=subprocess.list2cmdline,
)
