"""Situations: what a phrase can be written for."""

from dataclasses import dataclass

from sidecar_server.model import Situation
from sidecar_server.web.api.operation import Call, Operation, Reply


@dataclass(frozen=True, slots=True)
class Situations:
    """Why customers write, in every language that the library has."""

    languages: tuple[str, ...]
    situations: tuple[Situation, ...]


def every(call: Call) -> Reply:
    """List the situations."""
    catalogue = call.desk.catalogue()
    return Reply(Situations(catalogue.languages, catalogue.library.situations))


OPERATIONS = (
    Operation(
        "listSituations",
        "GET",
        "/situations",
        "List the situations that customers write in, with how they write.",
        every,
        gives=Situations,
    ),
)
