"""Entries: found, read with their versions, begun, and saved as drafts."""

from dataclasses import dataclass, fields
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, UnsetType

from sidecar_server.curation import publishing
from sidecar_server.curation.catalogue import Row
from sidecar_server.curation.find import Wanted, find
from sidecar_server.curation.meaning import near
from sidecar_server.curation.writing import draft_of, empty
from sidecar_server.errors import Conflict
from sidecar_server.library import terms
from sidecar_server.library.rows import Key
from sidecar_server.model import After, Moment, Stakes
from sidecar_server.web.api.names import EntryName, key_of_name, row_of
from sidecar_server.web.api.operation import Call, Operation, Reply
from sidecar_server.web.api.shown import Entry, Version, address, shown

_Unit = Annotated[float, Meta(ge=0, le=1)]
_Strategy = Annotated[str, Meta(description=f"One of: {', '.join(terms.STRATEGIES)}.")]
_Register = Annotated[str, Meta(description=f"One of: {', '.join(terms.REGISTERS)}.")]
_Topic = Annotated[str, Meta(description=f"One of: {', '.join(terms.TOPICS)}.")]
_Confidence = Annotated[str, Meta(description=f"One of: {', '.join(terms.CONFIDENCES)}.")]
_Heat = Annotated[tuple[_Unit, _Unit], Meta(description="From and to, where the line suits.")]
_Avoid = Annotated[
    tuple[str, ...], Meta(description="Situations or cues in which it is not shown.")
]
_Slots = Annotated[dict[str, str], Meta(description="What each {gap} in the text stands for.")]
_Filter = Annotated[str, Meta(max_length=200)]


class Search(msgspec.Struct, forbid_unknown_fields=True):
    """What is looked for; an empty value wants everything."""

    words: Annotated[
        str, Meta(max_length=500, description="Words that stand in it, or what it should mean.")
    ] = ""
    meaning: Annotated[bool, Meta(description="Whether what means the same is found, too.")] = True
    kind: _Filter = ""
    language: _Filter = ""
    situation: _Filter = ""
    strategy: _Filter = ""
    register: _Filter = ""
    locale: _Filter = ""
    topic: _Filter = ""
    state: _Filter = ""
    team: Annotated[str, Meta(max_length=200, description="A team, or `everyone`.")] = ""
    offset: Annotated[int, Meta(ge=0, le=1_000_000)] = 0
    limit: Annotated[int, Meta(ge=1, le=500)] = 50


class Draft(msgspec.Struct, forbid_unknown_fields=True):
    """What an entry is to say; what is left out stays as it is.

    The fields up to `teams` are a phrase's, the others a note's.
    """

    text: str | UnsetType = UNSET
    strategy: _Strategy | UnsetType = UNSET
    moment: Moment | UnsetType = UNSET
    register: _Register | UnsetType = UNSET
    heat: _Heat | UnsetType = UNSET
    stakes: tuple[Stakes, ...] | UnsetType = UNSET
    avoid_when: _Avoid | UnsetType = UNSET
    after: After | UnsetType = UNSET
    slots: _Slots | UnsetType = UNSET
    teams: tuple[str, ...] | UnsetType = UNSET
    topic: _Topic | UnsetType = UNSET
    means: str | UnsetType = UNSET
    advise: str | UnsetType = UNSET
    avoid: str | UnsetType = UNSET
    triggers: "DraftTriggers | UnsetType" = UNSET
    applies_to: tuple[str, ...] | UnsetType = UNSET
    sources: tuple[str, ...] | UnsetType = UNSET
    confidence: _Confidence | UnsetType = UNSET
    limits: str | UnsetType = UNSET


class DraftTriggers(msgspec.Struct, forbid_unknown_fields=True):
    """What makes a note apply: words of the customer, words of the draft, a calendar."""

    text: tuple[str, ...] = ()
    draft: tuple[str, ...] = ()
    calendar: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """An entry that was found; `entry` is the version that a lead works on.

    `served` and `working` say which versions there are, `near` how near it is in meaning, 0 … 1.
    """

    kind: str
    id: str
    language: str
    address: str
    state: str
    entry: Version
    served: bool
    working: bool
    near: float


@dataclass(frozen=True, slots=True)
class Hits:
    """Some of the entries that were found, `total` of them all.

    `counts` says for each filter how many each of its values would leave.
    """

    revision: int
    total: int
    offset: int
    entries: list[Hit]
    counts: dict[str, dict[str, int]]


def search(call: Call) -> Reply:
    """Find entries by words, meaning and filters."""
    asked: Search = call.asked
    given: dict[str, str] = {f.name: getattr(asked, f.name) for f in fields(Wanted)}
    wanted = Wanted(**{name: value.strip() for name, value in given.items()})
    catalogue = call.desk.catalogue()
    found = find(catalogue, wanted, near(call.desk, wanted) if asked.meaning else {})
    some = found.rows[asked.offset : asked.offset + asked.limit]
    hits = [_hit(row, found.near.get(row.key, 0.0)) for row in some]
    counts = {name: dict(values) for name, values in found.counts.items()}
    return Reply(Hits(catalogue.revision, len(found.rows), asked.offset, hits, counts))


def _hit(row: Row, nearness: float) -> Hit:
    key, served, working = row.key, row.served is not None, row.working is not None
    return Hit(
        key.kind, key.id, key.language, address(key), row.state, row.entry, served, working,
        min(1.0, max(0.0, float(nearness))),
    )  # fmt: skip


def read(call: Call) -> Reply:
    """Show an entry."""
    return shown(call.desk, row_of(call.desk, call.names))


def create(call: Call) -> Reply:
    """Begin an entry."""
    key = key_of_name(call.names)
    if key in call.desk.catalogue().by_key:
        raise Conflict(f"there is an entry {key.id} already", fix="change it with PATCH")
    made = draft_of(empty(key), _given(call.body))
    saved = publishing.save(call.desk, made, None, call.by)
    return _located(shown(call.desk, row_of(call.desk, call.names), saved.faults), key)


def save(call: Call) -> Reply:
    """Save a draft."""
    row = row_of(call.desk, call.names, call.seen)
    saved = publishing.save(call.desk, draft_of(row.entry, _given(call.body)), row, call.by)
    return shown(call.desk, row_of(call.desk, call.names), saved.faults)


def _given(draft: Draft) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(draft)
    return plain


def _located(reply: Reply, key: Key) -> Reply:
    return Reply(reply.body, reply.seen, {"location": address(key)})


_ONE = "/entries/{kind}/{language}/{id}"
OPERATIONS = (
    Operation(
        "findEntries",
        "GET",
        "/entries",
        "Find phrases and notes, with the number beside every filter.",
        search,
        asked=Search,
        gives=Hits,
    ),
    Operation(
        "readEntry",
        "GET",
        _ONE,
        "Read an entry with all its versions, what is wrong with it and what its draft changes.",
        read,
        names=EntryName,
        gives=Entry,
    ),
    Operation(
        "createEntry",
        "PUT",
        _ONE,
        "Begin an entry of this name, as a draft. A name is used once.",
        create,
        names=EntryName,
        takes=Draft,
        gives=Entry,
        status=201,
        problems=(409,),
    ),
    Operation(
        "saveDraft",
        "PATCH",
        _ONE,
        "Save a draft of an entry; agents have it when it is published.",
        save,
        names=EntryName,
        takes=Draft,
        gives=Entry,
        guarded=True,
    ),
)
