"""What a coach is given: the chat, what was read in it, and the library."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sidecar_server.conversation import Conversation, Message
from sidecar_server.library.search import Searchable
from sidecar_server.likeness import likely
from sidecar_server.model import Cues, Likely
from sidecar_server.text import fold


@dataclass(frozen=True)
class Case:
    """One chat at one moment; what several rules ask for is worked out once."""

    conversation: Conversation
    cues: Cues
    searchable: Searchable
    today: date  # where the server is

    @cached_property
    def turns(self) -> Sequence[Sequence[Message]]:
        """What customer, agent and bot said, in turns, oldest first."""
        return self.conversation.turns()

    @cached_property
    def newest(self) -> Sequence[Message]:
        """The customer's newest turn."""
        return next((t for t in reversed(self.turns) if t[0].role == "customer"), ())

    @cached_property
    def sent(self) -> Sequence[str]:
        """What agents wrote, folded."""
        return [fold(m.text).text for turn in self.turns if turn[0].role == "agent" for m in turn]

    def likely(self, text: str) -> Sequence[Likely]:
        """Rank the situations of one text; none where it has no vector."""
        shelf = self.searchable.shelf(self.cues.language)
        return likely(text, self.conversation, self.searchable, shelf)

    @property
    def customer_spoke_last(self) -> bool:
        """Say whether an answer is due at all."""
        return bool(self.turns) and self.turns[-1][0].role == "customer"

    @property
    def unwanted(self) -> set[str]:
        """Ids of what was taken or dismissed in this chat."""
        return self.conversation.taken | self.conversation.dismissed

    def words_for(self, cue: str) -> tuple[str, bool]:
        """Give the customer's words behind a cue and whether they are of the newest turn."""
        evidence = next((e for e in self.cues.evidence if e.cue == cue), None)
        if evidence is None:
            return "", True
        text = next(m.text for m in self.conversation.messages if m.id == evidence.message)
        recent = any(message.id == evidence.message for message in self.newest)
        return text[slice(*evidence.span)], recent
