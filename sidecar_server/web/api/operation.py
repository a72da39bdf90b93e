"""What one operation of the API is: its address, what it takes and gives, and who answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from sidecar_server.curation.desk import Desk

ROOM = "/api/v1"
MOST_BYTES = 64 * 1024  # of a body, where an operation does not say otherwise


class Nothing(msgspec.Struct, forbid_unknown_fields=True):
    """No values at all."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call of an operation: `names` are the values in its path, `asked` those after the `?`.

    `by` is the name of the lead's credential, for the history. `seen` is what If-Match names, "*"
    for whatever stands.
    """

    desk: Desk
    by: str
    names: Any
    asked: Any
    body: Any
    seen: str = ""


@dataclass(frozen=True, slots=True)
class Reply:
    """What an operation answers; `seen` becomes the ETag."""

    body: Any = None
    seen: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path below /api/v1.

    `names`, `asked` and `takes` are Structs that refuse what they do not know; `gives` is a frozen
    dataclass, None for an answer without a body. `problems` are the statuses that can come beside
    those which every operation has. `guarded` wants an If-Match.
    """

    name: str
    method: str
    path: str
    does: str
    answer: Callable[[Call], Reply]
    names: type[msgspec.Struct] = Nothing
    asked: type[msgspec.Struct] = Nothing
    takes: type[msgspec.Struct] | None = None
    gives: type | None = None
    status: int = 200
    problems: tuple[int, ...] = ()
    guarded: bool = False
    most_bytes: int = MOST_BYTES
