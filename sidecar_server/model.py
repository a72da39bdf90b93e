"""The nouns: frozen records that every layer speaks in."""

from dataclasses import dataclass, field
from typing import Literal

Role = Literal["customer", "agent", "bot", "system", "note", "unknown"]
Stakes = Literal["low", "medium", "high"]
Moment = Literal["opening", "working", "waiting", "bad-news", "closing"]
After = Literal["", "details", "tried", "refused"]
State = Literal["draft", "review", "published", "retired"]
Span = tuple[int, int]  # [start, end) in Unicode code points


@dataclass(frozen=True, slots=True)
class Situation:
    """Why customers write, with examples of how they write it in one language."""

    id: str
    language: str
    title: str
    customer_says: tuple[str, ...] = ()
    industry: str = "any"
    stakes: Stakes = "low"
    silent: bool = False  # nothing is due: "ok", "brb", an order number
    passing: bool = False  # of this turn only, and gives way to a matter: "hello", "sorry to ask"
    grave: bool = False  # a person is in danger: it stands alone, and first where it is near
    moment: Moment | None = None  # where in the chat this puts us, if it does: "thanks" closes it
    moments: tuple[Moment, ...] = ()  # those that occur in it, so that each needs a line
    broad: bool = False  # found by the situations that name it, and has no examples of its own
    broader: str = ""  # the broad situation whose lines serve where this one is not sure
    reply: After = ""  # what a turn tells the agent; it stands beside the open matter


@dataclass(frozen=True, slots=True)
class Phrase:
    """A curated fragment an agent may send; `heat` is the range of heat it suits."""

    id: str
    situation: str
    language: str
    strategy: str
    moment: Moment
    text: str
    heat: tuple[float, float] = (0.0, 1.0)
    stakes: tuple[Stakes, ...] = ()
    register: str = "warm"
    avoid_when: tuple[str, ...] = ()
    after: After = ""  # what the customer must just have told: details, a failed try, a refusal
    slots: dict[str, str] = field(default_factory=dict, hash=False)
    teams: tuple[str, ...] = ()
    state: State = "published"


@dataclass(frozen=True, slots=True)
class Triggers:
    """What makes a note apply: words of the customer, words of the draft, a calendar."""

    text: tuple[str, ...] = ()
    draft: tuple[str, ...] = ()
    calendar: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Advice about a custom or a wording, with its trigger, source and limits."""

    id: str
    locale: str
    topic: str
    means: str
    advise: str
    triggers: Triggers = Triggers()
    applies_to: tuple[str, ...] = ()
    avoid: str = ""
    sources: tuple[str, ...] = ()
    confidence: str = "reported"
    limits: str = ""
    state: State = "published"


@dataclass(frozen=True, slots=True)
class Expectation:
    """For this message one of these phrases must come, or nothing may."""

    message: str
    language: str
    any_of: tuple[str, ...] = ()
    nothing: bool = False
    locale: str = ""


@dataclass(frozen=True, slots=True)
class Library:
    """Everything curated, as one value; `revision` rises with every change.

    `change` is the number of the newest change by people that is in it, 0 before the first.
    """

    situations: tuple[Situation, ...] = ()
    phrases: tuple[Phrase, ...] = ()
    notes: tuple[Note, ...] = ()
    expectations: tuple[Expectation, ...] = ()
    revision: int = 0
    change: int = 0


@dataclass(frozen=True, slots=True)
class Customer:
    """What the helpdesk states about the customer; nothing is inferred."""

    name: str = ""
    locale: str = ""
    country: str = ""
    timezone: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a cue was read: the words, as a span of one message."""

    cue: str
    message: str
    span: Span


@dataclass(frozen=True, slots=True)
class Likely:
    """A situation and how surely the chat is about it, 0 … 1."""

    id: str
    score: float


@dataclass(frozen=True, slots=True)
class Cues:
    """What a chat shows: see `docs/glossary.md`; heat and dissatisfaction are 0 … 1."""

    situation: tuple[Likely, ...] = ()
    heat: float = 0.0
    dissatisfaction: float = 0.0
    trend: float = 0.0
    stakes: Stakes = "low"
    language: str = ""
    moment: Moment = "opening"
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Slot:
    """A gap in an item's text; without a value the agent must fill it."""

    name: str
    span: Span
    value: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One suggestion, as shown: a phrase, a note or another kind of advice."""

    id: str
    kind: str
    text: str
    why: str
    score: float
    insertable: bool
    title: str | None = None
    strategy: str | None = None
    situation: str | None = None
    slots: tuple[Slot, ...] = ()
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """What a draft check reports about a span of the draft."""

    rule: str
    span: Span
    text: str
    advice: str
    replacements: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """Something true of the agent: what it is about, and the sentence they would say."""

    about: str
    says: str


@dataclass(frozen=True, slots=True)
class Card:
    """What an agent chose to tell of themselves; `match`: colleagues may find them by it."""

    name: str = ""
    years: int = 0
    expertise: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()
    photo: str = ""  # a small picture as a data: address
    match: bool = False


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who could take a chat over, and why; never a measure of them."""

    name: str
    languages: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    photo: str | None = None


@dataclass(frozen=True, slots=True)
class Advice:
    """The answer to one event: about which message, the cues, the items, the findings."""

    about: str | None
    cues: Cues | None
    items: tuple[Item, ...] = ()
    findings: tuple[Finding, ...] = ()
    nudges: tuple[Item, ...] = ()
