"""For which customers' messages an entry would be shown, at which rank, and why."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sidecar_server.coaches import Case
from sidecar_server.coaches.reasons import STEPS, fate
from sidecar_server.conversation import Conversation
from sidecar_server.curation.asking import ask, small_chat
from sidecar_server.curation.catalogue import Catalogue, Line
from sidecar_server.curation.desk import Desk
from sidecar_server.library.checks.form import matches
from sidecar_server.library.search import Searchable
from sidecar_server.model import Advice, Expectation, Item, Note, Phrase, Role, Situation

EXAMPLES, EXPECTED = 5, 3  # of each, at most
_AGENT = "…"  # an answer of the agent's that says nothing of its own
_FIRST = ("opening", "bad-news")  # the moments that need no answer before
_OWN, _EXAMPLE = "own", "example"
Said = tuple[tuple[Role, str], ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """A chat to try an entry in: its `source`, and the expectation whose message it is."""

    source: str  # own | example | expectation
    said: Said
    locale: str = ""
    expected: Expectation | None = None

    @property
    def message(self) -> str:
        """What the customer wrote last."""
        return self.said[-1][1]

    @property
    def later(self) -> bool:
        """Whether the agent has answered before."""
        return len(self.said) > 1


@dataclass(frozen=True, slots=True)
class Trial:
    """What became of the entry in a sample: its place from 1, else the step that decided."""

    sample: Sample
    rank: int
    step: str
    says: str
    score: float | None = None
    shown: Sequence[Item] = ()


def trials(line: Line, desk: Desk, own: str = "") -> list[Trial]:
    """Try a version, served or not, in the chats that it is written for; nothing is stored."""
    line = replace(line, state="published")
    every = samples(line, desk.catalogue(), own)
    searchable = desk.trying(line)
    chats = [small_chat(one.said, one.locale) for one in every]
    answers = ask(chats, searchable, desk.store, desk.encoders)
    return [
        _trial(line, sample, chat, advice, searchable)
        for sample, chat, advice in zip(every, chats, answers, strict=True)
    ]


def samples(line: Line, catalogue: Catalogue, own: str = "") -> list[Sample]:
    """Choose the lead's own message, some of the situation's examples, some expectations."""
    found = [Sample(_OWN, _led_up_to(line, own, catalogue))] if own.strip() else []
    if isinstance(line, Note):
        locale = line.applies_to[0] if line.applies_to else ""
        worded = [Sample(_EXAMPLE, (("customer", w),)) for w in line.triggers.text[:EXAMPLES]]
        found = [replace(one, locale=locale) for one in (*found, *worded)]
    else:
        said = _spread(list(_examples(line.situation, line.language, catalogue)), EXAMPLES)
        found += [Sample(_EXAMPLE, _led_up_to(line, text, catalogue)) for text in said]
    return [*found, *_expected(line, catalogue)]


def _expected(line: Line, catalogue: Catalogue) -> list[Sample]:
    ours = [
        Sample("expectation", (("customer", one.message),), one.locale, one)
        for one in catalogue.library.expectations
        if (isinstance(line, Note) or one.language == line.language)
        and any(matches(wanted, line.id) for wanted in one.any_of)
    ]
    return ours[:EXPECTED]


def _examples(situation: str, language: str, catalogue: Catalogue) -> Iterator[str]:
    """Give what customers say; of a broad situation, what they say in those under it."""
    one = catalogue.situations.get((situation, language))
    if one and not one.broad:
        yield from one.customer_says
    under = (s for s in _all(language, catalogue) if s.broader == situation)
    for each in under:
        yield from each.customer_says[:2]


def _led_up_to(line: Line, text: str, catalogue: Catalogue) -> Said:
    """Give the messages after which the line may be due, the last of them the customer's.

    A working line comes once the agent has answered; one that waits for something told, after it.
    """
    first: Said = (("customer", text),)
    if isinstance(line, Note) or (line.moment in _FIRST and not line.after):
        return first
    answered: Said = (*first, ("agent", _AGENT))
    last = _telling(line, catalogue)
    if last and line.moment == "waiting" and not line.after:
        return (
            *answered,
            *first,
            ("customer", last),
        )  # they ask again, and whether anybody is there
    return (*answered, ("customer", last or text))


def _telling(line: Phrase, catalogue: Catalogue) -> str:
    """Give what customers write when such a line is due, "" where its own examples are that."""
    own = catalogue.situations.get((line.situation, line.language))
    if (line.moment == "working" and not line.after) or (own and own.moment == line.moment):
        return ""
    every = (s for s in _all(line.language, catalogue) if s.customer_says)
    fitting = (
        s for s in every if (s.reply if line.after else s.moment) == (line.after or line.moment)
    )
    return next((one.customer_says[0] for one in fitting), "")


def _all(language: str, catalogue: Catalogue) -> Iterator[Situation]:
    return (one for (_, spoken), one in catalogue.situations.items() if spoken == language)


def _spread(texts: Sequence[str], most: int) -> Sequence[str]:
    """Take some from all over a list, its first among them."""
    return texts[:: max(1, -(-len(texts) // most))][:most]


def _trial(
    line: Line, sample: Sample, chat: Conversation, advice: Advice, searchable: Searchable
) -> Trial:
    if isinstance(line, Phrase) and advice.cues:
        case = Case(chat, advice.cues, searchable, date.today())
        reason = fate(line, case)
        lines = [item for item in advice.items if item.kind == "phrase"]
        step = STEPS[reason.step]
        return Trial(sample, reason.rank, step, reason.says, reason.score, lines)
    notes = [item for item in advice.items if item.kind == "note"]
    if any(item.id == line.id for item in notes):
        return Trial(sample, 1, "shown", notes[0].why, shown=notes)
    other = f"{notes[0].id} comes" if notes else "its wording does not stand there"
    return Trial(sample, 0, "another" if notes else "wording", other, shown=notes)
