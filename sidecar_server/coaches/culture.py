"""One cultural note: for the customer's wording, a date or sum of theirs, or the stated locale."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sidecar_server import customs
from sidecar_server.coaches.case import Case
from sidecar_server.customs import Fields
from sidecar_server.library.terms import FORMAL_TOPICS
from sidecar_server.model import Item, Note
from sidecar_server.text import fold, quote

_WORDED, _WRITTEN, _STATED = 1.0, 0.9, 0.5


@dataclass(frozen=True, slots=True)
class _Found:
    """A note that is due, why, and what fills its fields; the narrower and longer come first."""

    note: Note
    why: str
    score: float
    weight: tuple[bool, int] = (False, 0)
    fields: Fields | None = None


def culture(case: Case) -> Sequence[Item]:
    """Suggest at most one note that was neither taken nor dismissed in this chat."""
    if not case.customer_spoke_last:
        return []
    for ways in (_worded, _written, _stated):
        found = list(ways(case))
        if found:
            return [_item(max(found, key=lambda one: one.weight))]
    return []


def _worded(case: Case) -> Iterator[_Found]:
    """Find notes whose wording stands in the newest turn."""
    for message in case.newest:
        for note, span in case.searchable.wordings.found(fold(message.text)):
            if _due(note, case):
                said = message.text[slice(*span)]
                weight = (bool(note.applies_to), len(said))
                yield _Found(note, f"They wrote {quote(said)}", _WORDED, weight)


def _written(case: Case) -> Iterator[_Found]:
    """Find notes about a date or a sum in the newest turn, as the stated locale writes them."""
    for message in case.newest:
        for note, span, fields in _calendar(case, message.text):
            if span:
                yield _Found(
                    note, f"They wrote {quote(fields['written'])}", _WRITTEN, fields=fields
                )


def _stated(case: Case) -> Iterator[_Found]:
    """Find, at the first message alone, what the country's calendar or the locale brings."""
    customer = case.conversation.customer
    if case.sent or sum(turn[0].role == "customer" for turn in case.turns) != 1:
        return
    for note, span, fields in _calendar(case, ""):
        if not span:
            why = f"Their stated country is {fields['country']}"
            yield _Found(note, why, _STATED, (True, 0), fields)
    if customer.locale:
        why = f"Their stated locale is {customer.locale}"
        yield from (
            _Found(note, why, _STATED)
            for note in case.searchable.notes
            if _formal(note) and _due(note, case)
        )


def _calendar(case: Case, text: str) -> Iterator[tuple[Note, object, Fields]]:
    for note in case.searchable.notes:
        if note.triggers.calendar and _due(note, case):
            read = customs.KINDS[note.triggers.calendar]
            if found := read(case.conversation.customer, text, case.today):
                yield note, *found


def _due(note: Note, case: Case) -> bool:
    locale = case.conversation.customer.locale
    stated = not note.applies_to or any(
        locale == one or locale.startswith(one + "-") for one in note.applies_to
    )
    return stated and note.id not in case.unwanted


def _formal(note: Note) -> bool:
    worded = note.triggers.text or note.triggers.calendar
    return not worded and bool(note.applies_to) and note.topic in FORMAL_TOPICS


def _item(found: _Found) -> Item:
    note = found.note
    lines = [note.means, note.advise, note.avoid, note.limits]
    text = "\n".join(line for line in lines if line)
    for name, value in (found.fields or {}).items():
        text = text.replace(f"{{{name}}}", value)
    return Item(
        id=note.id,
        kind="note",
        title=_TITLES[note.topic],
        text=text,
        why=found.why,
        score=found.score,
        insertable=False,
        source="; ".join(note.sources) or note.confidence,
    )


_TITLES = {
    "greeting": "Greeting", "names": "Names", "register": "Tone of address",
    "directness": "Directness", "understatement": "Understatement", "time": "Time",
    "dates": "Dates", "numbers": "Numbers", "holidays": "Holidays", "apology": "Apology",
    "humour": "Humour", "emoji": "Emoji", "silence": "Silence", "money": "Money",
    "idiom": "What this wording means",
}  # fmt: skip
