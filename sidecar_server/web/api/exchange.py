"""Import with a preview, and export: every format of the console's page."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

import msgspec
from msgspec import Meta

from sidecar_server.curation.exchange import placing, plan, read, work
from sidecar_server.curation.exchange.leaving import WAYS, of_language
from sidecar_server.curation.exchange.plan import Choice, Plan
from sidecar_server.curation.exchange.reading import Source
from sidecar_server.library.rows import key_of
from sidecar_server.web.api.operation import Call, Operation, Reply
from sidecar_server.web.api.problems import not_found

_MOST = 64 * 1024 * 1024
_LISTED = 200  # of each kind, in an answer


class Incoming(msgspec.Struct, forbid_unknown_fields=True):
    """A file to import, its `content` in base64; without `confirm` nothing is done.

    `situation` is for another product's lines; `good` takes what can be taken although some cannot;
    `also` takes situations and expectations, which have no drafts.
    """

    file: Annotated[str, Meta(min_length=1, max_length=100)]
    content: bytes
    language: Annotated[str, Meta(max_length=35)] = ""
    situation: Annotated[str, Meta(max_length=200)] = ""
    also: bool = False
    good: bool = False
    confirm: bool = False


class Outgoing(msgspec.Struct, forbid_unknown_fields=True):
    """Which format, and of which language; empty: of all."""

    format: Annotated[str, Meta(description=f"One of: {', '.join(WAYS)}.", max_length=10)] = "csv"
    language: Annotated[str, Meta(max_length=35)] = ""


@dataclass(frozen=True, slots=True)
class Faulty:
    """What cannot be taken: its place in the file, and the fault with its fix."""

    place: str
    fault: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import would do, or did: counts, some ids, faults, and the `batch` done."""

    format: str
    new: int
    changed: int
    same: int
    left: int
    first: Sequence[str]
    faults: Sequence[Faulty]
    batch: str = ""


@dataclass(frozen=True, slots=True)
class Exported:
    """A file, its `content` in base64."""

    file: str
    media: str
    content: str


def take(call: Call) -> Reply:
    """Say what a file would do; with `confirm`, do it as one batch of drafts."""
    body: Incoming = call.body
    desk, catalogue = call.desk, call.desk.catalogue()
    known = body.language if body.language in catalogue.languages else ""
    found = read(Source(body.file, body.content, known, catalogue.standing))
    choice = Choice(all=body.situation, also=body.also, good=body.good)
    places = {} if choice.all else placing.propose(found.foreign, desk, _silent)
    planned = plan.make(found, places, choice, catalogue)
    batch = ""
    if body.confirm:
        entries = plan.ready(planned, choice)
        batch = work.take(entries, call.by, f"import of {body.file}", desk, _silent)
    return Reply(_imported(found.format, planned, batch))


def give(call: Call) -> Reply:
    """Give the library as a file."""
    way, language = WAYS.get(call.asked.format), call.asked.language
    catalogue = call.desk.catalogue()
    if way is None or (language and language not in catalogue.languages):
        raise not_found("nothing is exported like that")
    content = b64encode(way.write(of_language(catalogue.library, language))).decode()
    return Reply(Exported(f"phrase-library.{way.ending}", way.media, content))


def _imported(format_: str, planned: Plan, batch: str) -> Imported:
    first = [key_of(one).id for one in planned.entries[:_LISTED]]
    faults = [Faulty(place, fault) for place, fault in planned.faulty[:_LISTED]]
    counts = (len(planned.new), len(planned.changed), len(planned.same), planned.left)
    return Imported(format_, *counts, first, faults, batch)


def _silent(done: int, total: int) -> None:
    """Say nothing of the progress: the answer comes when it is done."""


OPERATIONS = (
    Operation(
        "importFile",
        "POST",
        "/import",
        "See what a file would do; with `confirm`, do it: all that comes in is a draft.",
        take,
        takes=Incoming,
        gives=Imported,
        most_bytes=_MOST,
    ),
    Operation(
        "exportLibrary",
        "GET",
        "/export",
        "Give the library, or a language of it, as a file.",
        give,
        asked=Outgoing,
        gives=Exported,
        problems=(404,),
    ),
)
