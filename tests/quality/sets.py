"""The measuring sets beside the checkout as replay lines; their texts never enter the project.

python -m tests.quality.sets tweets > FILE     one message a chat
python -m tests.quality.sets chats > FILE      whole chats
python -m tests.quality.sets sample            the 60 drawn messages' ids
"""

import csv
import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DATA = Path(__file__).parents[3] / "shared" / "data"
ABSENT = f"the measuring sets are not at {DATA.name}/ beside the checkout"

Row = dict[str, Any]


def tweets() -> Iterator[Row]:
    """Give every message of `support_tweets` as a chat of its own, named `company:tweet`."""
    for file in sorted((DATA / "support_tweets").glob("*.csv")):
        with file.open(encoding="utf-8", newline="") as rows:
            for row in csv.DictReader(rows):
                role = "customer" if row["inbound"] == "True" else "agent"
                name = f"{file.stem}:{row['tweet']}"
                yield {"conversation": name, "role": role, "text": row["text"]}


def chats() -> Iterator[Row]:
    """Give every turn of `helpdesk_chats`; chats are named `chat:id`."""
    for chat in json.loads((DATA / "helpdesk_chats" / "chats.json").read_text(encoding="utf-8")):
        for turn in chat["turns"]:
            role = "customer" if turn["role"] == "customer" else "agent"
            yield {"conversation": f"chat:{chat['id']}", "role": role, "text": turn["text"]}


def customer_messages() -> dict[str, list[Row]]:
    """Give each customer message's id and its chat up to and with it; `chat:id/turn` in chats."""
    found = {row["conversation"]: [row] for row in tweets() if row["role"] == "customer"}
    so_far: dict[str, list[Row]] = {}
    for row in chats():
        turns = so_far.setdefault(row["conversation"], [])
        turns.append(row)
        if row["role"] == "customer":
            found[f"{row['conversation']}/{len(turns)}"] = list(turns)
    return found


def sample(seed: int, count: int) -> list[str]:
    """Draw message ids at random; the same seed draws the same ones."""
    return random.Random(seed).sample(sorted(customer_messages()), count)  # noqa: S311


def main() -> None:
    """Write a set as JSON lines."""
    sets = {"tweets": tweets, "chats": chats}
    if sys.argv[1] == "sample":
        sys.stdout.write("\n".join(sample(7, 60)) + "\n")
        return
    for row in sets[sys.argv[1]]():
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
