"""The nouns of the exchange: what is handed in, what was read of it, and what could not be read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import orjson

from sidecar_server.curation.catalogue import Line
from sidecar_server.errors import BadInput
from sidecar_server.library.files import Fault, Located
from sidecar_server.library.rows import Key

MOST_ENTRIES = 50_000  # of one file
MOST_VALUES = 40 * MOST_ENTRIES  # of one in JSON: each takes thirty times its letters in memory


@dataclass(frozen=True)
class Source:
    """A file as it was handed in, and what its reader may ask.

    `language` is that of lines which do not say theirs, "" for the one that each is written in;
    `stands` gives what the library has under a name.
    """

    name: str
    content: bytes
    language: str = ""
    stands: Callable[[Key], Line | None] = lambda _: None

    @property
    def ending(self) -> str:
        """The ending of its name, without the dot."""
        return self.name.rpartition(".")[2].lower()

    @cached_property
    def json(self) -> Any:
        """The content as JSON, None where it is none; BadInput for far too many values."""
        plain = self.content.removeprefix(b"\xef\xbb\xbf").lstrip()
        if not plain.startswith((b"[", b"{")):
            return None
        if sum(map(plain.count, (b",", b"[", b"{"))) > MOST_VALUES:
            raise BadInput("it holds too many values", fix="hand it in in several parts")
        try:
            return orjson.loads(plain)
        except orjson.JSONDecodeError:
            return None


@dataclass(frozen=True, slots=True)
class Foreign:
    """A line of another product: it has a name there, and no situation."""

    place: str
    name: str  # ours, the part of an id after the dot
    title: str
    text: str
    slots: Mapping[str, str]
    language: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file holds: entries, foreign lines, faults by place, and remarks on the whole."""

    format: str
    located: Sequence[Located] = ()
    foreign: Sequence[Foreign] = ()
    faults: Sequence[Fault] = ()
    remarks: Sequence[str] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its name for people, how it is known, how it is read."""

    name: str
    fits: Callable[[Source], bool]
    read: Callable[[Source], Reading]


def bounded(count: int) -> None:
    """BadInput where a file holds more than is taken in one go."""
    if count > MOST_ENTRIES:
        raise BadInput(
            f"the file holds more than {MOST_ENTRIES:,} entries", fix="cut it into several files"
        )
