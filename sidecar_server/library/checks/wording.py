"""Wordings that no line may have, by language: stock empathy, promises beyond an agent, blame."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files

from sidecar_server.library.files import Located
from sidecar_server.model import Phrase
from sidecar_server.text import find, fold, fold_words

_FIXES = {
    "stock": "is a stock line — say what you will do about this very thing",
    "promises": "promises what an agent cannot keep — promise what you do yourself",
    "blame": "blames in disguise — say what is, and what can be done",
}


def wording(located: Sequence[Located]) -> Iterator[tuple[str, str]]:
    """Name each line with such a wording of its language."""
    for one in located:
        if isinstance(one.entry, Phrase):
            text = fold(one.entry.text)
            for kind, wordings in banned(one.entry.language).items():
                for words in wordings:
                    if find(words, text):
                        yield one.place, f"“{words}” {_FIXES[kind]}"


@cache
def banned(language: str) -> Mapping[str, Sequence[str]]:
    """Give a language's wordings by kind, folded; none where there is no list."""
    file = files("sidecar_server") / "library" / "wordings" / f"{language}.toml"
    if not file.is_file():
        return {}
    lists = tomllib.loads(file.read_text(encoding="utf-8"))
    return {kind: [fold_words(words) for words in lists[kind]] for kind in _FIXES}
