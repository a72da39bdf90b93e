"""The family of transcripts that can be read: the replay format, and helpdesks' own exports.

To add one: write a module with `fits(json)` and `read(json)` and add it to `FORMATS`.
"""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

import orjson

from sidecar_server.errors import BadInput
from sidecar_server.practice.transcripts import chatwoot, zendesk_chat
from sidecar_server.replay import Line, parse

FORMATS: tuple[ModuleType, ...] = (chatwoot, zendesk_chat)
MOST_BYTES = 50_000_000
Chats = Mapping[str, Sequence[Line]]
_FIX = "give the replay format (JSON lines), or what Chatwoot or Zendesk Chat gives for a chat"


def read_file(path: Path) -> Chats:
    """Read a file's chats by their name; BadInput says what is wrong, never the text."""
    if path.stat().st_size > MOST_BYTES:
        raise BadInput(f"{path.name} is over 50 MB", fix="cut it into several files")
    return read(path.read_bytes(), path.name)


def read(content: bytes, name: str) -> Chats:
    """Read chats from a file's content."""
    whole = _json(content)
    lines: Iterable[Line]
    if whole is not None and not _is_line(whole):
        fitting = next((one for one in FORMATS if one.fits(whole)), None)
        if fitting is None:
            raise BadInput(f"{name} is JSON of a kind that is not known", fix=_FIX)
        lines = fitting.read(whole)
    else:
        raw = content.removeprefix(b"\xef\xbb\xbf").splitlines()
        lines = [parse(one, number) for number, one in enumerate(raw, start=1) if one.strip()]
    chats: dict[str, list[Line]] = {}
    for line in lines:
        chats.setdefault(line.conversation, []).append(line)
    if not any(line.role == "agent" and not line.draft for one in chats.values() for line in one):
        raise BadInput(f"{name} holds no message of an agent", fix=_FIX)
    return chats


def _json(content: bytes) -> Any:
    try:
        return orjson.loads(content.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError:
        return None


def _is_line(found: Any) -> bool:
    return isinstance(found, dict) and "role" in found
