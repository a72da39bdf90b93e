"""One event in, one answer out: read the chat, ask each coach."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from sidecar_server import customs
from sidecar_server.coaches import COACHES, Case, budget, patience
from sidecar_server.coaches.care import count
from sidecar_server.coaches.line import line
from sidecar_server.coaches.match import match
from sidecar_server.coaches.sieve import used_in
from sidecar_server.coaches.slots import known
from sidecar_server.conversation import Conversation
from sidecar_server.cues import read
from sidecar_server.drafts import check, spoken_in, unread_in
from sidecar_server.encoders.languages import ENGLISH
from sidecar_server.language import identify
from sidecar_server.library.search import Searchable
from sidecar_server.likeness import Lookup, lookup
from sidecar_server.model import Advice, Card, Colleague, Cues, Finding, Item
from sidecar_server.spoken import language


class Assistant:
    """Answers for any chat; `searchable` may be swapped while it works."""

    def __init__(self, searchable: Searchable, today: Callable[[], date] = date.today) -> None:
        self.searchable = searchable
        self.today = today

    def prepare(self, conversation: Conversation) -> None:
        """Load what the customer's stated locale and country need; slow once, so off the loop."""
        customs.prepare(conversation.customer, self.today())

    def lacking(self, conversation: Conversation | None, query: str = "") -> str:
        """Name a chat's language, else a query's, that the library has and that is not indexed."""
        spoken = language(conversation) if conversation else identify(query)
        ready = self.searchable.shelf(spoken) or spoken not in self.searchable.languages
        return "" if ready else spoken

    def unread(self, conversation: Conversation) -> tuple[str, list[str]]:
        """Name the chat's encoder and the texts that it must read before the chat can be."""
        shelf = self.searchable.shelf(language(conversation))
        if shelf is None:
            return "", []
        fields = dict.fromkeys(conversation.agent.card.expertise)  # is this chat about one?
        known = conversation.vector
        unread = [one for one in fields if known(shelf.encoder, one) is None]
        return shelf.encoder, [*conversation.unread(shelf.encoder), *unread]

    def lookup(self, conversation: Conversation) -> Lookup | None:
        """Give what should be looked up, off the event loop, before the chat is advised."""
        return lookup(conversation, self.searchable)

    def advise(self, conversation: Conversation) -> Advice:
        """Answer the chat as it stands; what is `unread` must have been learnt before."""
        searchable = self.searchable.of(conversation.agent.teams)
        cues = read(conversation, searchable)
        case = Case(conversation, cues, searchable, self.today())
        count(case)
        items = budget.within([item for coach in COACHES for item in coach(case)], case)
        for item in items:
            conversation.kinds[item.id] = item.kind
            if case.newest:
                conversation.offered.setdefault(item.id, set()).add(case.newest[-1].id)
        conversation.clock.due = patience.schedule(case)
        conversation.advice = Advice(about=conversation.newest, cues=cues, items=tuple(items))
        return conversation.advice

    def ring(self, conversation: Conversation, now: float) -> Item | None:
        """Give the nudge that the clock brings now, at most one until the agent writes."""
        nudge = patience.ring(self._case(conversation), now)
        if nudge:
            conversation.kinds[nudge.id] = nudge.kind
            conversation.offered.setdefault(nudge.id, set())
            standing = conversation.advice
            first = not any(message.role == "agent" for message in conversation.messages)
            others = (i for i in standing.items if not (first and i.kind == "introduction"))
            conversation.advice = replace(standing, items=(nudge, *others))
        return nudge

    def attention(
        self, conversations: Iterable[Conversation], now: float
    ) -> list[tuple[Conversation, str, float]]:
        """Order the chats that wait by need: each with the reason and the seconds waited."""
        needs = [(patience.need(self._case(one), now), one) for one in conversations]
        waiting = sorted((pair for pair in needs if pair[0][0] > 0), key=lambda pair: -pair[0][0])
        return [(one, why, waited) for (_, why, waited), one in waiting]

    def _case(self, conversation: Conversation) -> Case:
        """Give the chat with what was read in it last, and the lines that its agent is served."""
        cues = conversation.advice.cues or Cues()
        searchable = self.searchable.of(conversation.agent.teams)
        return Case(conversation, cues, searchable, self.today())

    def unread_draft(self, conversation: Conversation, draft: str) -> tuple[str, list[str]]:
        """Name the encoder and the sentences it must read before a draft can be checked."""
        shelf = self.searchable.shelf(spoken_in(conversation, draft))
        if shelf is None:
            return "", []
        return shelf.encoder, unread_in(draft, conversation, shelf.encoder)

    def check(self, conversation: Conversation, draft: str) -> tuple[Finding, ...]:
        """Check an unsent reply, `unread_draft` learnt; at most three findings, worst first."""
        conversation.clock.writing = bool(draft.strip())
        findings = check(self._case(conversation), draft)
        for name in (f"finding:{one.rule}" for one in findings):
            conversation.kinds[name] = name  # so that a dismissal counts for the rule
        return findings

    def unread_cards(
        self, conversation: Conversation, cards: Sequence[Card]
    ) -> tuple[str, list[str]]:
        """Name the encoder and the fields it must read before cards can be matched."""
        shelf = self.searchable.shelf(language(conversation))
        if shelf is None:
            return "", []
        fields = dict.fromkeys(field for card in cards for field in card.expertise)
        known = conversation.vector
        return shelf.encoder, [one for one in fields if known(shelf.encoder, one) is None]

    def match(self, conversation: Conversation, cards: Sequence[Card]) -> Sequence[Colleague]:
        """Name the colleagues that a chat could be handed to, in no order of worth."""
        return match(self._case(conversation), cards)

    def about(self, vectors: NDArray[np.float32], language: str) -> str:
        """Name the situation that a line's texts are likeliest of, "" where that is not sure."""
        shelf = self.searchable.shelf(language)
        found = [one for row in vectors for one in (shelf.likely(row, 1) if shelf else ())]
        return max(found, key=lambda one: one.score).id if found else ""

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
        teams: frozenset[str] = frozenset(),
    ) -> Sequence[Item]:
        """Find an agent's lines by meaning for a query's vector; those used in this chat are not.

        `teams` are the agent's.
        """
        used = used_in(conversation) if conversation else lambda phrase: False
        searchable = self.searchable.of(teams)
        shelf = searchable.shelf(language)
        told = known(conversation) if conversation else {}
        return tuple(
            line(phrase, searchable.situations[phrase.situation].title, score, told)
            for phrase, score in (shelf.lines(vector, language) if shelf else ())
            if not used(phrase)
        )
