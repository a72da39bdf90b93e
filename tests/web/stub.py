"""A mind without a library: it answers what the tests tell it to."""

import asyncio
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sidecar_server.conversation import Conversation
from sidecar_server.conversations import Conversations
from sidecar_server.encoders.hashing import HashingEncoder
from sidecar_server.likeness import Lookup
from sidecar_server.model import Advice, Card, Colleague, Cues, Finding, Item, Library
from sidecar_server.web.parts import Mind

HASHING = HashingEncoder.name


@dataclass
class Searched:
    library: Library = field(default_factory=lambda: Library(revision=1))


def item(id_: str) -> Item:
    return Item(id=id_, kind="phrase", text="Line", why="because", score=0.5, insertable=True)


@dataclass
class Advisor:
    """One item per chat, named after its newest message; "boom" makes it fail."""

    searchable: Searched = field(default_factory=Searched)
    advised: int = 0
    checked: int = 0

    def prepare(self, conversation: Conversation) -> None:
        pass

    def lacking(self, conversation: Conversation | None, query: str = "") -> str:
        return ""

    def unread(self, conversation: Conversation) -> tuple[str, list[str]]:
        return HASHING, conversation.unread(HASHING)

    def about(self, vectors: NDArray[np.float32], language: str) -> str:
        return "delivery-late"

    def searched(self, query: str, conversation: Conversation | None = None) -> tuple[str, str]:
        return "en", HASHING

    def lookup(self, conversation: Conversation) -> Lookup | None:
        return None

    def advise(self, conversation: Conversation) -> Advice:
        self.advised += 1
        assert not conversation.unread(HASHING)
        texts = [message.text for message in conversation.messages]
        if "boom" in texts:
            raise ValueError(f"cannot read {texts}")
        items = [item(f"for-{conversation.newest}")]
        items = [one for one in items if one.id not in conversation.taken]
        return Advice(conversation.newest, Cues(heat=0.25), tuple(items))

    def ring(self, conversation: Conversation, now: float) -> Item | None:
        return None

    def attention(
        self, conversations: Iterable[Conversation], now: float
    ) -> list[tuple[Conversation, str, float]]:
        return [(one, "waiting", 0.0) for one in conversations if "wait" in one.id]

    def unread_draft(self, conversation: Conversation, draft: str) -> tuple[str, list[str]]:
        return HASHING, [draft] if draft else []

    def unread_cards(
        self, conversation: Conversation, cards: Sequence[Card]
    ) -> tuple[str, list[str]]:
        return "", []

    def match(self, conversation: Conversation, cards: Sequence[Card]) -> Sequence[Colleague]:
        return [Colleague(card.name) for card in cards]

    def check(self, conversation: Conversation, draft: str) -> tuple[Finding, ...]:
        self.checked += 1
        return (Finding("length", (0, len(draft)), draft, "shorter"),) if draft else ()

    def search(
        self,
        vector: NDArray[np.float32],
        language: str,
        conversation: Conversation | None = None,
        teams: frozenset[str] = frozenset(),
    ) -> Sequence[Item]:
        return (item("found" if conversation is None else f"found-in-{conversation.id}"),)


@dataclass
class Encoding:
    """Encodes at once, or waits while `held`."""

    held: bool = False
    calls: int = 0
    closed: bool = False

    async def encode(self, encoder: str, texts: Sequence[str]) -> NDArray[np.float32]:
        self.calls += 1
        while self.held:  # noqa: ASYNC110  (set from another thread)
            await asyncio.sleep(0.005)
        return HashingEncoder().encode(texts)

    async def close(self) -> None:
        self.closed = True


@dataclass
class Stub:
    advisor: Advisor = field(default_factory=Advisor)
    encoding: Encoding = field(default_factory=Encoding)
    conversations: Conversations = field(default_factory=Conversations)
    stored: int = 1
    # What is learnt of a change, in turn: each waits until it may.
    learning: list[threading.Event] = field(default_factory=list)

    def mind(self) -> Mind:
        return Mind(
            self.advisor,
            self.encoding,
            self.conversations,
            lambda: self.stored,
            self.refresh,
            self.improve,
            self.speak,
        )

    def speak(self, language: str) -> None:
        pass

    def improve(self) -> None:
        if self.learning:
            self.learning.pop(0).wait(30)

    def refresh(self) -> None:
        self.advisor.searchable = Searched(Library(revision=self.stored))
