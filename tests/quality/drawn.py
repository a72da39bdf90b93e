"""Draws fifty of the shipped lines, the same for everybody: python -m tests.quality.drawn"""

import random
import sys

from sidecar_server.library.files import collect, read
from sidecar_server.settings import Settings
from sidecar_server.startup import library_folder

SEED, COUNT = 3, 50


def main() -> None:
    """Print language, situation, heat and text of each line drawn."""
    phrases = collect(read(library_folder(Settings()))).phrases
    ordered = sorted(phrases, key=lambda phrase: (phrase.language, phrase.id))
    for phrase in random.Random(SEED).sample(ordered, COUNT):  # noqa: S311
        about = f"{phrase.language} · {phrase.situation} · {phrase.moment}, {phrase.strategy}"
        sys.stdout.write(f"- {about}: {phrase.text}\n")


if __name__ == "__main__":
    main()
