"""The live state of one chat: bounded, in memory only."""

import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from sidecar_server.model import Advice, Customer, Role
from sidecar_server.shift import Shift

KEPT_MESSAGES = 200
KEPT_CHARS = 65_536  # of all messages together: as many as one frame can bring
KEPT_NOTED = 1_000  # suggestions that feedback was given on
TURNS_READ = 5  # customer turns that the reading looks back on
MESSAGES_READ = 12  # of one turn, the newest
_SPEAKING = ("customer", "agent", "bot")

Vector = NDArray[np.float32]
_CLOCK = getattr(time, "CLOCK_BOOTTIME", None)  # goes on while the computer sleeps


def steady() -> float:
    """Give seconds on a clock that nobody sets, sleep included where the system can tell."""
    return time.monotonic() if _CLOCK is None else time.clock_gettime(_CLOCK)


Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Message:
    """One sent text; `at` is seconds on the chat's steady clock, where that is known."""

    id: str
    role: Role
    text: str
    sent_at: str | None = None
    author: str | None = None
    at: float | None = None


@dataclass(slots=True)
class Clock:
    """When a word to the agent falls due, on the steady clock, and what was given.

    Of a draft only this is known: whether it changed since somebody looked. Never when.
    """

    now: float | None = None  # of a replayed chat: the time of its newest line
    due: float | None = None
    nudged: str | None = None  # the agent's newest message when the last nudge was given
    writing: bool = False


