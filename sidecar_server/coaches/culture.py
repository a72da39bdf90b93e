"""One cultural note: for the customer's wording, or for the formats of the stated locale."""

from collections.abc import Sequence

from sidecar_server.coaches.case import Case
from sidecar_server.library.terms import FORMAL_TOPICS
from sidecar_server.model import Item, Note
from sidecar_server.text import fold, quote


def culture(case: Case) -> Sequence[Item]:
    """Suggest at most one note that was neither taken nor dismissed in this chat."""
    if not case.customer_spoke_last:
        return []
    worded = [pair for message in case.newest for pair in _worded(message.text, case)]
    if worded:
        note, found = max(worded, key=lambda pair: (bool(pair[0].applies_to), len(pair[1])))
        return [_item(note, f"They wrote {quote(found)}", 1.0)]
    if case.conversation.customer.locale and _first_turn(case):
        formal = (note for note in case.searchable.notes if _formal(note) and _due(note, case))
        why = f"Their stated locale is {case.conversation.customer.locale}"
        return [_item(note, why, 0.5) for note in formal][:1]
    return []


def _worded(text: str, case: Case) -> list[tuple[Note, str]]:
    """Give the due notes whose wording stands in the text, with the customer's own words."""
    found = case.searchable.wordings.found(fold(text))
    return [(note, text[slice(*span)]) for note, span in found if _due(note, case)]


def _due(note: Note, case: Case) -> bool:
    locale = case.conversation.customer.locale
    stated = not note.applies_to or any(
        locale == one or locale.startswith(one + "-") for one in note.applies_to
    )
    return stated and note.id not in case.unwanted


def _formal(note: Note) -> bool:
    return not note.triggers.text and bool(note.applies_to) and note.topic in FORMAL_TOPICS


def _first_turn(case: Case) -> bool:
    return not case.sent and sum(turn[0].role == "customer" for turn in case.turns) == 1


def _item(note: Note, why: str, score: float) -> Item:
    lines = [note.means, note.advise, note.avoid, note.limits]
    return Item(
        id=note.id,
        kind="note",
        title=_TITLES[note.topic],
        text="\n".join(line for line in lines if line),
        why=why,
        score=score,
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
