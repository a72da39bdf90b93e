"""History: who changed what and when, what differs, and the way back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

import msgspec
from msgspec import Meta

from sidecar_server.curation.desk import Desk
from sidecar_server.curation.differences import Difference, differences
from sidecar_server.library.changes import Change
from sidecar_server.library.rows import Key
from sidecar_server.web.api.operation import ROOM, Call, Operation, Reply
from sidecar_server.web.api.problems import Refusal

_Number = Annotated[int, Meta(ge=1, le=2_147_483_647)]
_BATCH = r"^[0-9a-f]{16}$"


class Which(msgspec.Struct, forbid_unknown_fields=True):
    """Which changes: all, or those of one entry or batch, older than a number."""

    kind: Annotated[str, Meta(max_length=16, description="With `id`: of this entry alone.")] = ""
    id: Annotated[str, Meta(max_length=200)] = ""
    language: Annotated[str, Meta(max_length=35, description="Empty for a note.")] = ""
    batch: Annotated[str, Meta(max_length=16)] = ""
    before: Annotated[
        int, Meta(ge=1, le=2_147_483_647, description="Only those with a smaller number.")
    ] = 2_147_483_647
    limit: Annotated[int, Meta(ge=1, le=200)] = 50


class ChangeNumber(msgspec.Struct, forbid_unknown_fields=True):
    """One change."""

    number: _Number


class BatchName(msgspec.Struct, forbid_unknown_fields=True):
    """What was changed in one go."""

    batch: Annotated[str, Meta(pattern=_BATCH)]


@dataclass(frozen=True, slots=True)
class Turn:
    """What one change did to one entry; those of one `batch` were made in one go.

    `by` is the name of the lead who made it, never an agent's; `at` is RFC 3339.
    """

    number: int
    batch: str
    at: str
    by: str
    what: str
    kind: str
    id: str
    language: str
    differences: Sequence[Difference]


@dataclass(frozen=True, slots=True)
class Turns:
    """Changes, the newest first; ask with `before` for what is older."""

    changes: list[Turn]
    before: int | None


@dataclass(frozen=True, slots=True)
class Undone:
    """The batch that an undo made: by it the undo itself is undone."""

    batch: str


def newest(call: Call) -> Reply:
    """List changes."""
    asked: Which = call.asked
    key = Key(asked.kind, asked.id, asked.language) if asked.id else None
    found = call.desk.changes.newest(asked.limit, asked.before, key, asked.batch)
    more = found[-1].number if len(found) == asked.limit else None
    return Reply(Turns([_turn(one, call.desk) for one in found], more))


def one(call: Call) -> Reply:
    """Show one change."""
    return Reply(_turn(_change(call.desk, call.names.number), call.desk))


def undo_change(call: Call) -> Reply:
    """Undo one change."""
    number = _change(call.desk, call.names.number).number
    return Reply(Undone(call.desk.changes.undo(call.by, number=number)))


def undo_batch(call: Call) -> Reply:
    """Undo what was changed in one go."""
    if not call.desk.changes.newest(1, batch=call.names.batch):
        raise _no_change()
    return Reply(Undone(call.desk.changes.undo(call.by, batch=call.names.batch)))


def _change(desk: Desk, number: int) -> Change:
    found = desk.changes.newest(1, before=number + 1)
    if not found or found[0].number != number:
        raise _no_change()
    return found[0]


def _no_change() -> Refusal:
    return Refusal(404, "there is no such change", fix=f"look for it with GET {ROOM}/history")


def _turn(change: Change, desk: Desk) -> Turn:
    at = datetime.fromtimestamp(change.at, UTC).isoformat(timespec="milliseconds")
    return Turn(
        change.number,
        change.batch,
        at,
        change.by,
        change.what,
        *change.key,
        differences(change, desk.store),
    )


OPERATIONS = (
    Operation(
        "listChanges",
        "GET",
        "/history",
        "List what was changed, by whom and when, with what differs.",
        newest,
        asked=Which,
        gives=Turns,
    ),
    Operation(
        "readChange",
        "GET",
        "/history/changes/{number}",
        "Read one change.",
        one,
        names=ChangeNumber,
        gives=Turn,
    ),
    Operation(
        "undoChange",
        "POST",
        "/history/changes/{number}/undo",
        "Bring back what stood before one change.",
        undo_change,
        names=ChangeNumber,
        gives=Undone,
        problems=(409,),
    ),
    Operation(
        "undoBatch",
        "POST",
        "/history/batches/{batch}/undo",
        "Bring back what stood before all that was changed in one go.",
        undo_batch,
        names=BatchName,
        gives=Undone,
        problems=(409,),
    ),
)
