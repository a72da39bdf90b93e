"""What the live coaching says on chats with verdicts: python -m tests.quality.coaching.measure

Every chat is replayed as `sidecar replay` does it. A finding is right when a verdict of its rule
stands on that draft and their words overlap; for `heard`, when they speak of the same words of the
customer's, or vague ones of the draft. A nudge is right inside a window, or after a window's start
where none is forbidden. `good-drafts` must get no finding at all.
"""

import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson

from sidecar_server.drafts import RULES
from sidecar_server.replay import Replay
from sidecar_server.text import fold, words
from tests.quality.served import Served

HERE = Path(__file__).parent
NUDGE = "nudge"


@dataclass
class Score:
    """Of one rule: findings that were right, wrong, and verdicts that were missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    cases: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Give the share of what was said that is right."""
        return self.right / max(1, self.right + self.wrong)

    @property
    def recall(self) -> float:
        """Give the share of the verdicts that were met."""
        return self.right / max(1, self.right + self.missed)


def measure(folder: Path, served: Served) -> dict[str, Score]:
    """Replay a folder's chats and compare with their verdicts."""
    scores: dict[str, Score] = defaultdict(Score)
    for file in sorted(folder.glob("*.jsonl")):
        wanted = json.loads(file.with_suffix("").with_suffix(".expected.json").read_text())
        lines = file.read_bytes().splitlines()
        replay = Replay(served.assistant, served.encoders)
        _findings(file.stem, wanted, list(replay.run(lines)), scores)
        _nudges(file.stem, wanted, [at for _, at in replay.rang], scores)
    return scores


def _findings(chat: str, wanted: list[Any], found: list[Any], scores: dict[str, Score]) -> None:
    for number, line, advice in found:
        left = [one for one in wanted if one.get("line") == number]
        for one in advice.findings:
            score = scores[one.rule]
            match = next(
                (w for w in left if w["rule"] == one.rule and alike(w["quote"], one.text)), None
            )
            if match:
                left.remove(match)
                score.right += 1
            else:
                score.wrong += 1
                score.cases.append(f"+ {chat}:{number} {one.text!r} in {line.text!r}")
        for one in left:
            scores[one["rule"]].missed += 1
            scores[one["rule"]].cases.append(f"- {chat}:{number} {one['quote']!r} in {line.text!r}")


def alike(quote: str, said: str) -> bool:
    """Say whether two quotes share most of the words of the shorter one."""
    one, other = (set(words(fold(text).text)) for text in (quote, said))
    if not one or not other:
        return quote.strip() in said or said.strip() in quote
    return len(one & other) >= 0.5 * min(len(one), len(other))


def _nudges(chat: str, wanted: list[Any], given: list[float], scores: dict[str, Score]) -> None:
    score = scores[NUDGE]
    open_windows = [one["nudge"] for one in wanted if one.get("nudge")]
    silent = [one["until"] for one in wanted if "until" in one]
    if not open_windows and not silent:
        return
    for at in given:
        window = next((w for w in open_windows if w["after"] <= at <= w["before"]), None)
        if window:
            open_windows.remove(window)
            score.right += 1
        elif at <= max(silent, default=0.0):
            score.wrong += 1
            score.cases.append(f"+ {chat} at {at:.0f}, none up to {max(silent)}")
    for window in open_windows:
        score.missed += 1
        score.cases.append(f"- {chat} {window}, given {[round(at) for at in given]}")


def alarms(file: Path, served: Served) -> tuple[int, list[str]]:
    """Give how many good drafts there are, and the findings on them, each with its draft."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    found = []
    for row in rows:
        first = {key: row[key] for key in ("locale", "name") if key in row}
        turns = [{"conversation": row["id"], **first, **turn} for turn in row["turns"]]
        draft = {"conversation": row["id"], "role": "agent", "text": row["draft"], "draft": True}
        replay = Replay(served.assistant, served.encoders)
        *_, (_, _, advice) = replay.run(map(orjson.dumps, [*turns, draft]))
        found += [f"{row['id']} {one.rule} {one.text!r}" for one in advice.findings]
    return len(rows), found


def table(name: str, scores: Mapping[str, Score]) -> Iterator[str]:
    """Write a folder's scores, one rule a line."""
    yield f"{name:12} cases  right  wrong  missed  precision  recall"
    for rule in (*RULES, NUDGE):
        one = scores[rule]
        cases, figures = one.right + one.missed, f"{one.precision:9.2f}  {one.recall:6.2f}"
        yield f"{rule:12} {cases:5}  {one.right:5}  {one.wrong:5}  {one.missed:6}  {figures}"


def main() -> None:
    """Print a table for each folder, and what was wrong in those that may be read."""
    served = Served()
    for name in sys.argv[1:] or ("seen", "unseen"):
        scores = measure(HERE / name, served)
        lines = [*table(name, scores)]
        if name != "unseen":  # nobody tunes a rule on it
            lines += [
                case for rule in (*RULES, NUDGE) for case in (f"== {rule}", *scores[rule].cases)
            ]
        sys.stdout.write("\n".join(lines) + "\n")
    count, false = alarms(HERE / "good-drafts.jsonl", served)
    drafts = len({one.split()[0] for one in false})
    sys.stdout.write("\n".join([f"good drafts with a finding: {drafts} of {count}", *false]) + "\n")


if __name__ == "__main__":
    main()
