"""A readable difference between two versions of an entry: field by field, word by word."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

import msgspec

from sidecar_server.library.changes import Change
from sidecar_server.library.files import Entry
from sidecar_server.library.store import Store
from sidecar_server.library.tables import SHIPPED, TEAM, WORKING

_PIECE = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words of a text: `kept`, taken `out` or put `in`."""

    how: str
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What one field was and is, in pieces."""

    field: str
    pieces: Sequence[Piece]


def differences(change: Change, store: Store) -> list[Difference]:
    """Give the fields that a change changed; a shipped entry is what its first override replaced.

    The version in work is compared with the one in work before it, else with what was served.
    """
    before, after = _stood(change.before), _stood(change.after)
    if before is None or after is None:
        shipped = store.versions(change.key).get(SHIPPED)
        before, after = before or shipped, after or shipped
    return between(before, after)


def _stood(versions: Mapping[str, Entry]) -> Entry | None:
    return versions.get(WORKING) or versions.get(TEAM)


def between(before: Entry | None, after: Entry | None) -> list[Difference]:
    """Compare two versions; None where there was none."""
    old, new = _plain(before), _plain(after)
    names = list(dict.fromkeys((*old, *new)))
    return [
        Difference(name, pieces(old.get(name, ""), new.get(name, "")))
        for name in names
        if old.get(name, "") != new.get(name, "")
    ]


def pieces(old: str, new: str) -> list[Piece]:
    """Cut two texts into what stayed, went and came."""
    one, other = _PIECE.findall(old), _PIECE.findall(new)
    found: list[Piece] = []
    for how, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if how == "equal":
            found.append(Piece("kept", "".join(one[a:b])))
            continue
        if a < b:
            found.append(Piece("out", "".join(one[a:b])))
        if c < d:
            found.append(Piece("in", "".join(other[c:d])))
    return found


def _plain(entry: Entry | None) -> dict[str, str]:
    if entry is None:
        return {}
    row: dict[str, Any] = msgspec.to_builtins(entry)
    return {name: _text(value) for name, value in row.items() if value not in ([], {}, "", None)}


def _text(value: Any) -> str:
    if isinstance(value, dict):
        pairs = ((name, _text(one)) for name, one in value.items() if one)
        return "; ".join(f"{name}: {one}" for name, one in pairs)
    if isinstance(value, list | tuple):
        return ", ".join(_text(one) for one in value)
    return ("no", "yes")[value] if isinstance(value, bool) else str(value)
