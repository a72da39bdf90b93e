"""One cultural note: for the customer's wording, or for the formats of the stated locale."""

from collections.abc import Sequence

from sidecar_server.coaches.case import Case
from sidecar_server.library.terms import FORMAL_TOPICS
from sidecar_server.model import Item, Note
from sidecar_server.text import Folded, find, fold, fold_words, quote


def culture(case: Case) -> Sequence[Item]:
    """Suggest at most one note that was neither taken nor dismissed in this chat."""
    if not case.customer_spoke_last:
        return []
    notes = [n for n in case.searchable.notes if n.id not in case.unwanted and _stated(n, case)]
    newest = [(message.text, fold(message.text)) for message in case.newest]
    worded = [(note, words) for note in notes if (words := _wording(note, newest))]
    if worded:
        note, found = max(worded, key=lambda pair: (bool(pair[0].applies_to), len(pair[1])))
        return [_item(note, f"They wrote {quote(found)}", 1.0)]
    formal = next((note for note in notes if _formal(note)), None) if _first_turn(case) else None
    if formal:
        return [_item(formal, f"Their stated locale is {case.conversation.customer.locale}", 0.5)]
    return []


def _stated(note: Note, case: Case) -> bool:
    locale = case.conversation.customer.locale
    return not note.applies_to or any(
        locale == one or locale.startswith(one + "-") for one in note.applies_to
    )


def _wording(note: Note, newest: Sequence[tuple[str, Folded]]) -> str:
    """Give the customer's own words that trigger the note."""
    for text, folded in newest:
        for trigger in note.triggers.text:
            span = find(fold_words(trigger), folded)
            if span:
                return text[slice(*span)]
    return ""


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
