"""Phrases for this moment of this chat: gathered by situation, sifted, ranked, varied."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sidecar_server.coaches.before import came_before
from sidecar_server.coaches.case import Case
from sidecar_server.coaches.line import line
from sidecar_server.conversation import Conversation
from sidecar_server.lexicon import APOLOGY_PATTERN
from sidecar_server.model import Item, Likely, Moment, Phrase
from sidecar_server.text import fold, fold_words, quote, words

MOST = 3
_CLOSE_SECOND = 0.1  # a situation this far behind the likeliest still gives lines
_SURE_OF_DANGER = 0.49  # below this, words like "I have had enough" are read as despair
_HOT = 0.6
_PASSED_OVER = 0.93
_GAP = 0.95  # an open slot costs the agent time
_SENT_SHARE = 0.7  # of a phrase's words in an agent's message: it was sent, if edited

# How well a phrase written for one moment serves at another; absent means not at all. Bad news
# comes at none of them: only the agent knows it, and finds its lines by search. Nor does a closing
# line come before the end, or one about details before any were asked for.
_FITS: dict[Moment, dict[Moment, float]] = {
    "opening": {"opening": 1.0},
    "working": {"working": 1.0, "opening": 0.84, "waiting": 0.8},
    "waiting": {"waiting": 1.0, "working": 0.92, "opening": 0.8},
    "closing": {"closing": 1.0, "working": 0.7, "opening": 0.6},
}

# Which strategies come first at a moment; the rest follow a little lower.
_DUE: dict[Moment, tuple[str, ...]] = {
    "opening": ("acknowledge", "own", "validate", "apologise", "reassure"),
    "working": ("own", "clarify", "restate", "inform", "reassure", "offer"),
    "waiting": ("hold", "own", "apologise", "acknowledge", "inform"),
    "closing": ("close", "thank"),
}


@dataclass(frozen=True, slots=True)
class _Ranked:
    phrase: Phrase
    score: float


def phrasing(case: Case) -> Sequence[Item]:
    """Suggest up to three phrases of different strategies, or none when nothing is due."""
    if not case.customer_spoke_last:
        return []
    ranked = _rank(_sift(_gather(case), case), case)
    return [line(one.phrase, _why(one.phrase, case), one.score) for one in _vary(ranked)]


def _gather(case: Case) -> Iterable[tuple[Likely, Phrase]]:
    """Give the phrases of the likeliest situation and of a close second; danger stands alone."""
    grave = {id_ for id_, one in case.searchable.situations.items() if one.grave}
    meant = [
        one for one in case.cues.situation if one.id not in grave or one.score >= _SURE_OF_DANGER
    ]
    near = [one for one in meant if one.score >= meant[0].score - _CLOSE_SECOND]
    danger = [one for one in near if one.id in grave]
    if not meant or (case.searchable.situations[meant[0].id].silent and not danger):
        return
    first = (danger or near)[0]
    alone = danger or case.searchable.situations[first.id].passing
    for likely in [first] if alone else near[:2]:
        for phrase in case.searchable.by_situation.get(likely.id, ()):
            # A closing line on a second guess would end a chat that is not over.
            if likely is first or phrase.moment != "closing":
                yield likely, phrase


def _sift(pairs: Iterable[tuple[Likely, Phrase]], case: Case) -> Iterable[tuple[Likely, Phrase]]:
    """Keep what suits heat, stakes and language and was neither used nor dismissed here."""
    cues = case.cues
    present = {likely.id for likely in cues.situation[:2]}
    used = used_in(case.conversation)
    for likely, phrase in pairs:
        low, high = phrase.heat
        if (
            phrase.language == cues.language
            and low <= cues.heat <= high
            and (not phrase.stakes or cues.stakes in phrase.stakes)
            and not present & set(phrase.avoid_when)
            and phrase.id not in case.conversation.dismissed
            and came_before(phrase.after, case)
            and not used(phrase)
        ):
            yield likely, phrase


@lru_cache(maxsize=4096)
def _words(curated: str) -> frozenset[str]:
    return frozenset(words(fold_words(curated)))


def used_in(conversation: Conversation) -> Callable[[Phrase], bool]:
    """Tell which phrases were taken, or sent by hand: the page is the truth.

    Sent is a phrase most of whose words stand in one message of an agent's.
    """
    turns = conversation.turns("agent")
    sent = [set(words(fold(message.text).text)) for turn in turns for message in turn]

    def used(phrase: Phrase) -> bool:
        said = _words(phrase.text) if sent else frozenset()
        by_hand = any(len(said & heard) >= _SENT_SHARE * len(said) for heard in sent)
        return by_hand or phrase.id in conversation.taken

    return used


def _rank(pairs: Iterable[tuple[Likely, Phrase]], case: Case) -> list[_Ranked]:
    """Order by situation, moment, strategy due and closeness of heat."""
    apologised = any(APOLOGY_PATTERN.search(text) for text in case.sent)
    done = {"greet": bool(case.sent), "apologise": apologised}
    ranked = []
    for likely, phrase in pairs:
        if done.get(phrase.strategy):  # never greet twice, never apologise twice
            continue
        score = likely.score * _due(phrase, case) * _warmth(phrase, case) * _fresh(phrase, case)
        score *= _GAP ** len(phrase.slots)
        if score > 0:
            ranked.append(_Ranked(phrase, score))
    return sorted(ranked, key=lambda one: (-one.score, one.phrase.id))


def _due(phrase: Phrase, case: Case) -> float:
    """Weigh moment and strategy: what is due now comes first, and in hot chats what calms."""
    fit = _FITS.get(case.cues.moment, {}).get(phrase.moment, 0.0)
    if phrase.strategy == "de-escalate":
        return fit * (1.0 if case.cues.heat >= _HOT else 0.9)
    order = _DUE.get(case.cues.moment, ())
    return fit * (1.0 - 0.02 * order.index(phrase.strategy) if phrase.strategy in order else 0.86)


def _fresh(phrase: Phrase, case: Case) -> float:
    """Let a line that was offered for earlier messages and not taken make room for others."""
    answered = case.conversation.offered.get(phrase.id, set()) - {m.id for m in case.newest}
    return _PASSED_OVER ** len(answered)


def _warmth(phrase: Phrase, case: Case) -> float:
    """Prefer the narrower heat range around the customer's own heat."""
    low, high = phrase.heat
    return 1.0 - 0.08 * (high - low) - 0.1 * abs((low + high) / 2 - case.cues.heat)


def _vary(ranked: Sequence[_Ranked]) -> list[_Ranked]:
    """Take the best of each strategy; a close second situation gets the last place if it can."""
    best: dict[str, _Ranked] = {}
    for one in ranked:
        best.setdefault(one.phrase.strategy, one)
    shown = list(best.values())[:MOST]
    subjects = {one.phrase.situation for one in shown}
    strategies = {one.phrase.strategy for one in shown[: MOST - 1]}
    if len(shown) == MOST and len(subjects) == 1:
        for one in ranked:
            if one.phrase.situation not in subjects and one.phrase.strategy not in strategies:
                return [*shown[: MOST - 1], one]
    return shown


def _why(phrase: Phrase, case: Case) -> str:
    said, recent = case.words_for(phrase.situation)
    title = case.searchable.situations[phrase.situation].title
    return f"{'They wrote' if recent else 'Earlier they wrote'} {quote(said)} · {title}"
