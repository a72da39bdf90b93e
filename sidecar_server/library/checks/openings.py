"""No way to begin is worn out: lines of one language begin differently."""

from collections import defaultdict
from collections.abc import Iterator

from sidecar_server.library.checks.written import Written
from sidecar_server.library.files import Fault
from sidecar_server.text import fold_words, unspaced, words

_WORDS = 3
_CHARACTERS = 6  # where words are not spaced
_SHARE = 0.01  # of a language's lines that may begin alike
_LEAST = 3


def openings(written: Written) -> Iterator[Fault]:
    """Name each line beyond the share that begins as others do."""
    for phrases in written.phrases.values():
        begun: dict[str, list[str]] = defaultdict(list)
        for placed in phrases:
            begun[beginning(placed.entry.text)].append(placed.place)
        most = max(_LEAST, int(_SHARE * len(phrases)))
        for start, places in begun.items():
            for place in places[most:]:
                yield (
                    place,
                    f"{len(places)} lines begin with “{start}”, at most {most} may — "
                    "begin this one with the matter itself",
                )


def beginning(text: str) -> str:
    """Give the first three words, or the first six characters where words are not spaced."""
    folded = fold_words(text)
    return folded[:_CHARACTERS] if unspaced(folded) else " ".join(words(folded)[:_WORDS])
