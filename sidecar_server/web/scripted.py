"""The scripted chats of the demo desk: read from `chats/*.toml`, checked, given as plain data."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from sidecar_server.drafts import RULES
from sidecar_server.errors import LibraryProblem

FOLDER = Path(__file__).parent / "chats"
_FIRST = "late-parcel"  # the plainest story is the one a newcomer meets
_MOST_DRAFTS, _DRAFT_CHARS = 3, 300  # one row of buttons, and what a person would send
_NAME_CHARS = 24  # so that three names stand side by side
_MEND = "see the chats beside it for the form"


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


class Try(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A draft to try: `name` stands on its button, `shows` names the rules that find it.

    With `again` they find it once it has been sent and is tried a second time.
    """

    name: str
    text: str
    shows: tuple[str, ...]
    again: bool = False


class Chat(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"drafts": "try"}):
    """One scripted chat: who writes, what comes when, and which drafts a visitor may `try`."""

    id: str
    title: str
    customer: Customer
    line: tuple[Line, ...]
    drafts: tuple[Try, ...] = ()


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
    yield from _draft_faults(chat.drafts)


def _draft_faults(drafts: tuple[Try, ...]) -> Iterator[str]:
    if len(drafts) > _MOST_DRAFTS:
        yield f"try has {len(drafts)} drafts — keep {_MOST_DRAFTS}, the desk has one row for them"
    for number, draft in enumerate(drafts, start=1):
        if not draft.text.strip():
            yield f"try {number} is empty — write a draft, or remove it"
        if not draft.name.strip() or len(draft.name) > _NAME_CHARS:
            yield f"try {number} needs a name of 1 to {_NAME_CHARS} characters — it has a button"
        if len(draft.text) > _DRAFT_CHARS:
            yield f"try {number} has {len(draft.text)} characters — keep it under {_DRAFT_CHARS}"
        for rule in draft.shows:
            if rule not in RULES:
                yield f"try {number} shows {rule!r} — use one of: {', '.join(RULES)}"
        if not draft.shows:
            yield f"try {number} shows nothing — name the rule that finds it"


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
