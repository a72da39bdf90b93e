"""Finds which notes' wordings stand in a text, by a sign of each, without trying all."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sidecar_server.model import Note, Span
from sidecar_server.text import Folded, find, fold_words, words


@dataclass(frozen=True, slots=True)
class Wordings:
    """The trigger wordings of notes by what a text must have for each; "" must be tried always."""

    _by_sign: Mapping[str, Sequence[tuple[str, Note]]]

    def found(self, text: Folded) -> Iterator[tuple[Note, Span]]:
        """Give each note with a wording in the text, and where, in the text as written."""
        for sign in _signs(text.text) & self._by_sign.keys():
            for wording, note in self._by_sign[sign]:
                span = find(wording, text)
                if span:
                    yield note, span

    def trying(self, note: Note) -> "Wordings":
        """Give the wordings as they would be with this version of a note, or without it."""
        ours = wordings([note] if note.state == "published" else [])._by_sign
        held = [sign for sign, pairs in self._by_sign.items() if _holds(pairs, note.id)]
        kept = {sign: _without(self._by_sign[sign], note.id) for sign in held}
        known = {**self._by_sign, **kept}
        return Wordings({**known, **{one: [*known.get(one, ()), *ours[one]] for one in ours}})


def wordings(notes: Sequence[Note]) -> Wordings:
    """Index the notes' text triggers."""
    by_sign: dict[str, list[tuple[str, Note]]] = defaultdict(list)
    for note in notes:
        for trigger in note.triggers.text:
            folded = fold_words(trigger)
            by_sign[_sign(folded)].append((folded, note))
    return Wordings(by_sign)


def _sign(folded: str) -> str:
    """Give the character beyond ASCII that must be in a text, or else the word; "" for neither.

    The longest word is the rarest; but the last may go on in a text, as in "mate's".
    """
    if not folded.isascii():
        return next(one for one in folded if not one.isascii())
    found = words(folded)
    sure = found[:-1] or found
    return max(sure, key=len) if found and folded.startswith(found[0]) else ""


def _signs(text: str) -> set[str]:
    """Give what a text has: its words and its characters beyond ASCII."""
    beyond = () if text.isascii() else (one for one in text if not one.isascii())
    return {"", *words(text), *beyond}


def _holds(pairs: Sequence[tuple[str, Note]], id_: str) -> bool:
    return any(note.id == id_ for _, note in pairs)


def _without(pairs: Sequence[tuple[str, Note]], id_: str) -> Sequence[tuple[str, Note]]:
    return [pair for pair in pairs if pair[1].id != id_]
