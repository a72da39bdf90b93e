"""Why a line comes or does not: the step of the ranking that decided, for each candidate."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sidecar_server.coaches.before import came_before
from sidecar_server.coaches.case import Case
from sidecar_server.coaches.phrasing import (
    Ranked,
    Subjects,
    due,
    gaps,
    gather,
    rank,
    subjects,
    vary,
    warmth,
)
from sidecar_server.coaches.sieve import Sieve, kept_by, sieve
from sidecar_server.coaches.slots import known
from sidecar_server.customs import language_name
from sidecar_server.model import Likely, Phrase

SHOWN = "shown"
FAR = (
    "situation",
    "silent",
    "waits",
    "language",
    "unserved",
)  # decided of whole situations or more


@dataclass(frozen=True, slots=True)
class Weights:
    """What a line's score is the product of, each at most 1."""

    situation: float
    due: float  # by moment and strategy
    heat: float
    gaps: float


@dataclass(frozen=True, slots=True)
class Reason:
    """What became of one line: `step` decided, `says` tells it in a sentence.

    `rank` counts from 1 where the line is shown; `score` is there where it was ranked; `instead`
    is the line that came in its place.
    """

    phrase: Phrase
    step: str
    says: str
    rank: int = 0
    score: float | None = None
    weights: Weights | None = None
    instead: str = ""

    @property
    def shown(self) -> bool:
        """Whether the line comes."""
        return self.step == SHOWN


def explain(case: Case, also: Iterable[Phrase] = ()) -> list[Reason]:
    """Give what became of the lines of all likely situations in the chat's language, and of others.

    Those shown come first in their order, then those ranked, best first, then the rest in the
    order of their situations. `also` are lines to explain whatever their situation and language.
    """
    wanted = list(also)
    near = [line for one in case.cues.situation for line in _lines(one.id, case)]
    lines = list(dict.fromkeys([*near, *wanted]))
    if not case.customer_spoke_last:
        return [_kept(line, "waits") for line in lines]
    about, chat = subjects(case), sieve(case)
    stopped = {line: _stopped(line, about, chat, case) for line in lines}
    stopped |= {line: "unserved" for line in wanted if not _served(line, case)}
    ranked = _ranked([line for line in lines if not stopped[line]], about, case)
    held = [_kept(line, step, chat) for line, step in stopped.items() if step]
    # What was looked at came nearer than what the chat is not about.
    return [*ranked, *sorted(held, key=lambda one: one.step in FAR)]


def fate(line: Phrase, case: Case) -> Reason:
    """Give what became of one line, as `explain` does, looking at what it is ranked with alone."""
    if not case.customer_spoke_last:
        return _kept(line, "waits")
    about, chat = subjects(case), sieve(case)
    step = _stopped(line, about, chat, case) if _served(line, case) else "unserved"
    if step:
        return _kept(line, step, chat)
    left = [other for _, other in gather(case) if not kept_by(other, chat)]
    return next(one for one in _ranked(left, about, case) if one.phrase == line)


def _lines(situation: str, case: Case) -> Iterable[Phrase]:
    spoken = case.cues.language
    return (p for p in case.searchable.by_situation.get(situation, ()) if p.language == spoken)


def _served(line: Phrase, case: Case) -> bool:
    return line in case.searchable.by_situation.get(line.situation, ())


def _stopped(line: Phrase, about: Subjects, chat: Sieve, case: Case) -> str:
    """Name the step before the ranking that keeps a line back, or nothing."""
    if line.language != case.cues.language:
        return "language"
    first = case.cues.situation[0].id if case.cues.situation else ""
    if first and not about.each and case.searchable.situations[first].silent:
        return "silent"
    likely = _of(line, about.each)
    if likely is None:
        return "situation"
    return "ending" if about.ends(likely, line) else kept_by(line, chat)


def _of(line: Phrase, each: Sequence[Likely]) -> Likely | None:
    return next((one for one in each if one.id == line.situation), None)


