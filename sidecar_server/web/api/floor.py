"""From the floor: the lines that agents proposed, without a name."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import msgspec
from msgspec import Meta

from sidecar_server.curation import floor
from sidecar_server.web.api.operation import Call, Operation, Reply
from sidecar_server.web.api.problems import not_found


class Some(msgspec.Struct, forbid_unknown_fields=True):
    """Which part of the queue."""

    offset: Annotated[int, Meta(ge=0, le=10_000)] = 0
    limit: Annotated[int, Meta(ge=1, le=100)] = 50


class ProposalId(msgspec.Struct, forbid_unknown_fields=True):
    """One proposal."""

    id: Annotated[str, Meta(pattern=r"^[0-9]{1,10}-[0-9a-f]{8}$")]


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposed line, its likely situation, and the served lines that say nearly the same."""

    id: str
    week: str
    language: str
    situation: str
    text: str
    why: str
    alike: Sequence[str]


@dataclass(frozen=True, slots=True)
class Queue:
    """Some of the queue, newest first, `total` of them all."""

    total: int
    proposals: Sequence[Proposed]


def waiting(call: Call) -> Reply:
    """List the queue."""
    found = floor.waiting(call.desk, call.asked.limit, call.asked.offset)
    rows = [
        Proposed(p.name, p.week, p.language, p.situation, p.text, p.why, [x.id for x, _ in w.near])
        for w in found
        for p in (w.proposal,)
    ]
    return Reply(Queue(floor.queue(call.desk).count(), rows))


def put_away(call: Call) -> Reply:
    """Take one off the queue."""
    if not floor.queue(call.desk).put_away([call.names.id]):
        raise not_found("nothing waits under that id")
    return Reply()


OPERATIONS = (
    Operation(
        "listProposals",
        "GET",
        "/proposals",
        "List the lines that agents proposed.",
        waiting,
        asked=Some,
        gives=Queue,
    ),
    Operation(
        "putProposalAway",
        "DELETE",
        "/proposals/{id}",
        "Take a proposal off the queue.",
        put_away,
        names=ProposalId,
        status=204,
        problems=(404,),
    ),
)
