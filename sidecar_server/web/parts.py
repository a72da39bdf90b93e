"""What the web needs of the layers below, as protocols."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sidecar_server.conversation import Conversation
from sidecar_server.conversations import Conversations
from sidecar_server.likeness import Lookup
from sidecar_server.model import Advice, Card, Colleague, Finding, Item, Library


class Searched(Protocol):
    """A library that can be searched."""

    @property
    def library(self) -> Library:
        """The library as it was when this was built."""
        ...


class Advisor(Protocol):
    """Answers for one conversation; each call is short and does not encode."""

    @property
    def searchable(self) -> Searched:
        """What it suggests from."""
        ...

    def prepare(self, conversation: Conversation) -> None:
        """Load what is stated of the customer needs; may be slow, so it is called in a thread."""
        ...

    def lacking(self, conversation: Conversation | None, query: str = "") -> str:
        """Name a chat's language, else a query's, that the library has and that is not indexed."""
        ...

    def unread(self, conversation: Conversation) -> tuple[str, list[str]]:
        """Name the chat's encoder and the texts that it must read before the chat can be."""
        ...

    def lookup(self, conversation: Conversation) -> Lookup | None:
        """Give what should be looked up, off the event loop, before `advise`; None: nothing."""
        ...

    def advise(self, conversation: Conversation) -> Advice:
        """Say what is due; what is `unread` must have been learnt."""
        ...

    def ring(self, conversation: Conversation, now: float) -> Item | None:
        """Give the nudge that the clock brings at `now`, if one does."""
        ...

    def attention(
        self, conversations: Iterable[Conversation], now: float
    ) -> list[tuple[Conversation, str, float]]:
        """Order the chats that wait by need: each with the reason and the seconds waited."""
        ...

    def unread_draft(self, conversation: Conversation, draft: str) -> tuple[str, list[str]]:
        """Name the encoder and the texts that it must read before a draft can be checked."""
        ...

    def check(self, conversation: Conversation, draft: str) -> tuple[Finding, ...]:
        """Report on an unsent reply."""
        ...

    def unread_cards(
        self, conversation: Conversation, cards: Sequence[Card]
    ) -> tuple[str, list[str]]:
        """Name the encoder and the texts that it must read before cards can be matched."""
        ...

    def match(self, conversation: Conversation, cards: Sequence[Card]) -> Sequence[Colleague]:
        """Name those who speak the customer's language and know the topic, in no order."""
        ...

    def about(self, vectors: NDArray[np.float32], language: str) -> str:
        """Name the situation that a line's texts are likeliest of, "" where that is not sure."""
        ...

    def searched(self, query: str, conversation: Conversation | None = None) -> tuple[str, str]:
        """Say in which language a query is searched and which encoder reads it."""
        ...

    def search(
        self,
        vector: NDArray[np.float32],
        language: str,
        conversation: Conversation | None = None,
        teams: frozenset[str] = frozenset(),
    ) -> Sequence[Item]:
        """Find lines of a language, for an agent of these teams, near a vector (dimensions,)."""
        ...


class Encoding(Protocol):
    """Encodes off the event loop."""

    def encode(self, encoder: str, texts: Sequence[str]) -> Awaitable[NDArray[np.float32]]:
        """Give one unit row per text of the encoder so named, shape (len(texts), dimensions)."""
        ...

    async def close(self) -> None:
        """Let what waits finish and stop."""
        ...


@dataclass(frozen=True, slots=True)
class Mind:
    """All that answers a message; what is called here runs off the event loop."""

    advisor: Advisor
    encoding: Encoding
    conversations: Conversations
    revision: Callable[[], int]  # of the library as it is stored now
    refresh: Callable[[], None]  # serves the library as it is stored now
    improve: Callable[[], None]  # learns what was new in it, and may take long
    speak: Callable[[str], None]  # the same with one more language, unless that was tried
