"""Slots of a phrase: where they stand in its text."""

from sidecar_server.library.check import SLOT
from sidecar_server.model import Slot


def open_slots(text: str) -> tuple[Slot, ...]:
    """Mark every `{name}` in the text as a slot for the agent to fill."""
    return tuple(Slot(found[1], found.span()) for found in SLOT.finditer(text))
