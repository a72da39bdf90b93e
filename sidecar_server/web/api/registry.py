"""Every operation of the API, by resource; to add one: a module with `OPERATIONS`, a line here."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sidecar_server.web.api import (
    bench,
    entries,
    exchange,
    expecting,
    floor,
    history,
    looking,
    situations,
    states,
)
from sidecar_server.web.api.description import describe
from sidecar_server.web.api.operation import ROOM, Call, Operation, Reply


@cache
def description() -> Mapping[str, Any]:
    """Describe the whole API as OpenAPI has it."""
    return describe(ROOM, RESOURCES)


def _describe(_: Call) -> Reply:
    return Reply(description())


RESOURCES: Mapping[str, Sequence[Operation]] = {
    "Entries": entries.OPERATIONS,
    "States": states.OPERATIONS,
    "Situations": situations.OPERATIONS,
    "Bench": bench.OPERATIONS,
    "Expectations": expecting.OPERATIONS,
    "Coverage and usage": looking.OPERATIONS,
    "From the floor": floor.OPERATIONS,
    "Import and export": exchange.OPERATIONS,
    "History": history.OPERATIONS,
    "Description": (
        Operation(
            "describe",
            "GET",
            "/openapi.json",
            "Give this description, as OpenAPI 3.1.",
            _describe,
            gives=dict,
        ),
    ),
}
OPERATIONS: Sequence[Operation] = tuple(one for some in RESOURCES.values() for one in some)
