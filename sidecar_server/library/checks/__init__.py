"""The family of checks: each rule gives the place, the fault and the fix of what it finds.

To add one: write a function from entries (and, where it compares meanings, vectors) to faults and
add it to `RULES` or `WHOLE`.
"""

from collections.abc import Callable, Iterable, Sequence

from sidecar_server.encoders.languages import Encoders
from sidecar_server.library.checks.coverage import moments
from sidecar_server.library.checks.ease import ease
from sidecar_server.library.checks.form import form
from sidecar_server.library.checks.likeness import copies, separation
from sidecar_server.library.checks.openings import openings
from sidecar_server.library.checks.wording import wording
from sidecar_server.library.checks.written import Written
from sidecar_server.library.files import Fault, Located
from sidecar_server.library.store import Store

# What may be served or imported at all.
RULES: tuple[Callable[[Sequence[Located]], Iterable[Fault]], ...] = (form, wording)
# What makes a whole library a good one.
WHOLE: tuple[Callable[[Written], Iterable[Fault]], ...] = (
    moments,
    openings,
    ease,
    copies,
    separation,
)


def check(located: Sequence[Located]) -> list[str]:
    """Run the quick rules; an empty list means that these entries may be served."""
    return report(fault for rule in RULES for fault in rule(located))


def check_whole(located: Sequence[Located], store: Store, encoders: Encoders) -> list[Fault]:
    """Run the rules for a whole library that passes `check`; vectors are kept in the store."""
    written = Written(located, store, encoders)
    return [fault for rule in WHOLE for fault in rule(written)]


def report(faults: Iterable[Fault]) -> list[str]:
    """Put faults in the order of the files, a line each."""
    return [f"{place}: {fault}" for place, fault in sorted(faults, key=_by_place)]


def _by_place(row: Fault) -> tuple[str, int]:
    file, _, line = row[0].rpartition(":")
    return file, int(line)
