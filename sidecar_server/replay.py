"""Replays whole chats, event by event, as if live; stores nothing."""

from codecs import BOM_UTF8
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, get_args

import msgspec
import orjson

from sidecar_server.assistant import Assistant
from sidecar_server.conversation import Conversation, Message
from sidecar_server.drafts import spoken_in
from sidecar_server.encoders.languages import ENGLISH, Encoders
from sidecar_server.errors import BadInput
from sidecar_server.library.search import Searchable
from sidecar_server.model import Advice, Customer, Finding, Item, Role
from sidecar_server.shift import Shift
from sidecar_server.spoken import language

_ROLES = frozenset((*get_args(Role), "clock"))
_FIX = (
    'write one JSON object a line, in UTF-8: {"role":"customer","text":"…"}; '
    "roles: customer, agent, bot, system, note, unknown, clock"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a replay file; `at` is seconds from the chat's start."""

    role: str
    text: str = ""
    at: float | None = None
    conversation: str = "1"
    locale: str = ""
    name: str = ""
    draft: bool = False
    practice: bool = False  # on any line of a practice chat


@dataclass(slots=True)
class Replay:
    """Feeds lines to the assistant, each chat in its own conversation.

    With `load`, the library is indexed in a language when the first chat in it comes.
    """

    assistant: Assistant
    encoders: Encoders
    load: Callable[[Collection[str]], Searchable] | None = None
    agent: Shift = field(default_factory=Shift)
    rang: list[tuple[str, float]] = field(default_factory=list)  # chat, when a nudge fell due
    chats: dict[str, Conversation] = field(default_factory=dict)  # as they stand
    spoken: set[str] = field(default_factory=lambda: {ENGLISH})  # indexed already

    def run(self, lines: Iterable[bytes]) -> Iterator[tuple[int, Line, Advice]]:
        """Give (line number, line, answer) for each line; BadInput names a line it cannot take.

        Blank lines and a byte order mark, which editors leave behind, are passed over.
        """
        for number, raw in enumerate(lines, start=1):
            if plain := raw.removeprefix(BOM_UTF8).strip():
                line = parse(plain, number)
                yield number, line, self.step(line, str(number))

    def step(self, line: Line, message: str) -> Advice:
        """Take one line as the event it is; nudges that fell due before it come with it."""
        chat = self._chat(line)
        nudges = self._ring(chat, line.at)
        if line.role == "clock":
            return Advice(about=None, cues=None, nudges=nudges)
        if line.draft:
            return Advice(None, None, findings=self._check(chat, line.text), nudges=nudges)
        role = msgspec.convert(line.role, Role)
        chat.see(Message(message, role, line.text, at=chat.clock.now))
        self._load(language(chat))
        self._learn(chat, *self.assistant.unread(chat))
        return replace(self.assistant.advise(chat), nudges=nudges)

    def _chat(self, line: Line) -> Conversation:
        fresh = Conversation(line.conversation, agent=self.agent)
        chat = self.chats.setdefault(line.conversation, fresh)
        if line.locale or line.name:
            known = chat.customer
            stated = Customer(line.name or known.name, line.locale or known.locale)
            chat.customer = replace(stated, country=known.country, timezone=known.timezone)
            self.agent.names_customer(chat.id, chat.customer.name)
        return chat

    def _ring(self, chat: Conversation, at: float | None) -> tuple[Item, ...]:
        """Let time pass; a line without a time comes at the time of the one before."""
        if at is None:
            return ()
        chat.clock.now = at
        nudges = []
        while (due := chat.clock.due) is not None and due <= at:
            if nudge := self.assistant.ring(chat, due):
                nudges.append(nudge)
                self.rang.append((chat.id, due))
        return tuple(nudges)

    def _check(self, chat: Conversation, draft: str) -> tuple[Finding, ...]:
        self._load(spoken_in(chat, draft))
        self._learn(chat, *self.assistant.unread_draft(chat, draft))
        return self.assistant.check(chat, draft)

    def _learn(self, chat: Conversation, encoder: str, texts: list[str]) -> None:
        if texts:
            chat.learn(encoder, texts, self.encoders.by_name[encoder].encode(texts))

    def _load(self, spoken: str) -> None:
        if self.load and spoken not in self.spoken:
            self.spoken.add(spoken)
            self.assistant.searchable = self.load(self.spoken)


def parse(raw: bytes, number: int) -> Line:
    """Read one line; BadInput names the line and the fault, never the text."""
    try:
        line = msgspec.convert(_stated(orjson.loads(raw)), Line)
        if line.role not in _ROLES:
            raise BadInput(f"line {number}: there is no such role", fix=_FIX)
    except (orjson.JSONDecodeError, msgspec.ValidationError) as error:
        fault = "not JSON" if isinstance(error, orjson.JSONDecodeError) else _fault(error)
        raise BadInput(f"line {number}: {fault}", fix=_FIX) from None
    return line


def _stated(found: Any) -> Any:
    """Leave out fields that are null: many programs write those they have nothing for."""
    if not isinstance(found, dict):
        return found
    return {key: value for key, value in found.items() if value is not None}


def _fault(error: msgspec.ValidationError) -> str:
    # msgspec quotes an invalid enum value: the path alone is safe to show.
    path = str(error).rpartition(" - at ")[2].strip("`") if " - at " in str(error) else "role"
    return f"a field is missing or of the wrong type ({path.removeprefix('$.') or 'the line'})"


def as_json(number: int, line: Line, advice: Advice) -> dict[str, Any]:
    """Give the contract's object for one line, without empty optional fields."""
    plain = msgspec.to_builtins
    return {
        "line": number,
        "conversation": line.conversation,
        "cues": plain(advice.cues) if advice.cues else None,
        "suggestions": [_item(plain(item)) for item in advice.items],
        "findings": [plain(finding) for finding in advice.findings],
        "nudges": [_item(plain(item)) for item in advice.nudges],
    }


def _item(item: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in item.items() if value is not None}
