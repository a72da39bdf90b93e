"""Which notes fire on the measuring sets; verdicts are kept by message id, never with its text.

python -m tests.quality.fired            every hit with its text, to be judged at the terminal
python -m tests.quality.fired any        the same as if each note's own locale were stated
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
CHATS = "zh"  # the stated locale of the helpdesk chats


def texts() -> dict[str, str]:
    """Give every customer's message of tweets and chats, and a draw of requests, by id."""
    found = {id_: chat[-1]["text"] for id_, chat in customer_messages().items()}
    file = DATA / "clinc150" / "train_val.json"
    rows = [row for part in json.loads(file.read_text(encoding="utf-8")).values() for row in part]
    drawn = random.Random(3).sample(range(len(rows)), REQUESTS)  # noqa: S311
    return found | {f"clinc:{number}": rows[number][0] for number in drawn}


def hits(any_locale: bool = False) -> Iterator[tuple[str, str, str]]:
    """Give (message id, note id, text) for each note whose wording stands in a message.

    The helpdesk chats are a Chinese helpdesk's, so "zh" counts as stated there; elsewhere nothing
    is stated, unless `any_locale` states for each note what it asks for.
    """
    found = wordings(collect(read(library_folder(Settings()))).notes)
    for id_, text in texts().items():
        stated = {CHATS} if id_.startswith("chat:") else set()
        notes = {note.id: note for note, _ in found.found(fold(text))}
        for note in sorted(notes):
            wanted = set(notes[note].applies_to)
            if any_locale or not wanted or wanted & stated:
                yield id_, note, text


def verdicts() -> dict[tuple[str, str], bool]:
    """Give what was judged: whether a note was right to show under a message."""
    kept = tomllib.loads(VERDICTS.read_text(encoding="utf-8"))["verdict"]
    return {(one["message"], one["note"]): one["right"] for one in kept}


def main() -> None:
    """Write every hit, with its text, to standard output."""
    for id_, note, text in hits(any_locale="any" in sys.argv):
        sys.stdout.write(f"{id_}\t{note}\t{text}\n")


if __name__ == "__main__":
    main()
