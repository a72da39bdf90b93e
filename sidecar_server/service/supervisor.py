"""What a system's service manager must be able to do, and how its commands are run."""

import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from string import Template

from sidecar_server.service.launch import Launch

NAME = "empathy-sidecar"


@dataclass(frozen=True, slots=True)
class Command:
    """One call of the manager; `may_fail` where there may be nothing to undo."""

    words: tuple[str, ...]
    may_fail: bool = False


@dataclass(frozen=True, slots=True)
class Ran:
    """How a call ended: its exit code and all that it said."""

    code: int
    said: str = ""


Run = Callable[[tuple[str, ...]], Ran]


@dataclass(frozen=True, slots=True)
class Supervisor:
    """One system's way: the file, the calls around it, and how to read what it answers."""

    name: str
    file: Callable[[Launch], Path]
    content: Callable[[Launch], bytes]
    start: Callable[[Launch], tuple[Command, ...]]  # after the file was written
    stop: Callable[[Launch], tuple[Command, ...]]  # before the file is taken away
    after: tuple[Command, ...]  # once it is gone
    ask: Callable[[Launch], tuple[str, ...]]  # ends with 0 where the manager knows of it
    runs: Callable[[Ran], bool]
    log: Callable[[Launch], str]
    quote: Callable[[tuple[str, ...]], str]  # the words as a person types them


def run(words: tuple[str, ...]) -> Ran:
    """Run a command and wait; 127 where it is not there, as shells have it."""
    try:
        done = subprocess.run(  # noqa: S603 - the words are this package's own
            words, capture_output=True, text=True, errors="replace", timeout=60, check=False
        )
    except FileNotFoundError:
        return Ran(127, f"{words[0]} was not found")
    except (OSError, subprocess.TimeoutExpired) as error:
        return Ran(126, str(error))
    return Ran(done.returncode, (done.stdout + done.stderr).strip())


def filled(template: str, **values: str) -> str:
    """Fill a template of this package; the values are quoted as its format wants it already."""
    file = resources.files("sidecar_server.service") / "templates" / template
    return Template(file.read_text(encoding="utf-8")).substitute(values)
