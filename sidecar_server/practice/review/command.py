"""`sidecar review`: a file's chats one by one, a folder's as totals; nothing is kept."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from sidecar_server.errors import BadInput
from sidecar_server.practice.review.rubric import Review, review
from sidecar_server.practice.review.totals import Totals, agents_in, totals
from sidecar_server.practice.review.witness import witness
from sidecar_server.practice.transcripts import read_file
from sidecar_server.replay import Line, Replay

Fresh = Callable[[], Replay]  # a replay whose agent has sent nothing yet


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One chat of a file: its name there, its lines, its review."""

    name: str
    lines: Sequence[Line]
    review: Review

    @property
    def practice(self) -> bool:
        """Say whether it was a practice chat."""
        return any(line.practice for line in self.lines)


def reviews(path: Path, fresh: Fresh) -> Iterator[Reviewed]:
    """Review each chat of a file."""
    for name, lines in read_file(path).items():
        yield Reviewed(name, lines, review(witness(lines, fresh())))


def folder_totals(folder: Path, fresh: Fresh) -> Totals:
    """Give a folder's totals, of five agents or more; BadInput names the file, never the text."""
    found: dict[str, list[tuple[bool, Review]]] = {}
    for agent, files in agents_in(folder).items():
        mine = found.setdefault(agent, [])
        for file in files:
            try:
                mine += [(one.practice, one.review) for one in reviews(file, fresh)]
            except BadInput as bad:
                raise BadInput(f"{file}: {bad}", fix=bad.fix) from None
    return totals(found)


def as_json(one: Reviewed) -> dict[str, Any]:
    """Give a review as the JSON that `--json` writes, a chat a line."""
    about = {"conversation": one.name, "practice": one.practice}
    return {**about, **msgspec.to_builtins(one.review)}
