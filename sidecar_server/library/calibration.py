"""What an encoder's cosines mean: numbers that were measured, for each encoder its own."""

from dataclasses import dataclass
from typing import Any, TypeVar

from numpy.typing import NDArray

Number = TypeVar("Number", float, NDArray[Any])
NEAREST = 0.5  # weight of the nearest example beside the centre's 1


@dataclass(frozen=True, slots=True)
class Calibration:
    """What an encoder's cosines mean: measured, see docs/architecture.md."""

    meant: float = 0.36  # likeness below which a situation is not meant
    sway: float = 0.0  # by how much less is enough for a sure matter of a desk, more for chatter
    lead: float = 0.0  # how much of its lead over the next the first is granted
    floor: float = 0.0  # cosine of texts that have nothing in common
    sharpness: float = 2.0  # of the kernel: higher where cosines lie close together
    copy: float = 0.9  # cosine from which two lines say the same
    learnt: int = 8_000  # examples up to which weights are; the time grows with the cube
    tone: tuple[float, float] = (0.3, 0.9)  # what its heat head gives to calm and to hot words
    borrowed: int = 1_000  # English examples a situation has beside those of its own languages

    def likeness(self, centre: Number, nearest: Number) -> Number:
        """Mix the cosines with a centre and, half as much, the nearest example; at most 1."""
        return ((centre + NEAREST * nearest) / (1 + NEAREST) - self.floor) / (1 - self.floor)


CALIBRATIONS = {
    "minilm": Calibration(0.65, sway=0.35, lead=0.8),
    "hashing": Calibration(learnt=0),  # of words alone there is nothing to learn
    "use": Calibration(0.43, sway=0.03, lead=0.8, borrowed=20, tone=(0.05, 0.4)),
    "e5": Calibration(
        0.50, sway=0.12, floor=0.78, sharpness=12.0, copy=0.97, borrowed=12, tone=(0.08, 0.5)
    ),
}


def calibration(encoder: str) -> Calibration:
    """Give an encoder's numbers by the first part of its name."""
    return CALIBRATIONS.get(encoder.partition("-")[0], Calibration())
