"""What one run is asked for: where it may write, and how much it is to measure."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Plan:
    """`folder` is the run's own; `quick` is a smoke of everything, whose figures say little."""

    folder: Path
    quick: bool = False
    million: bool = False  # whether a library of 1,000,000 examples is measured too

    def of(self, full: int, quick: int) -> int:
        """Give the one of two sizes that this run has."""
        return quick if self.quick else full

    @property
    def rounds(self) -> int:
        """How many rounds the medians are of."""
        return self.of(3, 1)
