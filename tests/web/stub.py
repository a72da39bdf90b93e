"""A mind without a library: it answers what the tests tell it to."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from sidecar_server.conversation import Conversation, Conversations
from sidecar_server.encoders.hashing import HashingEncoder
from sidecar_server.model import Advice, Cues, Finding, Item, Library
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

    def prepare(self, conversation: Conversation) -> None:
        pass

    def lacking(self, conversation: Conversation | None, query: str = "") -> str:
        return ""

    def unread(self, conversation: Conversation) -> tuple[str, list[str]]:
        return HASHING, conversation.unread(HASHING)

    def searched(self, query: str, conversation: Conversation | None = None) -> tuple[str, str]:
        return "en", HASHING

    def advise(self, conversation: Conversation) -> Advice:
        self.advised += 1
        assert not conversation.unread(HASHING)
        texts = [message.text for message in conversation.messages]
        if "boom" in texts:
            raise ValueError(f"cannot read {texts}")
        items = [item(f"for-{conversation.newest}")]
        items = [one for one in items if one.id not in conversation.taken]
        return Advice(conversation.newest, Cues(heat=0.25), tuple(items))

    def check(self, conversation: Conversation, draft: str) -> tuple[Finding, ...]:
        return (Finding("length", (0, len(draft)), draft, "shorter"),)

    def search(
        self,
        vector: NDArray[np.float32],
        language: str,
        conversation: Conversation | None = None,
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

    def mind(self) -> Mind:
        return Mind(
            self.advisor,
            self.encoding,
            self.conversations,
            lambda: self.stored,
            self.refresh,
            self.speak,
        )

    def speak(self, language: str) -> None:
        pass

    def refresh(self) -> None:
        self.advisor.searchable = Searched(Library(revision=self.stored))
