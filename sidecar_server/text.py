"""Text as it is compared: folded for matching, cut into sentences, quoted; spans stay exact."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from sidecar_server.model import Span

_INVISIBLE = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200B, 0x2060, 0xFEFF])
_ALIKE = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "\u2009": " "})
_SENTENCE = re.compile(
    r"[^.!?…。！？।\n]*[.!?…。！？।\n]+(?=\s|$|(?<=[。！？।\n]))|[^\n]+$|.+", re.DOTALL
)
# Vowel signs and other marks, which belong to the letter before them but are no \w themselves.
_MARKS = r"\u0300-\u036f\u064b-\u065f\u0900-\u0963\u0980-\u09e3\u0a00-\u0dff"
_LETTER = rf"(?:[^\W_]|[{_MARKS}])"
_LATER = re.compile(r"(?<=[\w)'’%€$£])(?:[,;:]|\s[–—-])\s+|[、，；]")
_CLAUSE = 4  # words from which a part of a sentence is read by itself
_WORD = re.compile(rf"{_LETTER}+(?:'{_LETTER}+)*")
# Scripts that write without spaces: no word edge can be asked for there.
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af]")


@dataclass(frozen=True, slots=True)
class Folded:
    """`text` lowercased and normalised; its i-th character came from `starts[i]:ends[i]`."""

    text: str
    starts: tuple[int, ...] | range
    ends: tuple[int, ...] | range

    def span(self, start: int, end: int) -> Span:
        """Map a span (not empty) of the folded text back to the text as written."""
        return (self.starts[start], self.ends[end - 1])


@lru_cache(maxsize=4096)
def fold_words(words: str) -> str:
    """Fold curated words; cached, so never call it with a customer's text."""
    return fold(words).text


def fold(text: str) -> Folded:
    """Fold for matching: NFC, case, quotes, spaces; overrides and zero-width marks dropped."""
    if (even := _even(text)) is not None:
        return Folded(even, range(len(text)), range(1, len(text) + 1))
    pieces: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, cluster in _clusters(text):
        plain = unicodedata.normalize("NFC", cluster.translate(_INVISIBLE)).translate(_ALIKE)
        folded = plain.casefold()
        pieces.append(folded)
        starts.extend([start] * len(folded))
        ends.extend([start + len(cluster)] * len(folded))
    return Folded("".join(pieces), tuple(starts), tuple(ends))


def _even(text: str) -> str | None:
    """Fold a text whose characters stay one each, or give None: nearly all texts are such."""
    if text.isascii():
        return text.lower()
    # Folding a case only ever lengthens: with the length kept, each character stayed one.
    folded = text.translate(_INVISIBLE).translate(_ALIKE).casefold()
    whole = len(folded) == len(text) and not any(map(unicodedata.combining, text))
    return folded if whole and unicodedata.is_normalized("NFC", folded) else None


def _clusters(text: str) -> list[tuple[int, str]]:
    """Split into base characters with their combining marks."""
    starts = [i for i, c in enumerate(text) if i == 0 or not unicodedata.combining(c)]
    ends = [*starts[1:], len(text)]
    return [(start, text[start:end]) for start, end in zip(starts, ends, strict=True)]


def find(words: str, folded: Folded) -> Span | None:
    """Find folded `words` as whole words; the span is in the text as written."""
    start = folded.text.find(words)
    while start >= 0:
        end = start + len(words)
        if _edge(folded.text, start) and _edge(folded.text, end):
            return folded.span(start, end)
        start = folded.text.find(words, start + 1)
    return None


def _edge(text: str, at: int) -> bool:
    if at in {0, len(text)}:
        return True
    before, after = text[at - 1], text[at]
    joined = _in_word(before) and _in_word(after)
    return not joined or bool(_UNSPACED.match(before) and _UNSPACED.match(after))


def _in_word(character: str) -> bool:
    return character.isalnum() or unicodedata.category(character).startswith("M")


def unspaced(text: str) -> bool:
    """Say whether a text is in a script that writes without spaces."""
    return bool(_UNSPACED.search(text))


def sentences(text: str) -> list[Span]:
    """Cut into sentences of at least two words; a text of one sentence gives one span."""
    spans: list[Span] = []
    for found in _SENTENCE.finditer(text):
        start, end = _trim(text, *found.span())
        if end <= start:
            continue
        if spans and len(words(text[start:end])) < 2 and not unspaced(text[start:end]):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def parts(text: str) -> list[Span]:
    """Cut a text into its sentences and the longer clauses of these, as spans."""
    found: list[Span] = []
    for start, end in sentences(text):
        found.append((start, end))
        cuts = [start, *(start + one.end() for one in _LATER.finditer(text[start:end])), end]
        pieces = list(pairwise(cuts))
        if len(pieces) > 1:
            found += [piece for piece in pieces if len(words(text[slice(*piece)])) >= _CLAUSE]
    return found


def _trim(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))


def words(text: str) -> list[str]:
    """List the words, lowercased."""
    return _WORD.findall(text.lower())


def meet(one: Span, other: Span) -> bool:
    """Say whether two spans share a character."""
    return one[0] < other[1] and other[0] < one[1]


def quote(text: str, most: int = 56) -> str:
    """Put words in quotation marks, cut at a word where they are long."""
    seen = text if text.isascii() else text.translate(_INVISIBLE)
    flat = " ".join(seen.split())
    if len(flat) > most:
        cut = flat[:most].rsplit(" ", 1)[0] or flat[:most]
        flat = cut.rstrip(" ,;:") + "…"
    return f"“{flat}”"
