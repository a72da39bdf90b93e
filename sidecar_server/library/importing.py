"""Takes a team's entries from files into the store, checked, with their vectors, all or nothing."""

from pathlib import Path

from sidecar_server.encoders.protocol import Encoder
from sidecar_server.errors import LibraryProblem
from sidecar_server.library.check import check
from sidecar_server.library.files import Entry, Located, read
from sidecar_server.library.store import Store
from sidecar_server.model import Library, Note, Phrase, Situation


def take(path: Path, store: Store, encoder: Encoder) -> str:
    """Import `path` and say in a sentence what came; LibraryProblem leaves the store as it was."""
    located = read(path, state="draft")
    ids = {one.entry.id for one in located if isinstance(one.entry, Situation | Phrase | Note)}
    library = store.library()
    problems = check([*located, *_known(library, ids)])
    if problems:
        raise LibraryProblem(problems)
    stored = {*library.situations, *library.phrases, *library.notes, *library.expectations}
    entries = [one.entry for one in located if one.entry not in stored]
    texts = [text for entry in entries for text in _texts(entry)]
    vectors = dict(zip(texts, encoder.encode(texts), strict=True))
    store.add(entries, encoder.name, vectors)
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


def _texts(entry: Entry) -> list[str]:
    if isinstance(entry, Situation):
        return [*entry.customer_says, entry.title]
    return [entry.text] if isinstance(entry, Phrase) else []
