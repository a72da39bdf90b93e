"""The library as it leaves: everything or one language, as files or as a table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from sidecar_server.curation.exchange import table, toml
from sidecar_server.model import Library


@dataclass(frozen=True, slots=True)
class Leaving:
    """One way out: its name for people, the ending of its files, what they are, how it is made."""

    name: str
    ending: str
    media: str
    write: Callable[[Library], bytes]


WAYS: Mapping[str, Leaving] = {
    "toml": Leaving("Library files (TOML, zipped)", "zip", "application/zip", toml.write),
    "csv": Leaving(
        "Table (CSV)",
        "csv",
        "text/csv; charset=utf-8",
        lambda library: table.write((*library.phrases, *library.notes)),
    ),
}


def of_language(library: Library, language: str) -> Library:
    """Give what is in a language; notes are of the language that their locale begins with."""
    if not language:
        return library
    return replace(
        library,
        situations=tuple(one for one in library.situations if one.language == language),
        phrases=tuple(one for one in library.phrases if one.language == language),
        notes=tuple(one for one in library.notes if one.locale.partition("-")[0] == language),
        expectations=tuple(one for one in library.expectations if one.language == language),
    )
