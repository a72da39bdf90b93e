"""Takes a team's entries from files into the store, checked, with their vectors, all or nothing."""

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from sidecar_server.encoders.languages import Encoders
from sidecar_server.errors import LibraryProblem
from sidecar_server.library.changes import Changes
from sidecar_server.library.checks import check
from sidecar_server.library.files import Entry, Located, read
from sidecar_server.library.shelf import said
from sidecar_server.library.store import Store, Vectors
from sidecar_server.model import Expectation, Library, Note, Phrase, Situation

BY = "sidecar library import"


def take(path: Path, store: Store, encoders: Encoders) -> str:
    """Import `path` and say in a sentence what came; LibraryProblem leaves the store as it was."""
    return take_read(read(path, state="draft"), path.name, store, encoders)


def take_read(located: Sequence[Located], name: str, store: Store, encoders: Encoders) -> str:
    """Import what was read of a file of this name, as `take` does."""
    ids = {one.entry.id for one in located if isinstance(one.entry, Situation | Phrase | Note)}
    library = store.library()
    problems = check([*located, *_known(library, ids)])
    if problems:
        raise LibraryProblem(problems)
    stored = {*library.situations, *library.phrases, *library.notes, *library.expectations}
    entries = [one.entry for one in located if one.entry not in stored]
    vectors = vectors_of(entries, encoders)
    Changes(store.engine).write(entries, BY, f"import of {name}", vectors)
    drafts = sum(getattr(entry, "state", "published") != "published" for entry in entries)
    said = f"{len(entries)} entries taken, {len(located) - len(entries)} already there"
    how = 'write state = "published" in an entry to have it served'
    return f"{said}; {drafts} of them not published: {how}" if drafts else said


def _known(library: Library, replaced: set[str]) -> list[Located]:
    """Give what new entries may refer to, without those that they replace."""
    known: list[tuple[str, Situation | Phrase | Note]] = [
        *(("situation", one) for one in library.situations),
        *(("phrase", one) for one in library.phrases),
        *(("note", one) for one in library.notes),
    ]
    return [Located(kind, one, "(stored):0") for kind, one in known if one.id not in replaced]


def vectors_of(entries: Sequence[Entry], encoders: Encoders) -> dict[str, Vectors]:
    """Encode each entry's texts by the encoder of its language, where there is one."""
    texts: dict[str, list[str]] = defaultdict(list)
    for entry in entries:
        if not isinstance(entry, Note) and (reader := encoders.of(entry.language)):
            texts[reader.name] += _texts(entry)
    encoded = {name: encoders.by_name[name].encode(found) for name, found in texts.items()}
    return {name: dict(zip(texts[name], rows, strict=True)) for name, rows in encoded.items()}


def _texts(entry: Situation | Phrase | Expectation) -> list[str]:
    if isinstance(entry, Expectation):
        return [entry.message]
    return said(entry) if isinstance(entry, Situation) else [entry.text]
