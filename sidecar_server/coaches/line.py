"""A phrase as it is shown: an item with its open slots marked."""

from collections.abc import Mapping
from types import MappingProxyType

from sidecar_server.library.checks.form import SLOT
from sidecar_server.model import Item, Phrase, Slot


def line(
    phrase: Phrase, why: str, score: float, known: Mapping[str, str] = MappingProxyType({})
) -> Item:
    """Make the item of a phrase; a `{name}` that is not known is a slot for the agent to fill."""
    return Item(
        id=phrase.id,
        kind="phrase",
        text=phrase.text,
        why=why,
        score=round(score, 3),
        insertable=True,
        strategy=phrase.strategy,
        situation=phrase.situation,
        slots=tuple(
            Slot(found[1], found.span(), known.get(found[1]))
            for found in SLOT.finditer(phrase.text)
        ),
    )
