"""The shipped library as it is served, with the real encoders; made once a run."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sidecar_server.assistant import Assistant
from sidecar_server.encoders.languages import Encoders, load_encoders
from sidecar_server.library.files import collect, read
from sidecar_server.library.search import EVERYTHING, Extent, Searchable, build
from sidecar_server.library.shelf import Shelf
from sidecar_server.model import Advice
from sidecar_server.replay import Line, Replay
from sidecar_server.settings import Settings
from sidecar_server.startup import library_folder
from tests.prepared import store


class Served:
    """Encoders, library and assistant; with `languages`, as much of the library as they need."""

    def __init__(self, *languages: str) -> None:
        self._extent = Extent(True, languages) if languages else EVERYTHING

    @cached_property
    def encoders(self) -> Encoders:
        """Every encoder, loaded when first asked."""
        return load_encoders()

    @cached_property
    def searchable(self) -> Searchable:
        """The shipped library, indexed."""
        library = collect(read(library_folder(Settings())))
        return build(library, store(), self.encoders, None, self._extent)

    @cached_property
    def assistant(self) -> Assistant:
        """What answers chats."""
        return Assistant(self.searchable)

    def shelf(self, language: str) -> Shelf:
        """Give the shelf of a language that the library has."""
        found = self.searchable.shelf(language)
        assert found
        return found

    def vectors(self, language: str, texts: Sequence[str]) -> NDArray[np.float32]:
        """Encode texts of a language, one a row."""
        return self.encoders.by_name[self.shelf(language).encoder].encode(texts)

    def meant(self, texts: Sequence[str]) -> list[list[str]]:
        """Give the situations that are meant by English texts, best first; silent ones are none."""
        shelf, known = self.shelf("en"), self.searchable.situations
        likely = [
            [
                one.id for one in shelf.likely(row) if not known[one.id].reply
            ]  # nobody has written yet
            for row in self.vectors("en", texts)
        ]
        return [[] if ids and known[ids[0]].silent else ids for ids in likely]

    def replayed(self, rows: Iterable[Mapping[str, Any]]) -> Iterator[tuple[Line, Advice]]:
        """Answer a chat's rows, each a role and a text, one after the other."""
        replay = Replay(self.assistant, self.encoders)
        for number, row in enumerate(rows):
            line = Line(row["role"], row["text"])
            yield line, replay.step(line, str(number))
