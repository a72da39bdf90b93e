"""What a coach is given: the chat, what was read in it, and the library."""

from dataclasses import dataclass

from sidecar_server.conversation import Conversation
from sidecar_server.library.search import Searchable
from sidecar_server.model import Cues, Evidence


@dataclass(frozen=True, slots=True)
class Case:
    """One chat at one moment."""

    conversation: Conversation
    cues: Cues
    searchable: Searchable

    @property
    def customer_spoke_last(self) -> bool:
        """Say whether an answer is due at all."""
        turns = self.conversation.turns()
        return bool(turns) and turns[-1][0].role == "customer"

    def words_for(self, cue: str) -> tuple[str, bool]:
        """Give the customer's words behind a cue and whether they are of the newest turn."""
        evidence = next((e for e in self.cues.evidence if e.cue == cue), None)
        return self._quoted(evidence) if evidence else ("", True)

    def _quoted(self, evidence: Evidence) -> tuple[str, bool]:
        newest = {m.id for m in self.conversation.turns("customer")[-1]}
        text = next(m.text for m in self.conversation.messages if m.id == evidence.message)
        return text[slice(*evidence.span)], evidence.message in newest