@dataclass(slots=True)
class Conversation:
    """What is known of one chat; `taken` are phrases inserted or sent, `dismissed` unwanted."""

    id: str
    customer: Customer = field(default_factory=Customer)
    agent: Shift = field(default_factory=Shift)
    clock: Clock = field(default_factory=Clock)
    advice: Advice = field(default_factory=lambda: Advice(None, None))  # the newest
    kinds: dict[str, str] = field(default_factory=dict)  # of what was suggested, by id
    told: dict[str, int] = field(default_factory=dict)  # what is said once -> agent's messages then
    tells: dict[str, tuple[str, ...]] = field(default_factory=dict)  # opening -> line and fact
    taken: set[str] = field(default_factory=set)
    dismissed: set[str] = field(default_factory=set)
    offered: dict[str, set[str]] = field(default_factory=dict)  # phrase -> messages it answered
    _memo: dict[tuple[str, str], Any] = field(default_factory=dict)
    _messages: OrderedDict[str, Message] = field(default_factory=OrderedDict)
    _vectors: dict[tuple[str, str], Vector] = field(default_factory=dict)
    _turns: tuple[list[Message], ...] | None = None  # of the messages as they are

    @property
    def messages(self) -> Sequence[Message]:
        """All messages kept, oldest first."""
        return tuple(self._messages.values())

    @property
    def chars(self) -> int:
        """How many letters its messages have together."""
        return sum(len(message.text) for message in self._messages.values())

    @property
    def newest(self) -> str | None:
        """The id of the newest message."""
        return next(reversed(self._messages), None)

    def replace(self, customer: Customer, messages: Iterable[Message]) -> None:
        """Take the page's truth: of the messages known before, only when they came is kept."""
        self.customer = customer
        self.agent.names_customer(self.id, customer.name)
        known, self._turns = self._messages, None
        self._messages = OrderedDict(
            (m.id, replace(m, at=known[m.id].at) if m.id in known else m) for m in messages
        )
        self._forget_unsaid()
        self._bound()

    def see(self, message: Message) -> None:
        """Take one message; another text under a known id replaces it in its place and time."""
        known, self._turns = self._messages.get(message.id), None
        self.clock.writing = self.clock.writing and message.role != "agent"
        self._messages[message.id] = replace(message, at=known.at) if known else message
        self._bound()

    def remove(self, message: str) -> None:
        """Forget a message that left the page."""
        self._messages.pop(message, None)
        self._turns = None
        self._forget_unsaid()

    def rename(self, message: str, to: str) -> None:
        """Keep a message in its place under its real id."""
        if message in self._messages and message != to:
            self._messages = OrderedDict(
                (to, replace(m, id=to)) if m.id == message else (m.id, m)
                for m in self._messages.values()
                if m.id != to
            )
            self._turns = None
            self.agent.renamed(self.id, message, to)

    def note(self, suggestion: str, event: str) -> None:
        """Take the agent's feedback: shown | inserted | copied | dismissed."""
        self.agent.note(self.kinds.get(suggestion, "phrase"), event)
        if event in {"inserted", "copied"}:
            if suggestion not in self.taken:
                self.agent.introduced.update(self.tells.get(suggestion, ()))
            _bounded(self.taken, suggestion)
        elif event == "dismissed":
            _bounded(self.dismissed, suggestion)

    def turns(self, *roles: str) -> list[list[Message]]:
        """Group what was spoken into turns, oldest first; only those of `roles` are given."""
        if self._turns is None:
            self._turns = tuple(_turns(self._messages.values()))
        return [turn for turn in self._turns if not roles or turn[0].role in roles]

    @property
    def recent(self) -> list[str]:
        """The customer's texts that the reading looks at, each once."""
        recent = self.turns("customer")[-TURNS_READ:]
        read = [message for turn in recent for message in turn[-MESSAGES_READ:]]
        return list(dict.fromkeys(message.text for message in read if message.text.strip()))

    def unread(self, encoder: str) -> list[str]:
        """List the texts that an encoder must read before the chat can be."""
        return [text for text in self.recent if (encoder, text) not in self._vectors]

    def knows(self, what: str, text: str) -> bool:
        """Say whether `once` has found this before."""
        return (what, text) in self._memo

    def learn(self, encoder: str, texts: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Keep an encoder's vectors (n, dimensions) of n texts."""
        keys = ((encoder, text) for text in texts)
        self._vectors.update(zip(keys, vectors, strict=True))

    def vector(self, encoder: str, text: str) -> Vector | None:
        """Give a text's vector once it was learnt."""
        return self._vectors.get((encoder, text))

    def once(self, what: str, text: str, read: Callable[[str], Read]) -> Read:
        """Give what `read` finds in a text, remembered with the chat under the name `what`."""
        key = (what, text)
        if key not in self._memo:
            self._memo[key] = read(text)
        found: Read = self._memo[key]
        return found

    def remember(self, what: str, found: Mapping[str, Any]) -> None:
        """Take what `once` would find under this name, by texts: it was found elsewhere."""
        self._memo |= {(what, text): one for text, one in found.items()}

    def _bound(self) -> None:
        chars = self.chars
        while len(self._messages) > 1 and (
            len(self._messages) > KEPT_MESSAGES or chars > KEPT_CHARS
        ):
            chars -= len(self._messages.popitem(last=False)[1].text)
        if len(self._memo) > 8 * KEPT_MESSAGES or len(self._vectors) > 2 * KEPT_MESSAGES:
            self._forget_unsaid()

    def _forget_unsaid(self) -> None:
        """Let go of all that was read in, or offered for, messages no longer kept."""
        said = {message.text for message in self._messages.values()}
        self._vectors = {key: v for key, v in self._vectors.items() if key[1] in said}
        self.offered = {id_: ids & self._messages.keys() for id_, ids in self.offered.items()}
        self._memo.clear()


def _turns(messages: Iterable[Message]) -> list[list[Message]]:
    turns: list[list[Message]] = []
    for message in messages:
        if message.role not in _SPEAKING:
            continue
        if turns and turns[-1][0].role == message.role:
            turns[-1].append(message)
        else:
            turns.append([message])
    return turns


def _bounded(kept: set[str], one: str) -> None:
    if len(kept) < KEPT_NOTED:
        kept.add(one)
