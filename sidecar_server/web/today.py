"""What is counted for an agent, as the frame that tells them."""

from sidecar_server.shift import Shift
from sidecar_server.wire import Today


def today_of(shift: Shift) -> Today:
    """Give the counts of a shift, and what is switched off."""
    return Today(
        shift.shown,
        shift.used,
        shift.hostile,
        len(shift.thanks),
        shift.off,
        tuple(sorted(shift.locked)),
    )
