"""A library as it is written: entries by language, and their vectors for who asks."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

import numpy as np
from numpy.typing import NDArray

from sidecar_server.encoders.languages import Encoders
from sidecar_server.library.files import Located
from sidecar_server.library.search import reading
from sidecar_server.library.separation import Separation, leave_one_out
from sidecar_server.library.shelf import said
from sidecar_server.library.shelving import readable
from sidecar_server.library.store import Store
from sidecar_server.model import Phrase, Situation

One = TypeVar("One")
Rows = NDArray[np.float32]


@dataclass(frozen=True)
class Placed(Generic[One]):
    """An entry and the place it was read from."""

    entry: One
    place: str


@dataclass(frozen=True)
class Written:
    """What the rules for a whole library look at."""

    located: Sequence[Located]
    store: Store
    encoders: Encoders

    @cached_property
    def situations(self) -> Mapping[str, Sequence[Placed[Situation]]]:
        """The situations of each language."""
        found: dict[str, list[Placed[Situation]]] = defaultdict(list)
        for one in self.located:
            if isinstance(one.entry, Situation):
                found[one.entry.language].append(Placed(one.entry, one.place))
        return found

    @cached_property
    def phrases(self) -> Mapping[str, Sequence[Placed[Phrase]]]:
        """The phrases of each language that are not retired."""
        found: dict[str, list[Placed[Phrase]]] = defaultdict(list)
        for one in self.located:
            if isinstance(one.entry, Phrase) and one.entry.state != "retired":
                found[one.entry.language].append(Placed(one.entry, one.place))
        return found

    def separation(self, language: str) -> Separation | None:
        """Read each example of a language left out in turn, beside the English ones."""
        encoder = self.encoders.of(language)
        every = [placed.entry for each in self.situations.values() for placed in each]
        entries = readable(encoder.name, every, {language}) if encoder else []
        encoded = self.vectors(language, [text for one in entries for text in said(one)])
        enough = encoded and len({one.id for one in entries}) > 1
        return leave_one_out(entries, language, *encoded) if encoded and enough else None

    def vectors(self, language: str, texts: Sequence[str]) -> tuple[str, Rows] | None:
        """Give the encoder's name and a unit row a text; None where nothing reads the language."""
        encoder = self.encoders.of(language)
        if encoder is None or not texts:
            return None
        return encoder.name, reading(texts, self.store, encoder).read(texts)
