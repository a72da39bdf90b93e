"""The scripted chats of the demo desk: read from `chats/*.toml`, checked, given as plain data."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from sidecar_server.errors import LibraryProblem

FOLDER = Path(__file__).parent / "chats"
_FIRST = "late-parcel"  # the plainest story is the one a newcomer meets
_MEND = "see the six chats beside it for the form"


class Customer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the desk knows of the customer; `locale` is BCP 47, `timezone` an IANA name."""

    name: str
    locale: str = ""
    country: str = ""
    timezone: str = ""


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line; `after`: seconds since the line before, or since the agent's answer."""

    text: str
    role: str = "customer"
    when: str = "opening"
    after: float = 2.0


class Chat(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One scripted chat: who writes, and what comes when."""

    id: str
    title: str
    customer: Customer
    line: tuple[Line, ...]


def load_chats(folder: Path = FOLDER) -> tuple[Chat, ...]:
    """Read a folder's chats, ordered by file; LibraryProblem lists file, fault and fix of each."""
    read: list[tuple[str, Chat]] = []
    problems: list[str] = []
    for path in sorted(folder.glob("*.toml"), key=lambda path: (path.stem != _FIRST, path.name)):
        try:
            chat = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Chat)
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
            problems.append(f"{path.name}: {error} — {_MEND}")
            continue
        read.append((path.name, chat))
        problems.extend(f"{path.name}: {fault}" for fault in _faults(chat))
    problems.extend(_twins(read))
    if problems:
        raise LibraryProblem(problems)
    return tuple(chat for _, chat in read)


def as_data(chats: tuple[Chat, ...]) -> list[dict[str, Any]]:
    """Give the chats as JSON-ready lists and dicts, in the names of the files."""
    data: list[dict[str, Any]] = msgspec.to_builtins(chats)
    return [{"lines": chat.pop("line"), **chat} for chat in data]


_ROLES = ("customer", "agent", "bot", "system", "note")
_WHEN = ("opening", "reply", "silence")


def _faults(chat: Chat) -> Iterator[str]:
    for name, value in (("id", chat.id), ("title", chat.title), ("name", chat.customer.name)):
        if not value.strip():
            yield f"{name} is empty — give it a value"
    if not any(line.when == "opening" for line in chat.line):
        yield 'no line opens the chat — give the first one when = "opening"'
    for number, line in enumerate(chat.line, start=1):
        for fault in _line_faults(line):
            yield f"line {number}: {fault}"


def _line_faults(line: Line) -> Iterator[str]:
    if not line.text.strip():
        yield "text is empty — write what is said, or remove the line"
    if line.role not in _ROLES:
        yield f"role {line.role!r} is not known — use one of: {', '.join(_ROLES)}"
    if line.when not in _WHEN:
        yield f"when {line.when!r} is not known — use one of: {', '.join(_WHEN)}"
    if not 0 <= line.after <= 3_600:
        yield f"after {line.after:g} is out of range — give seconds from 0 to 3600"


def _twins(read: list[tuple[str, Chat]]) -> Iterator[str]:
    seen: dict[str, str] = {}
    for name, chat in read:
        if chat.id in seen:
            yield f"{name}: id {chat.id!r} is also in {seen[chat.id]} — give it another id"
        seen.setdefault(chat.id, name)
