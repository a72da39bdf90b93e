"""One event in, one answer out: read the chat, ask each coach."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sidecar_server.coaches import COACHES, Case
from sidecar_server.coaches.line import line
from sidecar_server.coaches.phrasing import used_in
from sidecar_server.conversation import Conversation
from sidecar_server.cues import read
from sidecar_server.library.search import Searchable
from sidecar_server.model import Advice, Finding, Item


class Assistant:
    """Answers for any chat; `searchable` may be swapped while it works."""

    def __init__(self, searchable: Searchable) -> None:
        self.searchable = searchable

    def advise(self, conversation: Conversation) -> Advice:
        """Answer the chat as it stands; `conversation.unread()` must have been learnt before."""
        cues = read(conversation, self.searchable)
        case = Case(conversation, cues, self.searchable)
        items = [item for coach in COACHES for item in coach(case)]
        for item in items:
            conversation.offered.setdefault(item.id, set()).add(case.newest[-1].id)
        return Advice(about=conversation.newest, cues=cues, items=tuple(items))

    def check(self, conversation: Conversation, draft: str) -> tuple[Finding, ...]:
        """Check an unsent reply; no rule is written yet, so nothing is found."""
        return ()

    def search(
        self, vector: NDArray[np.float32], conversation: Conversation | None = None
    ) -> Sequence[Item]:
        """Find phrases by meaning for a query's vector, those used in this chat left out."""
        used = used_in(conversation) if conversation else lambda phrase: False
        return tuple(
            line(phrase, self.searchable.situations[phrase.situation].title, score)
            for phrase, score in self.searchable.lines(vector)
            if not used(phrase)
        )
