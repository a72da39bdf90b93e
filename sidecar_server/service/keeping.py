"""Installs, removes and looks at the service: the file first, then the manager's word on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sidecar_server.errors import StartProblem
from sidecar_server.service.launch import Launch
from sidecar_server.service.supervisor import Command, Run, Supervisor


@dataclass(frozen=True, slots=True)
class Status:
    """Whether the service is there, and whether its manager says that it runs."""

    installed: bool
    running: bool


def install(launch: Launch, by: Supervisor, run: Run) -> str:
    """Write the file and start it; StartProblem says what to run by hand, and the file stays."""
    file = by.file(launch)
    file.parent.mkdir(parents=True, exist_ok=True)
    launch.data.mkdir(parents=True, exist_ok=True)
    launch.data.chmod(0o700)
    file.write_bytes(by.content(launch))
    _tell(by.start(launch), by, run, f"{file} is written, but {by.name} did not start it")
    return f"{file}\nIt runs now, and whenever you sign in. Its log: {by.log(launch)}"


def remove(launch: Launch, by: Supervisor, run: Run) -> str:
    """Stop it and take the file away; where nothing is there, that is said and all is well."""
    file = by.file(launch)
    known = run(by.ask(launch)).code == 0
    if not known and not file.exists():
        return "No service is installed."
    if known:
        _tell(by.stop(launch), by, run, f"{by.name} did not stop it, so {file} stays")
        file.unlink(missing_ok=True)
        _tell(by.after, by, run, f"{file} is removed, but {by.name} was not told")
        return _removed(file)
    return _removed(file) + _forgotten(launch, by, run)


def _forgotten(launch: Launch, by: Supervisor, run: Run) -> str:
    """Take away what a manager that does not know of it, or is not there, may have left."""
    refused = [command for command in by.stop(launch) if run(command.words).code]
    by.file(launch).unlink(missing_ok=True)
    refused += [command for command in by.after if run(command.words).code]
    by_hand = "\n".join(f"  {by.quote(one.words)}" for one in refused if not one.may_fail)
    return by_hand and f"\n{by.name} knew of none. Should one run all the same:\n{by_hand}"


def _removed(file: Path) -> str:
    return f"{file} is removed; your data stays (`sidecar purge` removes it)."


def status(launch: Launch, by: Supervisor, run: Run) -> Status:
    """Ask the manager; one that it has never heard of may still have its file."""
    ran = run(by.ask(launch))
    return Status(by.file(launch).exists() or ran.code == 0, by.runs(ran))


def _tell(commands: Sequence[Command], by: Supervisor, run: Run, otherwise: str) -> None:
    for number, command in enumerate(commands):
        ran = run(command.words)
        if ran.code and not command.may_fail:
            by_hand = [by.quote(left.words) for left in commands[number:] if not left.may_fail]
            raise StartProblem(
                f"{otherwise}: {ran.said or f'{command.words[0]} ended with {ran.code}'}",
                fix="run by hand, as this user, signed in:\n  " + "\n  ".join(by_hand),
            )
