"""The page of what was changed by whom, what differs, and the way back."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from starlette.responses import Response

from sidecar_server.curation.differences import Difference, differences
from sidecar_server.library.changes import Change
from sidecar_server.library.rows import Key
from sidecar_server.web.console.visit import Visit, whole

A_PAGE = 50
SHOWN = 5  # entries of a batch that are shown at once


@dataclass(frozen=True)
class Batch:
    """What was changed in one go; `theirs`: this lead may undo it."""

    first: Change
    shown: Sequence[tuple[Change, Sequence[Difference]]]
    count: int
    theirs: bool


def page(visit: Visit) -> Response:
    """Show the newest changes, or those of one entry, or older ones."""
    asked = visit.asked
    named = [asked.get(name, "") for name in Key._fields]
    key = Key(*named) if "id" in asked else None
    before = whole(asked.get("before", "")) or None
    newest = visit.desk.changes.newest(A_PAGE, before, key, asked.get("batch", ""))
    return visit.page(
        "history.html",
        batches=batches(newest, visit),
        key=key,
        more=newest[-1].number if len(newest) == A_PAGE else None,
    )


def batches(newest: Sequence[Change], visit: Visit) -> list[Batch]:
    """Put the changes of one batch together."""
    found = []
    for _, group in groupby(newest, key=lambda one: one.batch):
        together = list(group)
        shown = [(one, differences(one, visit.desk.store)) for one in together[:SHOWN]]
        theirs = all(_is_theirs(one, visit) for one in together)
        found.append(Batch(together[0], shown, len(together), theirs))
    return found


def _is_theirs(one: Change, visit: Visit) -> bool:
    versions = (*one.before.values(), *one.after.values())
    return all(map(visit.desk.scope.owns, versions))


def undo(visit: Visit) -> Response:
    """Take a batch or one change of it back."""
    typed = visit.typed
    number = whole(typed.get("number", ""))
    visit.desk.changes.undo(visit.who.name, batch=typed.get("batch", ""), number=number)
    return visit.go("/console/history", "undone")
