"""What must have come before a line is true: details were sent, something tried or refused."""

from typing import get_args

from sidecar_server.coaches.case import Case
from sidecar_server.lexicon import NEGATION_PATTERN, STEP_PATTERN
from sidecar_server.model import After
from sidecar_server.text import fold, words

AFTER: tuple[After, ...] = get_args(After)
_MEANT = 0.35  # from which the newest turn is taken to be such a reply
_TOLD = 8  # words from which a turn tells something, without a figure in it


def came_before(after: After, case: Case) -> bool:
    """Say whether the customer just told what a line builds on, by its meaning or its words."""
    if not after or not case.sent:
        return not after
    situations = case.searchable.situations
    if any(s.score >= _MEANT and situations[s.id].reply == after for s in case.cues.situation):
        return True
    said = " ".join(fold(message.text).text for message in case.newest)
    denied = bool(NEGATION_PATTERN.search(said))
    if after == "tried":
        return denied and any(STEP_PATTERN.search(text) for text in case.sent)
    told = any(map(str.isdigit, said)) or len(words(said)) >= _TOLD
    return after == "details" and told and not denied
