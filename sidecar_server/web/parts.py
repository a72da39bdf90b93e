"""What the web needs of the layers below, as protocols."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sidecar_server.conversation import Conversation, Conversations
from sidecar_server.model import Advice, Finding, Item, Library


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

    def advise(self, conversation: Conversation) -> Advice:
        """Say what is due; what is `unread` must have been learnt."""
        ...

    def check(self, conversation: Conversation, draft: str) -> tuple[Finding, ...]:
        """Report on an unsent reply."""
        ...

    def searched(self, query: str, conversation: Conversation | None = None) -> tuple[str, str]:
        """Say in which language a query is searched and which encoder reads it."""
        ...

    def search(
        self,
        vector: NDArray[np.float32],
        language: str,
        conversation: Conversation | None = None,
    ) -> Sequence[Item]:
        """Find lines of a language near a query's vector, shape (dimensions,)."""
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
    """All that answers a message; `revision`, `refresh` and `speak` run off the event loop."""

    advisor: Advisor
    encoding: Encoding
    conversations: Conversations
    revision: Callable[[], int]  # of the library as it is stored now
    refresh: Callable[[], None]  # builds the library anew and swaps it in
    speak: Callable[[str], None]  # the same with one more language, unless that was tried
