"""A phrase as it is shown: an item with its open slots marked."""

from sidecar_server.library.checks.form import SLOT
from sidecar_server.model import Item, Phrase, Slot


def line(phrase: Phrase, why: str, score: float) -> Item:
    """Make the item of a phrase; every `{name}` in it is a slot for the agent to fill."""
    return Item(
        id=phrase.id,
        kind="phrase",
        text=phrase.text,
        why=why,
        score=round(score, 3),
        insertable=True,
        strategy=phrase.strategy,
        situation=phrase.situation,
        slots=tuple(Slot(found[1], found.span()) for found in SLOT.finditer(phrase.text)),
    )