def _ranked(lines: Sequence[Phrase], about: Subjects, case: Case) -> list[Reason]:
    told, asked = known(case.conversation), came_before("details", case)
    pairs = [(likely, line) for line in lines if (likely := _of(line, about.each))]
    weighed = {
        line: Weights(likely.score, due(line, case, asked), warmth(line, case), gaps(line, told))
        for likely, line in pairs
    }
    found: dict[Phrase, Reason] = {}

    def passed_over(step: str, some: Iterable[Ranked], instead: Ranked | None) -> None:
        id_ = instead.phrase.id if instead else ""
        for one in some:
            if one.phrase.id != id_:
                says = _SAYS[step].format(instead=id_)
                found[one.phrase] = Reason(one.phrase, step, says, instead=id_)

    ordered = rank(pairs, case, told)
    for place, one in enumerate(vary(ordered, case, passed_over), start=1):
        found[one.phrase] = Reason(one.phrase, SHOWN, _SAYS[SHOWN].format(rank=place), place)
    scored = [
        replace(found[one.phrase], score=round(one.score, 3), weights=weighed[one.phrase])
        for one in ordered
    ]
    return sorted(scored, key=lambda one: one.rank or len(scored) + 1)


def _kept(line: Phrase, step: str, chat: Sieve | None = None) -> Reason:
    said = _TOLD[step](line, chat) if chat and step in _TOLD else _SAYS[step]
    return Reason(line, step, said)


def _heat(line: Phrase, chat: Sieve) -> str:
    low, high = line.heat
    return f"the heat is {chat.cues.heat:g}, and it suits {low:g} to {high:g}"


def _stakes(line: Phrase, chat: Sieve) -> str:
    return f"the stakes are {chat.cues.stakes}, and it is for {' or '.join(line.stakes)} ones"


def _avoid(line: Phrase, chat: Sieve) -> str:
    near = ", ".join(one for one in line.avoid_when if one in chat.present)
    return f"it is not for chats that may be about {near}"


def _moment(line: Phrase, chat: Sieve) -> str:
    if line.moment == "bad-news":
        return "bad news is the agent's to tell: its lines come by search alone"
    return f"the chat stands at {chat.cues.moment}, and the line is for {line.moment}"


def _language(line: Phrase, chat: Sieve) -> str:
    read = language_name(chat.cues.language) if chat.cues.language else "no language"
    return f"the chat is read as {read}, and the line is in {language_name(line.language)}"


def _after(line: Phrase, chat: Sieve) -> str:
    return f"it comes only after the customer has told {_AFTER[line.after]}"


def _done(line: Phrase, chat: Sieve) -> str:
    said = "greeted" if line.strategy == "greet" else "apologised"
    return f"the agent has {said} already"


_AFTER: Mapping[str, str] = {
    "details": "the details that were asked for",
    "tried": "that something was tried in vain",
    "refused": "that they do not want what was offered",
}
_TOLD: Mapping[str, Callable[[Phrase, Sieve], str]] = {
    "language": _language,
    "moment": _moment,
    "heat": _heat,
    "stakes": _stakes,
    "avoid": _avoid,
    "after": _after,
    "done": _done,
}
_SAYS: Mapping[str, str] = {
    SHOWN: "it comes at rank {rank}",
    "waits": "the customer did not write last: no line is due",
    "silent": "nothing is due after such a message",
    "unserved": "it is not published",
    "situation": "the chat is not likely enough about its situation",
    "ending": "it would end the chat, and its situation is not the likeliest",
    "dismissed": "the agent dismissed it in this chat",
    "used": "the agent has said it already, or nearly",
    "offered": "it was offered at an earlier turn of this chat",
    "copy": "it says nearly the same as {instead}, which is shown",
    "strategy": "a line that does the same suits better: {instead}",
    "most": "others suit better, and three are shown at most",
}
# What each step is called where there is room for two words alone.
STEPS: Mapping[str, str] = {
    SHOWN: "shown",
    "waits": "not their turn",
    "silent": "nothing due",
    "unserved": "not served",
    "situation": "situation",
    "ending": "ends too soon",
    "language": "language",
    "moment": "moment",
    "heat": "heat",
    "stakes": "stakes",
    "avoid": "not then",
    "dismissed": "dismissed",
    "after": "not told yet",
    "done": "said already",
    "used": "used",
    "offered": "offered before",
    "copy": "near-copy",
    "strategy": "same strategy",
    "most": "beyond three",
}
