"""What is remembered for an agent's own sake: in memory, for them alone, until they sign off."""

from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice

from sidecar_server.model import Card
from sidecar_server.text import fold, sentences, words

KEPT_SENTENCES = 500
KEPT_THANKS = 100
KEPT_NAMES = 50
KEPT_COUNTED = 5_000
RECENT = 10  # customers' messages that a hard run is seen in
KEPT_RULES, RULE_CHARS = 100, 60  # that an agent switched
SENT_CHARS = 200  # of a sentence
MOST_SHIFTS = 2_000
LASTS_S = 16 * 3_600.0  # a forgotten sign-off ends here

# What one dismissal asks more of the next suggestion of its kind, and the most that it can.
_STEP = {"phrase": 0.01, "note": 0.15, "hint": 0.3, "introduction": 0.25, "care": 0.3}
_MOST = {"phrase": 0.3, "finding": 1.0}  # a finding's rule keeps quiet from there
_USUAL_STEP, _USUAL_MOST = 0.1, 0.9


@dataclass(slots=True)
class Shift:
    """One agent's day: what they switched, what they sent, what they received."""

    teams: frozenset[str] = frozenset()  # of the credential: whose lines are theirs, too
    card: Card = field(default_factory=Card)
    rules: dict[str, bool] = field(default_factory=dict)
    locked: frozenset[str] = frozenset()  # switched off for everybody
    quiet: bool = False
    shown: int = 0
    used: int = 0
    hostile: int = 0
    recent: deque[bool] = field(default_factory=lambda: deque(maxlen=RECENT))  # hostile or not
    cared: int = 0  # `hostile` when the last private word was given
    thanks: deque[str] = field(default_factory=lambda: deque(maxlen=KEPT_THANKS))
    sent: deque[str] = field(default_factory=lambda: deque(maxlen=KEPT_SENTENCES))
    dismissed: Counter[str] = field(default_factory=Counter)  # by kind
    introduced: Counter[str] = field(default_factory=Counter)  # by opening line and by fact
    names: dict[str, str] = field(default_factory=dict)  # of customers, by conversation
    _counted: dict[int, None] = field(default_factory=dict)  # of conversation and message

    def on(self, rule: str) -> bool:
        """Say whether a rule, or a kind of suggestion, is switched on."""
        return rule not in self.locked and self.rules.get(rule, True)

    @property
    def off(self) -> tuple[str, ...]:
        """Name what is switched off, by the agent or for everybody."""
        chosen = {rule for rule, is_on in self.rules.items() if not is_on}
        return tuple(sorted(chosen | self.locked))

    def switch(
        self, rules: Mapping[str, bool] | None, quiet: bool | None, card: Card | None
    ) -> None:
        """Take what the agent chose; None leaves a choice as it was."""
        if rules is not None:
            named = ((name, is_on) for name, is_on in rules.items() if len(name) <= RULE_CHARS)
            self.rules = dict(islice(named, KEPT_RULES))
        self.quiet = self.quiet if quiet is None else quiet
        self.card = card or self.card

    def asks(self, kind: str) -> float:
        """Give the score that a suggestion of a kind must reach: it rises with each dismissal."""
        asked = self.dismissed[kind] * _STEP.get(kind, _USUAL_STEP)
        return min(_MOST.get(kind.partition(":")[0], _USUAL_MOST), asked)

    def note(self, kind: str, event: str) -> None:
        """Count feedback on a suggestion of a kind: shown | inserted | copied | dismissed."""
        self.shown += event == "shown"
        self.used += event in {"inserted", "copied"}
        if event == "dismissed":
            self.dismissed[kind] += 1

    def names_customer(self, conversation: str, name: str) -> None:
        """Keep a customer's name, so that it is not written to another one."""
        if name:
            self.names.pop(conversation, None)
            self.names[conversation] = name
            while len(self.names) > KEPT_NAMES:
                del self.names[next(iter(self.names))]

    def is_new(self, conversation: str, message: str) -> bool:
        """Say of each message once that it was not counted yet, even if its chat opens again."""
        key = hash((conversation, message))
        if key in self._counted:
            return False
        self._counted[key] = None
        while len(self._counted) > KEPT_COUNTED:
            del self._counted[next(iter(self._counted))]
        return True

    def renamed(self, conversation: str, message: str, to: str) -> None:
        """Know a message by its real id, so that it is not counted again."""
        if hash((conversation, message)) in self._counted:
            self.is_new(conversation, to)

    def remember(self, text: str) -> None:
        """Count the sentences of a message that this agent sent."""
        for span in sentences(text):
            self.sent.append(sent_as(text[slice(*span)]))
        said = fold(text).text
        for fact in self.card.facts:  # so that the next chat hears of another one
            self.introduced[fact.about] += fold(fact.says).text in said

    def received(self, hostile: bool) -> None:
        """Count a customer's new message."""
        self.hostile += hostile
        self.recent.append(hostile)


def sent_as(sentence: str) -> str:
    """Give what a sentence is counted by: its words without names and figures."""
    plain = [word for word in sentence.split() if not any(map(str.isdigit, word))]
    kept = [word for at, word in enumerate(plain) if at == 0 or not word[:1].isupper()]
    return " ".join(words(fold(" ".join(kept)).text))[:SENT_CHARS]


class Shifts:
    """The shift of each credential; one ends when its agent signs off or is away for long.

    Beyond the most there can be, the one that was quiet for longest ends.
    """

    def __init__(self, clock: Callable[[], float], locked: Iterable[str] = ()) -> None:
        self._clock, self._locked = clock, frozenset(locked)
        self._open: dict[str, tuple[float, Shift]] = {}

    def of(self, owner: str, teams: frozenset[str] = frozenset()) -> Shift:
        """Give a credential's shift, begun where there is none for an agent of these teams."""
        now = self._clock()
        began, shift = self._open.get(owner, (now, None))
        if shift is None or began < now - LASTS_S:
            shift = Shift(teams, locked=self._locked)
        self._open.pop(owner, None)
        self._open[owner] = (now, shift)
        while len(self._open) > MOST_SHIFTS:
            del self._open[next(iter(self._open))]
        return shift

    def end(self, owner: str) -> None:
        """Forget a credential's shift."""
        self._open.pop(owner, None)

    def sweep(self) -> None:
        """Forget the shifts without an event for too long."""
        oldest = self._clock() - LASTS_S
        self._open = {owner: kept for owner, kept in self._open.items() if kept[0] >= oldest}

    def cards(self, besides: str) -> list[Card]:
        """Give the cards of those who let colleagues find them, without one's own."""
        return [
            shift.card
            for owner, (_, shift) in self._open.items()
            if owner != besides and shift.card.match and shift.card.name
        ]
