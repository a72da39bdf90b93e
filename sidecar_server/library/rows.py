"""Entries as the store names and keeps them."""

import hashlib
from typing import Any, NamedTuple

import msgspec
import orjson

from sidecar_server.library.files import KINDS, Entry
from sidecar_server.library.tables import TEAM, WORKING
from sidecar_server.model import Expectation, Note, Phrase, Situation, State

_KIND_OF = {record: kind for kind, record in KINDS.items()}
_IN_WORK = ("draft", "review")


class Key(NamedTuple):
    """What an entry is known by: kind, id and language ("" of a note)."""

    kind: str
    id: str
    language: str


def digest(text: str) -> bytes:
    """Name a library text by 16 bytes of its SHA-256."""
    return hashlib.sha256(text.encode()).digest()[:16]


def key_of(one: Entry) -> Key:
    """Name an entry; of one message there may be an expectation for each locale."""
    language = "" if isinstance(one, Note) else one.language
    if isinstance(one, Expectation):
        return Key("expect", digest(f"{one.message}\n{one.locale}").hex(), language)
    return Key(_KIND_OF[type(one)], one.id, language)


def state_of(one: Entry) -> State:
    """Give an entry's state; situations and expectations are always published."""
    return one.state if isinstance(one, Phrase | Note) else "published"


def served_by(one: Entry) -> str:
    """Say where a team's entry is kept: with what is served, or with what is in work."""
    return WORKING if state_of(one) in _IN_WORK else TEAM


def row_of(key: Key, origin: str, body: str) -> dict[str, Any]:
    """Give the columns of an entry whose body is JSON."""
    state = orjson.loads(body).get("state", "published")
    return {**key._asdict(), "origin": origin, "state": state, "body": body}


def entry_of(kind: str, body: str) -> Situation | Phrase | Note | Expectation:
    """Read an entry's body."""
    return msgspec.convert(orjson.loads(body), KINDS[kind])
