"""Says that nobody here reads the customer's language, where that is so."""

from collections.abc import Sequence

from sidecar_server.coaches.case import Case
from sidecar_server.customs import language_name
from sidecar_server.model import Item

_ID = "coverage."


def coverage(case: Case) -> Sequence[Item]:
    """Give one notice while the customer writes a language that no line can be found in."""
    spoken = case.cues.language
    notice = f"{_ID}{spoken}"
    covered = not spoken or case.searchable.shelf(spoken)
    if covered or not case.customer_spoke_last or notice in case.unwanted:
        return []
    name = language_name(spoken)
    return [
        Item(
            id=notice,
            kind="notice",
            title=f"{name} is not covered",
            text="No line is suggested here rather than a guessed one. "
            "Search still finds lines in the languages that the library has.",
            why=f"They seem to write {name}",
            score=1.0,
            insertable=False,
        )
    ]
