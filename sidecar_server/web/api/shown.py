"""An entry as the API shows it: every version, its faults, and what the draft changes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import quote

from msgspec import Meta

from sidecar_server.curation import publishing
from sidecar_server.curation.catalogue import Row
from sidecar_server.curation.desk import Desk
from sidecar_server.curation.differences import Difference, between
from sidecar_server.curation.judge import Fault, judge
from sidecar_server.library.rows import Key
from sidecar_server.library.tables import SHIPPED
from sidecar_server.web.api.description import REF
from sidecar_server.web.api.names import NO_LANGUAGE
from sidecar_server.web.api.operation import ROOM, Reply

_LINES = [{"$ref": REF.format(name=name)} for name in ("Phrase", "Note")]
# A phrase or a note: msgspec describes no union of records, so that it is spelt out.
Version = Annotated[Any, Meta(extra_json_schema={"anyOf": _LINES})]
MaybeVersion = Annotated[Any, Meta(extra_json_schema={"anyOf": [*_LINES, {"type": "null"}]})]


@dataclass(frozen=True, slots=True)
class Entry:
    """One phrase or note: `served` as agents have it, `working` in draft or review, `shipped`.

    `state` is that of the version a lead works on, `differences` what it changes in the served
    one, `faults` what is wrong with it. `variants` are the languages that have a phrase of this
    id. `seen` is the ETag.
    """

    kind: str
    id: str
    language: str
    address: str
    state: str
    seen: str
    served: MaybeVersion
    working: MaybeVersion
    shipped: MaybeVersion
    differences: Sequence[Difference]
    faults: Sequence[Fault]
    variants: Sequence[str]


def shown(desk: Desk, row: Row, faults: Sequence[Fault] | None = None) -> Reply:
    """Show an entry, with what tells whether it was changed since; judge it unless it just was."""
    key, seen = row.key, publishing.seen(row)
    body = Entry(
        key.kind,
        key.id,
        key.language,
        address(key),
        row.state,
        seen,
        row.served,
        row.working,
        desk.store.versions(key).get(SHIPPED),
        between(row.served, row.working) if row.served and row.working else [],
        judge(row.entry, desk) if faults is None else faults,
        [one.key.language for one in desk.catalogue().variants(key) if key.kind == "phrase"],
    )
    return Reply(body, seen)


def address(key: Key) -> str:
    """Give the address of an entry."""
    return f"{ROOM}/entries/{key.kind}/{key.language or NO_LANGUAGE}/{quote(key.id, safe='')}"
