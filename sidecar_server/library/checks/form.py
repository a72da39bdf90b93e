"""The form of entries: ids, closed words, slots, doubles and references."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from sidecar_server import customs
from sidecar_server.library.files import Entry, Fault, Located
from sidecar_server.library.scope import FIX, may_be_named
from sidecar_server.library.terms import (
    CONFIDENCES,
    FORMAL_TOPICS,
    INDUSTRIES,
    MOMENTS,
    REGISTERS,
    STATES,
    STRATEGIES,
    TOPICS,
)
from sidecar_server.model import Expectation, Note, Phrase, Situation
from sidecar_server.text import fold_words

SLOT = re.compile(r"\{(\w+)\}")
_LOCALE = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?")
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*(\.[A-Za-z0-9][A-Za-z0-9-]*)?")
ID_CHARS = 200  # what a frame may carry as an id
LONGEST = 2_000  # characters of a line: a fragment, not a canned reply
# What shows nothing, or makes a line read otherwise than it is written.
_TRICKS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e]")


def form(located: Sequence[Located], among: "Known | None" = None) -> Iterator[Fault]:
    """Look at every entry by itself, then at what stands twice or refers to nothing.

    `among`: what may be referred to, where that is more than the entries themselves.
    """
    for one in located:
        yield from ((one.place, fault) for fault in _faults(one))
    yield from _duplicates(located)
    yield from _references(located, among or known(one.entry for one in located))


def _faults(one: Located) -> Iterator[str]:
    entry = one.entry
    if not isinstance(entry, Expectation):
        yield from _misnamed(entry.id)
    if not isinstance(entry, Note):
        yield from _locale(entry.language)  # it becomes a file's name
    rules: Callable[..., Iterator[str]] = _RULES[type(entry)]
    yield from rules(entry)


def misnamed(id_: str, locale: str) -> Iterator[str]:
    """Say what is wrong with a name that a new entry is to have."""
    yield from _misnamed(id_)
    yield from _locale(locale)


def _misnamed(id_: str) -> Iterator[str]:
    if not _ID.fullmatch(id_):
        yield f"the id {id_!r} — use letters, digits and hyphens"
    if len(id_) > ID_CHARS:
        yield f"the id is too long — use at most {ID_CHARS} characters"


def _one_of(key: str, value: str, known: Iterable[str]) -> Iterator[str]:
    if value not in known:
        yield f"{key} = {value!r} is not known — use one of: {', '.join(known)}"


def _locale(value: str) -> Iterator[str]:
    if not _LOCALE.fullmatch(value):
        yield f"{value!r} is not a locale — write it as BCP 47 has it, like en-IN"


def _situation(entry: Situation) -> Iterator[str]:
    yield from _one_of("industry", entry.industry, INDUSTRIES)
    for moment in entry.moments:
        yield from _one_of("moments", moment, MOMENTS)
    if not entry.title.strip():
        yield "title is empty — say in a few words why they write"
    if entry.broad and entry.customer_says:
        yield "a broad situation has customer_says — give them to those that name it as broader"
    if not entry.broad and not (
        entry.customer_says and all(text.strip() for text in entry.customer_says)
    ):
        yield "customer_says is empty or holds nothing — give examples as customers really write"


def _phrase(entry: Phrase) -> Iterator[str]:
    yield from _one_of("strategy", entry.strategy, STRATEGIES)
    yield from _one_of("moment", entry.moment, MOMENTS)
    yield from _one_of("register", entry.register, REGISTERS)
    yield from _one_of("state", entry.state, STATES)
    low, high = entry.heat
    if not 0 <= low <= high <= 1:
        yield f"heat = [{low}, {high}] — give two numbers from 0 to 1, the lower first"
    if not entry.text.strip():
        yield "text is empty — write the line"
    if len(entry.text) > LONGEST or _TRICKS.search(entry.text):
        yield f"text is too long or holds control marks — at most {LONGEST} plain characters"
    for team in entry.teams:
        if not may_be_named(team):
            yield f"teams holds {team!r} — {FIX}"
    used = set(SLOT.findall(entry.text))
    for slot in sorted(used ^ set(entry.slots)):
        where = "text but not in slots" if slot in used else "slots but not in text"
        yield f"{{{slot}}} stands in {where} — name it in both or in neither"


def _note(entry: Note) -> Iterator[str]:
    yield from _one_of("topic", entry.topic, TOPICS)
    yield from _one_of("confidence", entry.confidence, CONFIDENCES)
    yield from _one_of("state", entry.state, STATES)
    for locale in (entry.locale, *entry.applies_to):
        yield from _locale(locale)
    if not all(fold_words(wording).strip() for wording in entry.triggers.text):
        yield "triggers holds an empty wording — write the words or take it out"
    yield from _trigger(entry)
    if not entry.sources and entry.confidence != "reported":
        yield f"confidence = {entry.confidence!r} without a source — name one or say reported"
    if not entry.means.strip() or not entry.advise.strip():
        yield "means or advise is empty — say what it means and what the agent can do"


def _trigger(entry: Note) -> Iterator[str]:
    calendar = entry.triggers.calendar
    if calendar and calendar not in customs.FIELDS:
        yield from _one_of("triggers.calendar", calendar, customs.FIELDS)
    elif calendar:
        for field in sorted(set(SLOT.findall(entry.means)) - set(customs.FIELDS[calendar])):
            known = ", ".join(customs.FIELDS[calendar])
            yield f"{{{field}}} is no field of calendar = {calendar!r} — use one of: {known}"
    elif not entry.triggers.text and (entry.topic not in FORMAL_TOPICS or not entry.applies_to):
        yield (
            "no wording in triggers.text — name some; a locale alone may carry formal topics only, "
            "and draft triggers are not read yet"
        )


def _expectation(entry: Expectation) -> Iterator[str]:
    if bool(entry.any_of) == entry.nothing:
        yield "gives neither or both — give either any_of = […] or nothing = true"
    if not entry.message.strip():
        yield "message is empty — write what the customer says"


_RULES: dict[type, Callable[..., Iterator[str]]] = {
    Situation: _situation,
    Phrase: _phrase,
    Note: _note,
    Expectation: _expectation,
}


def _duplicates(located: Sequence[Located]) -> list[Fault]:
    seen: dict[tuple[str, ...], str] = {}
    found: list[Fault] = []
    for one in located:
        entry = one.entry
        if isinstance(entry, Expectation):
            what, key = "the message", (one.kind, entry.message, entry.language, entry.locale)
        else:
            what = f"the id {entry.id!r}"
            key = (one.kind, entry.id, getattr(entry, "language", ""), "")
        if key in seen:
            found.append(
                (one.place, f"{what} stands already at {seen[key]} — rename or remove one")
            )
        seen.setdefault(key, one.place)
    return found


@dataclass(frozen=True, slots=True)
class Known:
    """The ids that an entry may refer to."""

    situations: frozenset[str]
    broad: frozenset[str]  # of these, the broad ones
    lines: frozenset[str]  # phrases and notes


def known(entries: Iterable[Entry]) -> Known:
    """Collect the ids of entries."""
    every = list(entries)
    situations = [one for one in every if isinstance(one, Situation)]
    return Known(
        frozenset(one.id for one in situations),
        frozenset(one.id for one in situations if one.broad),
        frozenset(one.id for one in every if isinstance(one, Phrase | Note)),
    )


def form_of(one: Located, among: Known) -> list[Fault]:
    """Look at one entry by itself and at what it refers to."""
    return [*((one.place, fault) for fault in _faults(one)), *_references([one], among)]


def _references(located: Sequence[Located], among: Known) -> list[Fault]:
    found: list[Fault] = []
    for one in located:
        entry = one.entry
        if isinstance(entry, Phrase):
            for name in {entry.situation, *entry.avoid_when} - among.situations:
                fault = f"there is no situation {name!r} — add it to situations/ or mend the id"
                found.append((one.place, fault))
        if isinstance(entry, Situation) and entry.broader and entry.broader not in among.broad:
            fault = f"broader = {entry.broader!r} is no broad situation — mend the id"
            found.append((one.place, fault))
        if isinstance(entry, Expectation):
            missing = [wanted for wanted in entry.any_of if not _exists(wanted, among.lines)]
            found += [(one.place, f"nothing is called {name!r} — mend the id") for name in missing]
    return found


def _exists(wanted: str, lines: Iterable[str]) -> bool:
    return any(matches(wanted, name) for name in lines)


def matches(wanted: str, name: str) -> bool:
    """Say whether an expectation's id or `situation.*` names an entry."""
    return name.startswith(wanted[:-1]) if wanted.endswith(".*") else name == wanted
