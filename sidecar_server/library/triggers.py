"""Finds which notes' wordings stand in a text, by the first word of each, without trying all."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sidecar_server.model import Note, Span
from sidecar_server.text import Folded, find, fold_words, words


@dataclass(frozen=True, slots=True)
class Wordings:
    """The trigger wordings of notes by their first word; "" holds those without one, like emoji."""

    _by_first: Mapping[str, Sequence[tuple[str, Note]]]

    def found(self, text: Folded) -> Iterator[tuple[Note, Span]]:
        """Give each note with a wording in the text, and where, in the text as written."""
        for first in {"", *words(text.text)} & self._by_first.keys():
            for wording, note in self._by_first[first]:
                span = find(wording, text)
                if span:
                    yield note, span

    def trying(self, note: Note) -> "Wordings":
        """Give the wordings as they would be with this version of a note, or without it."""
        ours = wordings([note] if note.state == "published" else [])._by_first
        held = [first for first, pairs in self._by_first.items() if _holds(pairs, note.id)]
        kept = {first: _without(self._by_first[first], note.id) for first in held}
        known = {**self._by_first, **kept}
        return Wordings({**known, **{one: [*known.get(one, ()), *ours[one]] for one in ours}})


def wordings(notes: Sequence[Note]) -> Wordings:
    """Index the notes' text triggers."""
    by_first: dict[str, list[tuple[str, Note]]] = defaultdict(list)
    for note in notes:
        for trigger in note.triggers.text:
            folded = fold_words(trigger)
            by_first[_first(folded)].append((folded, note))
    return Wordings(by_first)


def _first(folded: str) -> str:
    """Give the word that must be among a text's words; unspaced scripts have none such."""
    found = words(folded)
    return found[0] if found and folded.isascii() and folded.startswith(found[0]) else ""


def _holds(pairs: Sequence[tuple[str, Note]], id_: str) -> bool:
    return any(note.id == id_ for _, note in pairs)


def _without(pairs: Sequence[tuple[str, Note]], id_: str) -> Sequence[tuple[str, Note]]:
    return [pair for pair in pairs if pair[1].id != id_]
