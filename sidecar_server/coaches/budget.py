"""The attention budget: what an agent switched off or keeps dismissing is not suggested."""

from collections.abc import Sequence

from sidecar_server.coaches.case import Case
from sidecar_server.model import Item

# Said in quiet hours too: lines are asked for by opening the panel, a notice says what is lacking.
_ALWAYS = ("phrase", "notice")


def within(items: Sequence[Item], case: Case) -> list[Item]:
    """Keep what is switched on, not dismissed in this chat, and above today's threshold."""
    agent = case.conversation.agent
    return [
        item
        for item in items
        if item.kind in _ALWAYS
        or (
            agent.on(item.kind)
            and not (agent.quiet and item.kind != "note")
            and item.id not in case.conversation.dismissed
            and item.score >= agent.asks(item.kind)
        )
    ]
