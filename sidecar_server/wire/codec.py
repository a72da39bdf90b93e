"""Frames from and to JSON text; what cannot be read is named by its field, never quoted."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from functools import cache
from typing import Any

import msgspec
import orjson

from sidecar_server.errors import BadInput
from sidecar_server.settings import Limits
from sidecar_server.wire.client import (
    CLIENT_FRAMES,
    ClientFrame,
    ConversationOpened,
    DraftChanged,
    MessageSeen,
    Search,
)
from sidecar_server.wire.server import SERVER_FRAMES, Code, Concerning, ServerFrame

DEEPEST = 8
SEE_DOCS = "send the frame as docs/protocol.md describes it"
TYPE_NAME = re.compile(r"[a-z][a-z._]{0,39}")
# The forms of msgspec's messages that hold nothing but the schema; others quote the value.
SAFE = re.compile(
    r"Expected `[^`]*`(?: (?:of length )?[<>]=? \d+| matching regex '[^']*')?(?:, got `\w+`)?"
    r"|Object missing required field `\w+`|Invalid RFC3339 encoded datetime"
)
PATH = re.compile(r" - at `\$\.?([\w.\[\]]*)`$")


class BadFrame(BadInput):
    """A frame that cannot be taken; `about` says which, `code` why."""

    def __init__(
        self, what: str, about: Concerning, *, code: Code = "bad_frame", fix: str = SEE_DOCS
    ) -> None:
        super().__init__(what, fix=fix)
        self.about = about
        self.code: Code = code


def parse(raw: str | bytes, limits: Limits) -> ClientFrame:
    """Read a client's frame; BadFrame holds no part of a text, whatever was sent."""
    found = _object(raw)
    name = found.get("type")
    about = _concerning(found)
    if not isinstance(name, str):
        raise BadFrame("the field `type` is missing or not a text", about)
    if name not in CLIENT_FRAMES:
        raise BadFrame("this type of frame is not known here", about, code="unknown_type")
    try:
        frame = msgspec.convert(found, CLIENT_FRAMES[name])
    except msgspec.ValidationError as error:
        raise BadFrame(_without_values(str(error)), about) from None
    _check_lengths(frame, about, limits)
    return frame


def encode(frame: ServerFrame | ClientFrame) -> str:
    """Write a frame as JSON text; fields that are None are left out."""
    said = {"type": NAMES[type(frame)], **_given(frame)}
    return orjson.dumps(said, _given, orjson.OPT_PASSTHROUGH_DATACLASS).decode()


NAMES: Mapping[type, str] = {
    kind: name for frames in (CLIENT_FRAMES, SERVER_FRAMES) for name, kind in frames.items()
}

_TEXTS: dict[type, Callable[[Any], Iterator[tuple[str | None, str]]]] = {
    ConversationOpened: lambda frame: ((m.message, m.text) for m in frame.messages),
    MessageSeen: lambda frame: iter([(frame.message, frame.text)]),
    DraftChanged: lambda frame: iter([(None, frame.text)]),
    Search: lambda frame: iter([(None, frame.query)]),
}


def _object(raw: str | bytes) -> dict[str, Any]:
    nothing = Concerning()
    try:
        found = orjson.loads(raw)
    except (orjson.JSONDecodeError, UnicodeEncodeError):
        # The error holds the whole document: it must not be chained.
        raise BadFrame("this is not JSON", nothing) from None
    if not isinstance(found, dict):
        raise BadFrame("a frame is a JSON object", nothing)
    if not _shallow(found, DEEPEST):
        raise BadFrame(f"this is nested deeper than {DEEPEST} levels", nothing)
    return found


def _shallow(value: Any, left: int) -> bool:
    if isinstance(value, dict):
        return left > 0 and all(_shallow(inner, left - 1) for inner in value.values())
    if isinstance(value, list):
        return left > 0 and all(_shallow(inner, left - 1) for inner in value)
    return True


def _concerning(found: dict[str, Any]) -> Concerning:
    name = found.get("type")
    named = name if isinstance(name, str) and TYPE_NAME.fullmatch(name) else None
    return Concerning(
        named, *(_id(found.get(field)) for field in ("conversation", "message", "request"))
    )


def _id(value: Any) -> str | None:
    return value if isinstance(value, str) and 0 < len(value) <= 200 else None


def _without_values(message: str) -> str:
    path = PATH.search(message)
    where = f"the field `{path[1]}`: " if path and path[1] else ""
    said = message[: path.start()] if path else message
    return where + (said if SAFE.fullmatch(said) else "this value is not one of those allowed")


def _check_lengths(frame: ClientFrame, about: Concerning, limits: Limits) -> None:
    for message, text in _TEXTS.get(type(frame), lambda _: iter(()))(frame):
        if len(text) > limits.text_chars:
            raise BadFrame(
                f"a text holds more than {limits.text_chars} characters",
                Concerning(about.type, about.conversation, message, about.request),
                code="too_long",
                fix="cut it at a whole character and set `truncated`",
            )


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _given(value: Any) -> dict[str, Any]:
    """Give the fields of a dataclass that are not None; TypeError for anything else."""
    kind: type = type(value)
    pairs = ((name, getattr(value, name)) for name in _names(kind))
    return {name: inner for name, inner in pairs if inner is not None}
