"""Phrases for this moment of this chat: gathered by situation, sifted, ranked, varied."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sidecar_server.coaches.before import AFTER, came_before
from sidecar_server.coaches.case import Case
from sidecar_server.coaches.line import line
from sidecar_server.coaches.slots import known
from sidecar_server.conversation import Conversation
from sidecar_server.lexicon import APOLOGY_PATTERN
from sidecar_server.model import Item, Likely, Moment, Phrase, Situation
from sidecar_server.text import fold, fold_words, quote, words

MOST = 3
_CLOSE_SECOND = 0.1  # a situation this far behind the likeliest still gives lines
_SURE_OF_DANGER = 0.49  # below this, words like "I have had enough" are read as despair
_BY_ITSELF = 0.42  # from which a situation needs no broad one that holds it
_ALONE = 0.45  # the same where no broad one is meant at all
_REPLIED = 0.3  # from which a turn is read as a reply to the agent
_HOT = 0.6
_STIRRED = 0.36  # heat from which a greeting or an excuse is not what a turn is about
_ASKED = 0.8
_AGAIN = 0.85  # what each line of a situation takes from its others
_GAP = 0.95  # an open slot costs the agent time
_SENT_SHARE = 0.7  # of a phrase's words in an agent's message: it was sent, if edited

# How well a phrase written for one moment serves at another; absent means not at all. Bad news
# comes at none of them: only the agent knows it, and finds its lines by search. Nor does a closing
# line come before the end, or one about details before any were asked for.
_FITS: dict[Moment, dict[Moment, float]] = {
    "opening": {"opening": 1.0},
    "working": {"working": 1.0, "opening": 0.84, "waiting": 0.8},
    "waiting": {"waiting": 1.0, "working": 0.92, "opening": 0.8},
    "closing": {"closing": 1.0, "opening": 0.6},
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
    told = known(case.conversation)
    ranked = _rank(_sift(_gather(case), case), case, told)
    shown = _vary(ranked, case)
    return [line(one.phrase, _why(one.phrase, case), one.score, told) for one in shown]


def _gather(case: Case) -> Iterable[tuple[Likely, Phrase]]:
    """Give the lines of what the chat is likely about; danger and what passes stand alone."""
    situations = case.searchable.situations
    meant = [
        one
        for one in case.cues.situation
        if not situations[one.id].grave or one.score >= _SURE_OF_DANGER
    ]
    if case.cues.heat >= _STIRRED:  # "sorry, but it is anger, not inconvenience" excuses nobody
        meant = [one for one in meant if not situations[one.id].passing] or meant
    matters = [one for one in meant if not situations[one.id].reply] or meant
    near = [one for one in matters if one.score >= matters[0].score - _CLOSE_SECOND]
    danger = [one for one in near if situations[one.id].grave]
    if not meant or (situations[meant[0].id].silent and not danger):
        return
    first = (danger or near)[0]
    alone = danger or situations[first.id].passing
    for likely in [first] if alone else _beside(near, meant, situations):
        for phrase in case.searchable.by_situation.get(likely.id, ()):
            # A closing line on a second guess would end a chat that is not over.
            if likely is first or phrase.moment != "closing":
                yield likely, phrase


def _beside(
    near: Sequence[Likely], meant: Sequence[Likely], situations: Mapping[str, Situation]
) -> list[Likely]:
    """Choose two narrow situations at most, a broad one, and what the turn replies to the agent.

    A narrow one that the broad one does not hold is too much of a guess when it is not sure.
    """
    replies = [one for one in meant if situations[one.id].reply and one.score >= _REPLIED][:1]
    broad = [one for one in meant if situations[one.id].broad]
    kind = [one for one in broad if situations[one.id].broader][:1]
    widest = [one for one in broad if not situations[one.id].broader]
    held = {one.id for one in kind}
    narrow = [
        one
        for one in near
        if not (situations[one.id].reply or situations[one.id].broad)
        and (
            situations[one.id].broader in held
            or (bool(broad) and one is meant[0])
            or one.score >= (_BY_ITSELF if broad else _ALONE)
        )
    ]
    return [*narrow[:2], *replies, *kind, *widest[:1]]


def _sift(pairs: Iterable[tuple[Likely, Phrase]], case: Case) -> Iterable[tuple[Likely, Phrase]]:
    """Keep what suits heat, stakes and language; what was offered in this chat is not again."""
    cues = case.cues
    answering = {message.id for message in case.newest}
    before = {after for after in AFTER if came_before(after, case)}
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
            and phrase.after in before
            and not used(phrase)
            and case.conversation.offered.get(phrase.id, set()) <= answering
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


def _rank(
    pairs: Iterable[tuple[Likely, Phrase]], case: Case, told: Mapping[str, str]
) -> list[_Ranked]:
    """Order by situation, moment, strategy due and closeness of heat."""
    apologised = any(APOLOGY_PATTERN.search(text) for text in case.sent)
    done = {"greet": bool(case.sent), "apologise": apologised}
    asked = came_before("details", case)
    ranked = []
    for likely, phrase in pairs:
        if done.get(phrase.strategy):  # never greet twice, never apologise twice
            continue
        score = likely.score * _due(phrase, case, asked) * _warmth(phrase, case)
        score *= _GAP ** len(phrase.slots.keys() - told.keys())
        if score > 0:
            ranked.append(_Ranked(phrase, score))
    return sorted(ranked, key=lambda one: (-one.score, one.phrase.id))


def _due(phrase: Phrase, case: Case, told: bool) -> float:
    """Weigh moment and strategy: what is due now comes first, and in hot chats what calms."""
    fit = _FITS.get(case.cues.moment, {}).get(phrase.moment, 0.0)
    if phrase.strategy == "de-escalate":
        return fit * (1.0 if case.cues.heat >= _HOT else 0.9)
    if phrase.strategy == "clarify" and not phrase.after and told:
        fit *= _ASKED  # they have just told what was asked
    order = _DUE.get(case.cues.moment, ())
    return fit * (1.0 - 0.02 * order.index(phrase.strategy) if phrase.strategy in order else 0.86)


def _warmth(phrase: Phrase, case: Case) -> float:
    """Prefer the narrower heat range around the customer's own heat."""
    low, high = phrase.heat
    return 1.0 - 0.08 * (high - low) - 0.1 * abs((low + high) / 2 - case.cues.heat)


def _vary(ranked: Sequence[_Ranked], case: Case) -> list[_Ranked]:
    """Take the best, each of another strategy, in other words, of another situation if it can."""
    shelf = case.searchable.shelf(case.cues.language)
    shown: list[_Ranked] = []
    left = list(ranked)
    while left and len(shown) < MOST:
        subjects = Counter(one.phrase.situation for one in shown)
        best = max(left, key=lambda one: one.score * _AGAIN ** subjects[one.phrase.situation])
        if shelf and any(shelf.same(one.phrase, best.phrase) for one in shown):
            left.remove(best)
        else:
            shown.append(best)
            left = [one for one in left if one.phrase.strategy != best.phrase.strategy]
    return shown


def _why(phrase: Phrase, case: Case) -> str:
    said, recent = case.words_for(phrase.situation)
    title = case.searchable.situations[phrase.situation].title
    return f"{'They wrote' if recent else 'Earlier they wrote'} {quote(said)} · {title}"
