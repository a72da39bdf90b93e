"""Examines this computer: everything that can be wrong, one finding each with the fix.

To add a check: write a function in the file of its family and name it in that file's `CHECKS`.
To add a family: write such a file and name it in `FAMILIES`. A family is imported only when its
turn comes, so that what is broken in one hides no other.
"""

from collections.abc import Iterator
from importlib import import_module

from sidecar_server.doctor.finding import Check, Examined, Said, wrong
from sidecar_server.doctor.machine import Machine
from sidecar_server.errors import LibraryProblem, SidecarError, where
from sidecar_server.settings import Settings, read_settings

__all__ = ["Examined", "examine"]

FAMILIES = (
    "program",
    "configuration",
    "folder",
    "database",
    "kept",
    "index",
    "models",
    "library",
    "extension",
    "browsers",
    "policy",
    "port",
)
MOST = 20  # lines of one check; a file that is wrong throughout says the same of each line
REPORT = "report this line with what `sidecar --version` prints: it holds nothing of yours"


def examine(settings: Settings | None = None, machine: Machine | None = None) -> list[Examined]:
    """Look at everything; a fault in one thing hides no other. None: as this process would run."""
    using = settings or read_settings()[0]
    return [one for name in FAMILIES for one in _family(name, using, machine or Machine())]


def _family(name: str, settings: Settings, machine: Machine) -> Iterator[Examined]:
    try:
        checks: dict[str, Check] = import_module(f"{__name__}.{name}").CHECKS
    except ImportError as error:
        missing = f"{error.name or 'a module'} cannot be imported"
        yield Examined.of(name, wrong(missing, "install empathy-sidecar again"))
        return
    for title, check in checks.items():
        found = list(_run(check, settings, machine))
        yield from (Examined.of(title, one) for one in found[:MOST])
        if len(found) > MOST:
            more = wrong(f"{len(found) - MOST} more like these", found[0].fix)
            yield Examined.of(title, more)


def _run(check: Check, settings: Settings, machine: Machine) -> Iterator[Said]:
    try:
        yield from check(settings, machine)
    except LibraryProblem as problem:
        for line in problem.problems:
            what, _, fix = line.partition(" — ")
            yield wrong(what, fix or problem.fix)
    except SidecarError as error:
        yield wrong(str(error), error.fix)
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        yield wrong(
            f"{place}{error.strerror or type(error).__name__}", "give it to this user, or free it"
        )
    except Exception as error:  # a fault of ours, named without anything it may quote
        yield wrong(f"the check failed by itself: {type(error).__name__} at {where(error)}", REPORT)
