"""Lines read easily: short sentences, short words, and not too many of either."""

import math
from collections.abc import Iterator

from sidecar_server.library.checks.form import SLOT
from sidecar_server.library.checks.written import Written
from sidecar_server.library.files import Fault
from sidecar_server.text import sentences, unspaced, words

_MOST_WORDS, _MOST_CHARACTERS = 60, 150  # of a line; characters where words are not spaced
_SENTENCE_WORDS, _SENTENCE_CHARACTERS = 30, 70
_LONG = 6  # letters; a word with more is a long one
# LIX, words a sentence plus the percentage of long words (Björnsson 1968): 40 is easy fiction and
# 50 a newspaper. German and Romance words are longer, so their bounds are higher.
_LIX = {"en": 42.0, "de": 58.0, "es": 58.0, "fr": 55.0, "pt": 58.0}


def ease(written: Written) -> Iterator[Fault]:
    """Name lines that are long, have a long sentence or many long words."""
    for phrases in written.phrases.values():
        for placed in phrases:
            entry = placed.entry
            yield from ((placed.place, f) for f in hard(entry.text, entry.language))


def hard(text: str, language: str) -> Iterator[str]:
    """Say what makes a line hard to read, each with the fix."""
    characters = unspaced(text)
    unit = "characters" if characters else "words"
    most = _MOST_CHARACTERS if characters else _MOST_WORDS
    longest = _SENTENCE_CHARACTERS if characters else _SENTENCE_WORDS
    pieces = [text[slice(*span)] for span in sentences(text)]
    sizes = [len(piece) if characters else len(words(piece)) for piece in pieces]
    if sum(sizes) > most:
        yield f"the line has {sum(sizes)} {unit} — cut it to {most}"
    if max(sizes, default=0) > longest:
        yield f"a sentence has {max(sizes)} {unit} — cut it in two, {longest} at most"
    if lix(text) > (bound := _LIX.get(language, math.inf)):
        yield f"it reads hard (LIX {lix(text):.0f}, {bound:.0f} at most) — use plainer words"


def lix(text: str) -> float:
    """Give words a sentence plus the percentage of words of more than six letters."""
    found = words(SLOT.sub("it", text))
    long = sum(len(word) > _LONG for word in found)
    return len(found) / max(1, len(sentences(text))) + 100 * long / max(1, len(found))
