"""The names in the API's paths, and the entries that have them."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from sidecar_server.curation import publishing
from sidecar_server.curation.catalogue import Row
from sidecar_server.curation.desk import Desk
from sidecar_server.errors import Conflict
from sidecar_server.library.rows import Key
from sidecar_server.web.api.problems import not_found

NO_LANGUAGE = "-"  # of a note, in an address


class EntryName(msgspec.Struct, forbid_unknown_fields=True):
    """What an entry is called."""

    kind: Literal["phrase", "note"]
    language: Annotated[
        str,
        Meta(
            pattern=r"^(-|[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?)$",
            description="Of a phrase; `-` for a note.",
        ),
    ]
    id: Annotated[
        str,
        Meta(
            pattern=r"^[A-Za-z0-9][A-Za-z0-9-]*\.[A-Za-z0-9][A-Za-z0-9-]*$",
            max_length=200,
            description="Like `delivery-late.own-the-wait`.",
        ),
    ]


def key_of_name(name: EntryName) -> Key:
    """Give the store's name of it; a note has no language, a phrase has one."""
    if (name.kind == "note") != (name.language == NO_LANGUAGE):
        raise not_found("a phrase has a language, a note has - in its place")
    return Key(name.kind, name.id, name.language if name.kind == "phrase" else "")


def row_of(desk: Desk, name: EntryName, seen: str = "*") -> Row:
    """Give the entry of this name; Conflict where it is not the version that was `seen`."""
    row = desk.catalogue().by_key.get(key_of_name(name))
    if row is None:
        raise not_found()
    if seen not in {"*", publishing.seen(row)}:
        raise Conflict(
            f"somebody changed {name.id} since you read it",
            fix="read it again, and send its ETag with your change",
        )
    return row
