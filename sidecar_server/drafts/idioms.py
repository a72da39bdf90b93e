"""Idioms that a reader of another language may not know, each with a plain wording."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from sidecar_server.lexicon import pattern
from sidecar_server.text import fold_words

_FILE = Path(__file__).with_name("idioms.toml")


@dataclass(frozen=True, slots=True)
class Idioms:
    """One pattern over folded text, and for each wording the plain one."""

    pattern: re.Pattern[str]
    plain: Mapping[str, str]


@lru_cache(maxsize=16)
def idioms(language: str) -> Idioms | None:
    """Read a language's idioms; None where there are none."""
    known = _all().get(language)
    if not known:
        return None
    plain = {fold_words(words): meant for words, meant in known.items()}
    return Idioms(pattern(tuple(plain)), plain)


@lru_cache(maxsize=1)
def _all() -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))
