"""The sincerity guard: a sentence that was sent in this chat before, or often today."""

from collections.abc import Iterator
from difflib import SequenceMatcher

from sidecar_server.drafts.draft import Draft
from sidecar_server.model import Finding, Span
from sidecar_server.shift import sent_as
from sidecar_server.text import fold, sentences, unspaced, words

RULE = "sincerity"
_LEAST, _LEAST_UNSPACED = 6, 12  # words, or characters where none are parted
_COPIED = 0.75  # of a sentence's words, in their order
_OFTEN = 3  # times today, in other chats
_LONG = 8  # words of a sentence that may be worn out; shorter ones are routine
_LIKE = 0.6  # score from which a line of the library is an alternative


def sincerity(draft: Draft) -> Iterator[Finding]:
    """Find sentences that nearly copy what this customer, or many today, were sent."""
    sent = [
        _units(message.text[slice(*span)])
        for message in draft.agents
        for span in sentences(message.text)
    ]
    for span in draft.sentences:
        sentence = draft.text[slice(*span)]
        units = _units(sentence)
        if len(units) < (_LEAST_UNSPACED if unspaced(sentence) else _LEAST):
            continue
        if any(_copies(units, other) for other in sent):
            advice = "You wrote this to them before in nearly the same words."
            yield draft.finding(RULE, span, advice, _others(draft, span))
        elif _worn(sentence, draft):
            advice = f"You have sent this {_OFTEN} times today or more: say it for this customer."
            yield draft.finding(RULE, span, advice, _others(draft, span))


def _units(sentence: str) -> list[str]:
    folded = fold(sentence).text
    return [c for c in folded if c.isalnum()] if unspaced(folded) else words(folded)


def _copies(ours: list[str], theirs: list[str]) -> bool:
    """Say whether most of our words stand in theirs, in long runs."""
    if len(theirs) < _LEAST or len(set(ours) & set(theirs)) < _COPIED * len(set(ours)) - 2:
        return False
    blocks = SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
    runs = [block.size for block in blocks if block.size >= 3]
    whole = sum(runs) >= _COPIED * len(ours)
    return bool(runs) and max(runs) >= _LEAST - 1 and (whole or max(runs) >= _LEAST + 3)


def _worn(sentence: str, draft: Draft) -> bool:
    if len(words(sentence)) < _LONG or sentence.rstrip().endswith(("?", "？")):
        return False
    key = sent_as(sentence)
    return sum(one == key for one in draft.case.conversation.agent.sent) >= _OFTEN


def _others(draft: Draft, span: Span) -> list[str]:
    """Give lines of the library that say it in other words, the least sent first."""
    vector = draft.vector(draft.text[slice(*span)])
    if draft.shelf is None or vector is None:
        return []
    sent = [_units(message.text) for message in draft.agents]
    found = [
        phrase.text
        for phrase, score in draft.shelf.lines(vector, draft.language)
        if score >= _LIKE and not phrase.slots
    ]
    fresh = [one for one in found if not any(_copies(_units(one), other) for other in sent)]
    today = draft.case.conversation.agent.sent
    return sorted(fresh, key=lambda one: sum(key == sent_as(one) for key in today))[:2]
