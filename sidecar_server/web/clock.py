"""The clock beside the socket: nudges that fall due, and which chats need their agent first."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field

import structlog

from sidecar_server.conversation import Conversation
from sidecar_server.model import Cues
from sidecar_server.web.connection import Connection
from sidecar_server.web.live import Live
from sidecar_server.web.parts import Mind
from sidecar_server.wire import About, Attention, Suggestions, Waiting

log = structlog.get_logger("sidecar.clock")
LOOK_EVERY_S = 1.0
_AT_ONCE = 32  # agents, before whoever has written meanwhile is answered: a millisecond or two
Order = tuple[tuple[str, str], ...]  # conversation and why


@dataclass
class Clock:
    """Looks at every open chat of those who are connected, once a second."""

    live: Live
    mind: Mind
    every_s: float = LOOK_EVERY_S
    _told: dict[str, tuple[set[Connection], Order]] = field(default_factory=dict)

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            await asyncio.sleep(self.every_s)
            try:
                for _ in self.look():
                    await asyncio.sleep(0)
            except Exception as error:
                log.error("the clock failed", exc_info=error)

    def look(self) -> Iterator[None]:
        """Say what has fallen due by now; gives way now and then."""
        now, owners = self.mind.conversations.clock(), self.live.owners
        self._told = {owner: told for owner, told in self._told.items() if owner in owners}
        chats: dict[str, list[Conversation]] = {owner: [] for owner in owners}
        for owner, chat in self.mind.conversations.each():
            if owner in chats:
                chats[owner].append(chat)
            due = chat.clock.due
            is_due = owner in owners and due is not None and due <= now
            if is_due and self.mind.advisor.ring(chat, now):
                cues, items = chat.advice.cues or Cues(), chat.advice.items
                self.live.tell(owner, Suggestions(chat.id, About(clock=True), 0, cues, items))
        for number, owner in enumerate(owners):
            if number % _AT_ONCE == 0:
                yield
            self._order(owner, chats[owner], owners[owner], now)

    def _order(
        self, owner: str, chats: list[Conversation], connected: set[Connection], now: float
    ) -> None:
        """Tell an agent in which order the chats wait: when it changed, or somebody is new."""
        order = self.mind.advisor.attention(chats, now)
        seen = tuple((chat.id, why) for chat, why, _ in order)
        heard, told = self._told.get(owner, (connected, ()))
        self._told[owner] = connected, seen
        if seen != told or (seen and not connected <= heard):
            waiting = tuple(Waiting(chat.id, why, waited) for chat, why, waited in order)
            self.live.tell(owner, Attention(waiting))
