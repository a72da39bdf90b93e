"""Phrases for this moment of this chat: gathered by situation, sifted, ranked, varied."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sidecar_server.coaches.before import came_before
from sidecar_server.coaches.case import Case
from sidecar_server.coaches.line import line
from sidecar_server.coaches.sieve import FITS, kept_by, sieve
from sidecar_server.coaches.slots import known
from sidecar_server.model import Item, Likely, Moment, Phrase, Situation
from sidecar_server.text import quote

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

# Which strategies come first at a moment; the rest follow a little lower.
_DUE: dict[Moment, tuple[str, ...]] = {
    "opening": ("acknowledge", "own", "validate", "apologise", "reassure"),
    "working": ("own", "clarify", "restate", "inform", "reassure", "offer"),
    "waiting": ("hold", "own", "apologise", "acknowledge", "inform"),
    "closing": ("close", "thank"),
}


@dataclass(frozen=True, slots=True)
class Ranked:
    """A line that may be shown, and how well it suits."""

    phrase: Phrase
    score: float


@dataclass(frozen=True, slots=True)
class Subjects:
    """The situations whose lines are looked at, and the one that the chat is first about."""

    first: Likely | None = None
    each: Sequence[Likely] = ()

    def ends(self, likely: Likely, phrase: Phrase) -> bool:
        """Say whether it is a closing line on a second guess: it would end a chat too soon."""
        return phrase.moment == "closing" and likely is not self.first


# Told of a step's name, the lines that it passed over, and the one that came instead.
PassedOver = Callable[[str, Iterable[Ranked], Ranked | None], None]


def _unheard(step: str, lines: Iterable[Ranked], instead: Ranked | None) -> None:
    """Nobody asks why: nothing is worked out."""


def phrasing(case: Case) -> Sequence[Item]:
    """Suggest up to three phrases of different strategies, or none when nothing is due."""
    if not case.customer_spoke_last:
        return []
    told = known(case.conversation)
    shown = vary(rank(_sift(gather(case), case), case, told), case)
    return [line(one.phrase, _why(one.phrase, case), one.score, told) for one in shown]


def subjects(case: Case) -> Subjects:
    """Choose what the chat is likely about; danger and what passes stand alone."""
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
        return Subjects()
    first = (danger or near)[0]
    alone = danger or situations[first.id].passing
    return Subjects(first, [first] if alone else _beside(near, meant, situations))


def gather(case: Case) -> Iterable[tuple[Likely, Phrase]]:
    """Give the lines of what the chat is likely about, in its language."""
    about, spoken = subjects(case), case.cues.language
    for likely in about.each:
        for phrase in case.searchable.by_situation.get(likely.id, ()):
            if phrase.language == spoken and not about.ends(likely, phrase):
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
    """Keep what no test keeps back."""
    chat = sieve(case)
    return (pair for pair in pairs if not kept_by(pair[1], chat))


def rank(
    pairs: Iterable[tuple[Likely, Phrase]], case: Case, told: Mapping[str, str]
) -> list[Ranked]:
    """Order by situation, moment, strategy due and closeness of heat."""
    asked = came_before("details", case)
    ranked = []
    for likely, phrase in pairs:
        score = likely.score * due(phrase, case, asked) * warmth(phrase, case)
        ranked.append(Ranked(phrase, score * gaps(phrase, told)))
    return sorted(ranked, key=lambda one: (-one.score, one.phrase.id))


def due(phrase: Phrase, case: Case, told: bool) -> float:
    """Weigh moment and strategy: what is due now comes first, and in hot chats what calms."""
    fit = FITS.get(case.cues.moment, {}).get(phrase.moment, 0.0)
    if phrase.strategy == "de-escalate":
        return fit * (1.0 if case.cues.heat >= _HOT else 0.9)
    if phrase.strategy == "clarify" and not phrase.after and told:
        fit *= _ASKED  # they have just told what was asked
    order = _DUE.get(case.cues.moment, ())
    return fit * (1.0 - 0.02 * order.index(phrase.strategy) if phrase.strategy in order else 0.86)


def warmth(phrase: Phrase, case: Case) -> float:
    """Prefer the narrower heat range around the customer's own heat."""
    low, high = phrase.heat
    return 1.0 - 0.08 * (high - low) - 0.1 * abs((low + high) / 2 - case.cues.heat)


def gaps(phrase: Phrase, told: Mapping[str, str]) -> float:
    """Prefer a line that the agent has less to fill in."""
    return _GAP ** len(phrase.slots.keys() - told.keys())


def vary(ranked: Sequence[Ranked], case: Case, passed_over: PassedOver = _unheard) -> list[Ranked]:
    """Take the best, each of another strategy, in other words, of another situation if it can."""
    shelf = case.searchable.shelf(case.cues.language)
    shown: list[Ranked] = []
    left = list(ranked)
    while left and len(shown) < MOST:
        told = Counter(one.phrase.situation for one in shown)
        best = max(left, key=lambda one: one.score * _AGAIN ** told[one.phrase.situation])
        twins = (one for one in shown if shelf and shelf.same(one.phrase, best.phrase))
        if twin := next(twins, None):
            left.remove(best)
            passed_over("copy", [best], twin)
            continue
        shown.append(best)
        strategy = best.phrase.strategy
        passed_over("strategy", (o for o in left if o.phrase.strategy == strategy), best)
        left = [one for one in left if one.phrase.strategy != strategy]
    passed_over("most", left, None)
    return shown


def _why(phrase: Phrase, case: Case) -> str:
    said, recent = case.words_for(phrase.situation)
    title = case.searchable.situations[phrase.situation].title
    return f"{'They wrote' if recent else 'Earlier they wrote'} {quote(said)} · {title}"
