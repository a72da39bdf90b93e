"""How the rubric's total goes with what raters felt, on real chats, beside how chat length does.

python -m tests.quality.satisfaction [SEED]
"""

import json
import random
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from sidecar_server.assistant import Assistant
from sidecar_server.practice.review.rubric import Review, review
from sidecar_server.practice.review.witness import witness
from sidecar_server.replay import Line, Replay
from sidecar_server.settings import load_settings
from sidecar_server.startup import open_parts
from tests.prepared import prepare
from tests.quality.sets import ABSENT, DATA

COUNT, BANDS = 60, 6


def drawn(seed: int) -> list[dict[str, object]]:
    """Draw chats over the range of satisfaction: as many from each sixth of its order."""
    chats = json.loads((DATA / "helpdesk_chats" / "chats.json").read_text(encoding="utf-8"))
    ordered = sorted(chats, key=lambda chat: (chat["satisfaction"], chat["id"]))
    draw = random.Random(seed)  # noqa: S311
    bands = np.array_split(np.arange(len(ordered)), BANDS)
    return [
        ordered[n] for band in bands for n in sorted(draw.sample(list(band), COUNT // BANDS))
    ]


def ranked(first: Sequence[float], second: Sequence[float]) -> float:
    """Give the rank correlation of two rows of numbers (Spearman's), ties in the middle."""
    ranks = [_ranks(np.asarray(row, dtype=float)) for row in (first, second)]
    return float(np.corrcoef(*ranks)[0, 1])


def _ranks(row: np.ndarray) -> np.ndarray:
    return np.array([(row < one).sum() + (row == one).sum() / 2 for one in row])


def main() -> None:
    """Print the correlations of the total and of each measure."""
    if not DATA.exists():
        sys.exit(ABSENT)
    chats = drawn(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
    with tempfile.TemporaryDirectory() as beside:
        home = Path(beside) / "home"
        prepare(home)
        parts = open_parts(load_settings({"home": str(home)}), print)
        assistant = Assistant(parts.searchable())
        reviews = [_review(chat, Replay(assistant, parts.encoders)) for chat in chats]
    felt = [float(str(chat["satisfaction"])) for chat in chats]
    sizes = [sum(len(t["text"]) for t in chat["turns"]) for chat in chats]  # type: ignore[attr-defined,index]
    turns = [len(chat["turns"]) for chat in chats]  # type: ignore[arg-type]
    print(f"{len(chats)} chats, rank correlation with the raters' satisfaction")
    print(f"  total                  {ranked([one.total or 0 for one in reviews], felt):+.2f}")
    print(f"  chat length, letters   {ranked(sizes, felt):+.2f}")
    print(f"  chat length, messages  {ranked(turns, felt):+.2f}")
    for place, measure in enumerate(reviews[0].measures):
        shares = [one.measures[place].share for one in reviews]
        there = [(s, f) for s, f in zip(shares, felt, strict=True) if s is not None]
        if len({s for s, _ in there}) > 1:
            value = ranked([s for s, _ in there], [f for _, f in there])
            print(f"  {measure.id:22} {value:+.2f} (in {len(there)})")


def _review(chat: dict[str, object], replay: Replay) -> Review:
    turns: list[dict[str, str]] = chat["turns"]  # type: ignore[assignment]
    roles = {"customer": "customer"}
    lines = [Line(roles.get(one["role"], "agent"), one["text"]) for one in turns]
    return review(witness(lines, replay))


if __name__ == "__main__":
    main()
