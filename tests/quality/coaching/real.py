"""Findings on real agents' turns, taken as drafts: python -m tests.quality.coaching.real

`sheet` prints a hundred (seed 5) of the tone, heard and promise findings, with their chats, for a
reader; it holds texts and is not kept. A reader's file maps each id to whether a careful team lead
would raise it; `score` prints the share of right ones a rule. Verdicts are kept by id alone.
"""

import json
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import orjson

from sidecar_server.replay import Replay
from tests.quality.served import Served
from tests.quality.sets import DATA

JUDGED = ("tone", "heard", "promise")
COUNT, SEED = 100, 5
Turn = tuple[str, str]  # role, text


def chats() -> Iterator[tuple[str, list[Turn]]]:
    """Give every chat of both sets, by its id."""
    for chat in json.loads((DATA / "helpdesk_chats" / "chats.json").read_text(encoding="utf-8")):
        yield f"chat:{chat['id']}", [(turn["role"], turn["text"]) for turn in chat["turns"]]
    for chat in json.loads((DATA / "abcd_sample" / "abcd_sample.json").read_text(encoding="utf-8")):
        turns = [(role, text) for role, text in chat["original"] if role in {"customer", "agent"}]
        yield f"abcd:{chat['convo_id']}", turns


def found(served: Served) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give each judged finding by its id: chat, turn, rule and number."""
    for id_, turns in chats():
        replay = Replay(served.assistant, served.encoders)
        lines = [orjson.dumps(row) for row in rows(turns)]
        for number, line, advice in replay.run(lines):
            for place, one in enumerate(advice.findings):
                if one.rule in JUDGED:
                    before = [f"{role}: {text}" for role, text in turns[: number // 2]]
                    yield (
                        f"{id_}:{number}:{one.rule}:{place}",
                        {
                            "chat": before[-6:],
                            "draft": line.text,
                            "rule": one.rule,
                            "words": one.text,
                            "advice": one.advice,
                        },
                    )


def rows(turns: Iterable[Turn]) -> Iterator[dict[str, Any]]:
    """Write a chat for a replay, each agent's turn first as a draft; every turn takes two lines."""
    for role, text in turns:
        yield {"role": role, "text": text, "draft": True} if role == "agent" else {"role": "note"}
        yield {"role": role, "text": text}


def main() -> None:
    """Print the sheet, or a reader's score."""
    if sys.argv[1:2] == ["score"]:
        verdicts: dict[str, bool] = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
        count = Counter(id_.split(":")[3] for id_ in verdicts)
        right = Counter(id_.split(":")[3] for id_, good in verdicts.items() if good)
        for rule in JUDGED:
            sys.stdout.write(f"{rule:8} {right[rule]:3} of {count[rule]:3}\n")
        sys.stdout.write(f"together {sum(right.values())} of {len(verdicts)}\n")
        return
    every = dict(found(Served("en")))
    drawn = random.Random(SEED).sample(sorted(every), min(COUNT, len(every)))  # noqa: S311
    per_rule = Counter(one["rule"] for one in every.values())
    sheet = {"all": per_rule, "findings": {id_: every[id_] for id_ in drawn}}
    sys.stdout.write(json.dumps(sheet, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
