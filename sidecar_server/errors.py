"""What can go wrong, one tree; each error says what to do next.

SidecarError
├── BadInput            a frame, a file or an option that cannot be taken
│   └── LibraryProblem  one or more bad entries, each with file, line and fix
├── Conflict            a change that another one stands in the way of
├── NotYours            a change to what belongs to everyone or to another team
├── ModelProblem        a model that is missing, altered or unknown
├── StoreProblem        a data folder or database that cannot be used
└── StartProblem        an address or a setting the server cannot start with
"""


class SidecarError(Exception):
    """An error a person can meet: `str()` says what is wrong, `fix` what to do next."""

    def __init__(self, what: str, *, fix: str) -> None:
        super().__init__(what)
        self.fix = fix

    def sentence(self) -> str:
        """Give both halves as one line for a person."""
        return f"{self} — {self.fix}"


class BadInput(SidecarError):
    """Something handed in that cannot be taken as it is."""


class LibraryProblem(BadInput):
    """Bad library entries; `problems` lists every one as `file:line: what — fix`."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems), fix="mend the entries named above and run it again")
        self.problems = problems


class Conflict(SidecarError):
    """A change that another one stands in the way of; nothing was done."""


class NotYours(SidecarError):
    """A change to what belongs to everyone or to another team; nothing was done."""


class ModelProblem(SidecarError):
    """A model that is missing, altered or not known."""


class StoreProblem(SidecarError):
    """A data folder or database that cannot be used."""


class StartProblem(SidecarError):
    """An address or a setting that the server cannot start with."""


def where(error: BaseException) -> str:
    """Name the module and line that an exception comes from, and nothing of what it says."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}" if trace else "unknown"
