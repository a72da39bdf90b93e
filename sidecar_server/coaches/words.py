"""The coaches' own lines, by language: `lines/<language>.toml`."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sidecar_server.encoders.languages import ENGLISH

_FOLDER = Path(__file__).parent / "lines"


@dataclass(frozen=True, slots=True)
class Opening:
    """A line to introduce oneself with; `uses` says which of the card's things it tells."""

    id: str
    uses: str  # plain | years | expertise | fact
    text: str
    upset: bool = False
    informal: bool = False


@dataclass(frozen=True, slots=True)
class Words:
    """All such lines of one language."""

    openings: tuple[Opening, ...]
    hold: tuple[str, ...]
    promise: tuple[str, ...]
    care: dict[str, tuple[str, ...]]  # pause | handover | boundary


@lru_cache(maxsize=16)
def words_of(language: str) -> Words:
    """Read a language's lines, English ones where it has none."""
    file = _FOLDER / f"{language}.toml"
    if not file.is_file():
        file = _FOLDER / f"{ENGLISH}.toml"
    found = tomllib.loads(file.read_text(encoding="utf-8"))
    openings = [
        Opening(
            f"introduction.{file.stem}.{number}",
            row["uses"],
            row["text"],
            row.get("upset", False),
            row.get("register") == "informal",
        )
        for number, row in enumerate(found["line"], start=1)
    ]
    care: dict[str, tuple[str, ...]] = {}
    for row in found["care"]:
        care[row["kind"]] = (*care.get(row["kind"], ()), row["text"])
    return Words(
        tuple(openings),
        tuple(row["text"] for row in found["hold"]),
        tuple(row["text"] for row in found["promise"]),
        care,
    )
