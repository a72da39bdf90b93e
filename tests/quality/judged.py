"""Q1: real messages judged blind, our lines against two simple alternatives in shuffled order.

python -m tests.quality.judged sheet SEED > SHEET       what a reader gets; it holds texts
python -m tests.quality.judged score SEED VERDICTS...   a table from one JSON file a reader

A reader's file maps each id to {"due": bool, "A": [numbers of the lines that could go out], "B": …,
"C": …, "order": "BAC" (best first), "class": why the best offer fails, if it does}.
"""

import json
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from tests.quality.served import Served
from tests.quality.sets import Row, customer_messages, sample

SHOWN, COUNT = 3, 100
STOCK = (
    "I completely understand your frustration.",
    "We apologise for any inconvenience this may have caused.",
    "Thank you for reaching out to us.",
    "I understand how difficult this must be for you.",
    "Please rest assured that we are doing everything we can.",
    "I'm sorry to hear that. Let me see how I can help.",
    "Thank you for your patience and understanding.",
    "We appreciate you bringing this to our attention.",
    "Your satisfaction is very important to us.",
    "I'd be happy to assist you with that today.",
)
OURS, NEAREST, STOCKED = "ours", "nearest phrase", "stock lines"


def drawn(seed: int) -> list[str]:
    """Draw the ids of a judging: none that an earlier one read."""
    read_before = {*sample(7, 60), *sample(21, 60)}
    rest = [id_ for id_ in sorted(customer_messages()) if id_ not in read_before]
    for earlier in (11, 12):
        ids = random.Random(earlier).sample(rest, COUNT)  # noqa: S311
        if earlier == seed:
            return ids
        rest = [id_ for id_ in rest if id_ not in set(ids)]
    raise SystemExit("seeds are 11 and 12")


def letters(id_: str) -> dict[str, str]:
    """Give the order in which a message's three offers stand: letter to whose they are."""
    order = [OURS, NEAREST, STOCKED]
    random.Random(id_).shuffle(order)  # noqa: S311
    return dict(zip("ABC", order, strict=True))


class Offers:
    """The three kinds of offer for a message in its chat."""

    def __init__(self) -> None:
        self.served = Served("en")
        phrases = self.served.searchable.library.phrases
        lines = [p.text for p in phrases if p.language == "en" and p.state == "published"]
        self.pools = {
            NEAREST: (lines, self.served.vectors("en", lines)),
            STOCKED: (STOCK, self.served.vectors("en", STOCK)),
        }

    def of(self, chat: Sequence[Row]) -> dict[str, list[str]]:
        """Give up to three lines of each kind for the chat's last message."""
        _, advice = list(self.served.replayed(chat))[-1]
        newest = self.served.vectors("en", [chat[-1]["text"]])[0]
        found = {OURS: [item.text for item in advice.items if item.kind == "phrase"]}
        for kind, (lines, rows) in self.pools.items():
            found[kind] = [lines[n] for n in np.argsort(-(rows @ newest))[:SHOWN]]
        return found


def sheet(seed: int) -> Iterator[str]:
    """Write what a reader gets, a block a message."""
    offers, messages = Offers(), customer_messages()
    for id_ in drawn(seed):
        yield f"\n## {id_}\n"
        yield from (f"{row['role']}: {row['text']}" for row in messages[id_])
        given = offers.of(messages[id_])
        for letter, kind in letters(id_).items():
            yield f"\n{letter}"
            yield from (f"  {n}. {line}" for n, line in enumerate(given[kind], 1))
            if not given[kind]:
                yield "  (nothing)"


def score(seed: int, readers: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Count what the readers found, each and both together."""
    ids = drawn(seed)
    for id_ in ids:
        if missing := [n for n, reader in enumerate(readers, 1) if id_ not in reader]:
            raise SystemExit(f"{id_} is missing in reading {missing}")
    due = [id_ for id_ in ids if all(reader[id_]["due"] for reader in readers)]
    for kind in (OURS, NEAREST, STOCKED):
        own = {id_: next(le for le, k in letters(id_).items() if k == kind) for id_ in ids}
        good = [[id_ for id_ in due if reader[id_][own[id_]]] for reader in readers]
        both = [id_ for id_ in due if set.intersection(*(set(r[id_][own[id_]]) for r in readers))]
        counts = [len(one) for one in good]
        yield f"{kind}: sendable {counts}, one line by all {len(both)}, of {len(due)} due"
    for kind in (NEAREST, STOCKED):
        won = [[_wins(reader[id_], id_, kind) for id_ in due] for reader in readers]
        yield f"ours over {kind}: {[round(float(np.mean(one)), 3) for one in won]}"
    calm = [id_ for id_ in ids if not any(reader[id_]["due"] for reader in readers)]
    yield f"not due by any reader: {len(calm)}"
    if len(readers) == 2:
        first, second = readers
        differ = sum(first[id_]["due"] != second[id_]["due"] for id_ in ids)
        ours = {id_: next(le for le, k in letters(id_).items() if k == OURS) for id_ in ids}
        apart = sum(bool(first[id_][ours[id_]]) != bool(second[id_][ours[id_]]) for id_ in due)
        yield f"readings differ on due: {differ} of {len(ids)}"
        yield f"readings differ on ours sendable: {apart} of {len(due)}"


def _wins(verdict: Mapping[str, Any], id_: str, other: str) -> bool:
    """Say whether a reader put ours before the other."""
    of = {kind: letter for letter, kind in letters(id_).items()}
    order = list(verdict["order"])
    return order.index(of[OURS]) < order.index(of[other])


def main() -> None:
    """Write the sheet, or the table."""
    what, seed = sys.argv[1], int(sys.argv[2])
    if what == "sheet":
        sys.stdout.write("\n".join(sheet(seed)) + "\n")
        return
    readers = [json.loads(Path(file).read_text(encoding="utf-8")) for file in sys.argv[3:]]
    sys.stdout.write("\n".join(score(seed, readers)) + "\n")


if __name__ == "__main__":
    main()
