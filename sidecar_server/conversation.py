"""Live state of the open chats: bounded, in memory only, and it forgets."""

import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from sidecar_server.model import Advice, Customer, Role
from sidecar_server.shift import Shift, Shifts

KEPT_MESSAGES = 200
KEPT_CHARS = 65_536  # of all messages together: as many as one frame can bring
MOST_CHARS = 100_000_000  # of all chats together, four bytes each at worst
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


class Conversations:
    """At most `most` open chats by (credential, conversation), of about `most_chars` letters."""

    def __init__(
        self,
        forget_after_s: float = 1_800.0,
        most: int = 10_000,  # three each for three thousand agents
        clock: Callable[[], float] = steady,
        locked: Iterable[str] = (),
        most_chars: int = MOST_CHARS,
    ) -> None:
        self._forget_after_s, self._most, self._most_chars = forget_after_s, most, most_chars
        self.clock = clock
        self._chars: Counter[tuple[str, str]] = Counter()  # as they were at the event before
        self._all_chars = 0
        self.shifts = Shifts(clock, locked)
        self._open: OrderedDict[tuple[str, str], tuple[float, Conversation]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._open)

    def opened(
        self, owner: str, conversation: str, teams: frozenset[str] = frozenset()
    ) -> Conversation:
        """Give the chat, new where it was not known, of an agent of these teams."""
        known = self.get(owner, conversation)
        new = known or Conversation(conversation, agent=self.shifts.of(owner, teams))
        return self._keep(owner, new)

    def get(self, owner: str, conversation: str) -> Conversation | None:
        """Give a known chat, and count this as an event of it."""
        self.sweep()
        found = self._open.get((owner, conversation))
        return self._keep(owner, found[1]) if found else None

    def close(self, owner: str, conversation: str) -> None:
        """Forget one chat."""
        self._forget((owner, conversation))

    def sign_off(self, owner: str) -> None:
        """Forget every chat of a credential, and what its agent sent and received."""
        self.shifts.end(owner)
        for key in [key for key in self._open if key[0] == owner]:
            self._forget(key)

    def each(self) -> Sequence[tuple[str, Conversation]]:
        """Give each open chat with its owner."""
        return [(owner, kept[1]) for (owner, _), kept in self._open.items()]

    def of(self, owner: str) -> Sequence[Conversation]:
        """Give the open chats of a credential."""
        self.sweep()
        return [chat for whose, chat in self.each() if whose == owner]

    def sweep(self) -> None:
        """Forget the chats without an event for too long."""
        oldest_kept = self.clock() - self._forget_after_s
        while self._open and next(iter(self._open.values()))[0] < oldest_kept:
            self._forget(next(iter(self._open)))

    def _keep(self, owner: str, conversation: Conversation) -> Conversation:
        key = (owner, conversation.id)
        if self._open:  # whose event is over by now
            self._count(next(reversed(self._open)))
        self._open[key] = (self.clock(), conversation)
        self._open.move_to_end(key)
        if len(self._open) > self._most:
            self._make_room(Counter(owner for owner, _ in self._open))
        while self._all_chars > self._most_chars and len(self._open) > 1:
            chars: Counter[str] = Counter()
            for (whose, _), count in self._chars.items():
                chars[whose] += count
            self._make_room(chars)
        return conversation

    def _count(self, key: tuple[str, str]) -> None:
        now = self._open[key][1].chars
        self._all_chars += now - self._chars[key]
        self._chars[key] = now

    def _make_room(self, taken: Counter[str]) -> None:
        """Forget the longest idle chat of who takes the most: nobody crowds out the others."""
        most, newest = taken.most_common(1)[0][0], next(reversed(self._open))
        theirs = (key for key in self._open if key[0] == most and key != newest)
        self._forget(next(theirs, next(iter(self._open))))

    def _forget(self, key: tuple[str, str]) -> None:
        self._open.pop(key, None)
        self._all_chars -= self._chars.pop(key, 0)
