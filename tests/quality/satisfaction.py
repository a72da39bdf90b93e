"""How the rubric's total goes with what raters felt, on real chats, beside how chat length does.

python -m tests.quality.satisfaction [SEED]
"""

import json
import random
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sidecar_server.assistant import Assistant
from sidecar_server.practice.review.rubric import Review, review
from sidecar_server.practice.review.witness import witness
from sidecar_server.replay import Line, Replay
from sidecar_server.settings import load_settings
from sidecar_server.startup import open_parts
from tests.prepared import prepare
from tests.quality.sets import ABSENT, DATA

COUNT, BANDS = 60, 6


def drawn(seed: int) -> list[dict[str, Any]]:
    """Draw chats over the range of satisfaction: as many from each sixth of its order."""
    chats = json.loads((DATA / "helpdesk_chats" / "chats.json").read_text(encoding="utf-8"))
    ordered = sorted(chats, key=lambda chat: (chat["satisfaction"], chat["id"]))
    draw = random.Random(seed)  # noqa: S311
    bands = np.array_split(np.arange(len(ordered)), BANDS)
    return [ordered[n] for band in bands for n in sorted(draw.sample(list(band), COUNT // BANDS))]


def ranked(first: Sequence[float], second: Sequence[float]) -> float:
    """Give the rank correlation of two rows of numbers (Spearman's), ties in the middle."""
    x, y = (_ranks(np.asarray(row, dtype=np.float64)) for row in (first, second))
    return float(np.corrcoef(x, y)[0, 1])


def _ranks(row: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.array([(row < one).sum() + (row == one).sum() / 2 for one in row], np.float64)


def main() -> None:
    """Print the correlations of the total and of each measure."""
    if not DATA.exists():
        sys.exit(ABSENT)
    chats = drawn(int(sys.argv[1]) if len(sys.argv) > 1 else 9)
    with tempfile.TemporaryDirectory() as beside:
        home = Path(beside) / "home"
        prepare(home)
        parts = open_parts(load_settings({"home": str(home)}), lambda _: None)
        assistant = Assistant(parts.searchable())
        reviews = [_review(chat, Replay(assistant, parts.encoders)) for chat in chats]
    felt = [float(chat["satisfaction"]) for chat in chats]
    sizes = [sum(len(turn["text"]) for turn in chat["turns"]) for chat in chats]
    turns = [len(chat["turns"]) for chat in chats]
    sys.stdout.write(f"{len(chats)} chats, rank correlation with the raters' satisfaction\n")
    sys.stdout.write(
        f"  total                  {ranked([one.total or 0 for one in reviews], felt):+.2f}\n"
    )
    sys.stdout.write(f"  chat length, letters   {ranked(sizes, felt):+.2f}\n")
    sys.stdout.write(f"  chat length, messages  {ranked(turns, felt):+.2f}\n")
    for place, measure in enumerate(reviews[0].measures):
        shares = [one.measures[place].share for one in reviews]
        there = [(s, f) for s, f in zip(shares, felt, strict=True) if s is not None]
        if len({s for s, _ in there}) > 1:
            value = ranked([s for s, _ in there], [f for _, f in there])
            sys.stdout.write(f"  {measure.id:22} {value:+.2f} (in {len(there)})\n")


def _review(chat: dict[str, Any], replay: Replay) -> Review:
    roles = {"customer": "customer"}
    lines = [Line(roles.get(one["role"], "agent"), one["text"]) for one in chat["turns"]]
    return review(witness(lines, replay))


if __name__ == "__main__":
    main()
