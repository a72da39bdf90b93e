"""What a long test found: its figure, whether the goal was met, and all figures by name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Outcome:
    """`figure` is for people; `found` holds plain numbers and texts, for the JSON file."""

    figure: str
    met: bool
    found: Mapping[str, Any] = field(default_factory=dict)
