"""The line that keeps somebody waiting kindly: of this situation where there is one."""

from sidecar_server.coaches.case import Case
from sidecar_server.coaches.introduction import introduction
from sidecar_server.coaches.line import line
from sidecar_server.coaches.sieve import used_in
from sidecar_server.coaches.words import words_of
from sidecar_server.model import Item, Phrase

_KIND = "hold"
_LOOKING_UP = 3  # the place, in every language's lines, of the one that looks something up


def holding(case: Case, promise: bool) -> Item:
    """Give a holding line not used in this chat; where none is left, a general one.

    To somebody who has had no word yet none can say "still": there it is a first word.
    """
    if not case.sent:
        return first_word(case)
    spoken = case.cues.language
    if not promise:
        for likely in case.cues.situation[:3]:
            lines = [p for p in case.searchable.by_situation.get(likely.id, ()) if _fits(p, case)]
            if lines:
                best = min(lines, key=lambda one: (bool(one.slots), _distance(one, case), one.id))
                return line(best, "", likely.score)
    general = words_of(spoken).promise if promise else words_of(spoken).hold
    sent = set(case.sent)
    fresh = [(n, text) for n, text in enumerate(general) if text.casefold() not in sent]
    number, text = (fresh or list(enumerate(general)))[len(case.sent) % max(1, len(fresh))]
    kind = "promise" if promise else _KIND
    return Item(f"{kind}.{spoken}.{number}", "phrase", text, "", 1.0, True, strategy=_KIND)


def first_word(case: Case) -> Item:
    """Give the introduction, where there is a card for it, else the line that claims the least."""
    agent, spoken = case.conversation.agent, case.cues.language
    openings = introduction(case) if agent.on("introduction") else ()
    unwanted = case.unwanted
    if opening := next((one for one in openings if one.id not in unwanted), None):
        return opening
    text = words_of(spoken).hold[_LOOKING_UP]
    return Item(f"{_KIND}.{spoken}.{_LOOKING_UP}", "phrase", text, "", 1.0, True, strategy=_KIND)


def _fits(phrase: Phrase, case: Case) -> bool:
    low, high = phrase.heat
    return (
        phrase.strategy == _KIND
        and phrase.language == case.cues.language
        and low <= case.cues.heat <= high
        and not phrase.after
        and phrase.id not in case.unwanted
        and not used_in(case.conversation)(phrase)
    )


def _distance(phrase: Phrase, case: Case) -> float:
    low, high = phrase.heat
    return abs((low + high) / 2 - case.cues.heat)
