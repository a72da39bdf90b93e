"""Which notes fire on the measuring sets; verdicts are kept by message id, never with its text.

python -m tests.quality.fired            every hit with its text, to be judged at the terminal
"""

import json
import random
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from sidecar_server.library.files import collect, read
from sidecar_server.library.triggers import wordings
from sidecar_server.settings import Settings
from sidecar_server.startup import library_folder
from sidecar_server.text import fold
from tests.quality.sets import DATA, customer_messages

VERDICTS = Path(__file__).parent / "notes.toml"
REQUESTS = 1_000  # rows of clinc150


def texts() -> dict[str, str]:
    """Give every customer's message of tweets and chats, and a draw of requests, by id."""
    found = {id_: chat[-1]["text"] for id_, chat in customer_messages().items()}
    file = DATA / "clinc150" / "train_val.json"
    rows = [row for part in json.loads(file.read_text(encoding="utf-8")).values() for row in part]
    drawn = random.Random(3).sample(range(len(rows)), REQUESTS)  # noqa: S311
    return found | {f"clinc:{number}": rows[number][0] for number in drawn}


def hits() -> Iterator[tuple[str, str, str]]:
    """Give (message id, note id, text) for each note that fires where no locale is stated."""
    notes = [
        note for note in collect(read(library_folder(Settings()))).notes if not note.applies_to
    ]
    found = wordings(notes)
    for id_, text in texts().items():
        for note in sorted({note.id for note, _ in found.found(fold(text))}):
            yield id_, note, text


def verdicts() -> dict[tuple[str, str], bool]:
    """Give what was judged: whether a note was right to show under a message."""
    kept = tomllib.loads(VERDICTS.read_text(encoding="utf-8"))["verdict"]
    return {(one["message"], one["note"]): one["right"] for one in kept}


def main() -> None:
    """Write every hit, with its text, to standard output."""
    for id_, note, text in hits():
        sys.stdout.write(f"{id_}\t{note}\t{text}\n")


if __name__ == "__main__":
    main()
