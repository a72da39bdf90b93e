"""One event in, one answer out: read the chat, ask each coach."""

from collections.abc import Callable, Sequence
from datetime import date

import numpy as np
from numpy.typing import NDArray

from sidecar_server import customs
from sidecar_server.coaches import COACHES, Case
from sidecar_server.coaches.line import line
from sidecar_server.coaches.phrasing import used_in
from sidecar_server.coaches.slots import known
from sidecar_server.conversation import Conversation
from sidecar_server.cues import language, read
from sidecar_server.encoders.languages import ENGLISH
from sidecar_server.language import identify
from sidecar_server.library.search import Searchable
from sidecar_server.model import Advice, Finding, Item


class Assistant:
    """Answers for any chat; `searchable` may be swapped while it works."""

    def __init__(self, searchable: Searchable, today: Callable[[], date] = date.today) -> None:
        self.searchable = searchable
        self._today = today

    def prepare(self, conversation: Conversation) -> None:
        """Load what the customer's stated locale and country need; slow once, so off the loop."""
        customs.prepare(conversation.customer, self._today())

    def lacking(self, conversation: Conversation | None, query: str = "") -> str:
        """Name a chat's language, else a query's, that the library has and that is not indexed."""
        spoken = language(conversation) if conversation else identify(query)
        ready = self.searchable.shelf(spoken) or spoken not in self.searchable.languages
        return "" if ready else spoken

    def unread(self, conversation: Conversation) -> tuple[str, list[str]]:
        """Name the chat's encoder and the texts that it must read before the chat can be."""
        shelf = self.searchable.shelf(language(conversation))
        return (shelf.encoder, conversation.unread(shelf.encoder)) if shelf else ("", [])

    def advise(self, conversation: Conversation) -> Advice:
        """Answer the chat as it stands; what is `unread` must have been learnt before."""
        cues = read(conversation, self.searchable)
        case = Case(conversation, cues, self.searchable, self._today())
        items = [item for coach in COACHES for item in coach(case)]
        for item in items:
            conversation.offered.setdefault(item.id, set()).add(case.newest[-1].id)
        return Advice(about=conversation.newest, cues=cues, items=tuple(items))

    def check(self, conversation: Conversation, draft: str) -> tuple[Finding, ...]:
        """Check an unsent reply; no rule is written yet, so nothing is found."""
        return ()

    def searched(self, query: str, conversation: Conversation | None = None) -> tuple[str, str]:
        """Say in which language a query is searched, the chat's where there is one, and by whom."""
        spoken = language(conversation) if conversation else identify(query)
        shelf = self.searchable.shelf(spoken) or self.searchable.shelf(ENGLISH)
        found = spoken if self.searchable.shelf(spoken) else ENGLISH
        return found, shelf.encoder if shelf else ""

    def search(
        self,
        vector: NDArray[np.float32],
        language: str = ENGLISH,
        conversation: Conversation | None = None,
    ) -> Sequence[Item]:
        """Find phrases by meaning for a query's vector, those used in this chat left out."""
        used = used_in(conversation) if conversation else lambda phrase: False
        shelf = self.searchable.shelf(language)
        told = known(conversation) if conversation else {}
        return tuple(
            line(phrase, self.searchable.situations[phrase.situation].title, score, told)
            for phrase, score in (shelf.lines(vector, language) if shelf else ())
            if not used(phrase)
        )
