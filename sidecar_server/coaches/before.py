"""What must have come before a line is true: something was tried, or details were sent."""

from sidecar_server.coaches.case import Case
from sidecar_server.lexicon import NEGATION_PATTERN, STEP_PATTERN
from sidecar_server.model import After
from sidecar_server.text import fold, words

_TOLD = 8  # words from which a turn tells something, without a figure in it


def came_before(after: After, case: Case) -> bool:
    """Say whether the chat has what a line builds on; English words tell, so English lines ask."""
    said = " ".join(fold(message.text).text for message in case.newest)
    denied = bool(NEGATION_PATTERN.search(said))
    if after == "tried":
        return denied and any(STEP_PATTERN.search(text) for text in case.sent)
    if after == "details":
        told = any(map(str.isdigit, said)) or len(words(said)) >= _TOLD
        return bool(case.sent) and told and not denied
    return True
