"""Three whole chats with what is offered at each turn of the customer's, to be read in a diff.

python -m tests.quality.golden > tests/quality/golden/offered.txt      after a deliberate change
"""

import json
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.quality.served import Served

FOLDER = Path(__file__).parent / "golden"
OFFERED = FOLDER / "offered.txt"


@cache
def served() -> Served:
    """Give the shipped library in English."""
    return Served("en")


def offered() -> Iterator[str]:
    """Give for each turn of the customer's what it says and the strategy and id of each line."""
    for file in sorted(FOLDER.glob("*.jsonl")):
        yield f"# {file.stem}"
        rows = [json.loads(row) for row in file.read_text(encoding="utf-8").splitlines()]
        for line, advice in served().replayed(rows):
            if line.role == "customer" and (cues := advice.cues):
                yield f"> {line.text}"
                yield f"  [heat {cues.heat:.1f}, stakes {cues.stakes}, {cues.moment}]"
                yield from (f"  {one.strategy}: {one.id}" for one in advice.items)


def main() -> None:
    """Print what is offered."""
    sys.stdout.write("\n".join(offered()) + "\n")


if __name__ == "__main__":
    main()
