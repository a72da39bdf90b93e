"""One run of a scenario: the customer, the chat as it stands, and what every message did."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from sidecar_server.coaches import Case
from sidecar_server.conversation import Conversation, Message
from sidecar_server.cues import read as read_cues
from sidecar_server.drafts import Draft, unread_in
from sidecar_server.drafts.heard import content, same_stem
from sidecar_server.library.search import Searchable
from sidecar_server.model import Customer as Known
from sidecar_server.practice.customer import Customer
from sidecar_server.practice.moves import Moves
from sidecar_server.practice.reading import Answer, Wanted, read
from sidecar_server.practice.scenario import Point, Scenario

Rows = NDArray[np.float32]
Speaker = Literal["agent", "customer"]
Encode = Callable[[Sequence[str]], Rows]
# Cosines from which a sentence with a fact in it, and any, says the same as another. Measured for
# the first two (docs/architecture.md); e5's are set by its floor, and hashing is for tests.
NEAR = {"minilm": (0.5, 0.75), "use": (0.5, 0.75), "e5": (0.88, 0.93), "hashing": (0.3, 0.6)}


@dataclass(frozen=True, slots=True)
class Said:
    """One message of a run; `at` is seconds since it began."""

    role: str
    text: str
    at: float


@dataclass
class Run:
    """Plays a scenario against an agent; all in memory. `encode` is that of its language."""

    scenario: Scenario
    searchable: Searchable
    encode: Encode
    seed: int = field(default_factory=lambda: secrets.randbelow(2**31))
    said: list[Said] = field(default_factory=list)
    moves: list[Moves] = field(default_factory=list)  # of each message of the agent

    def __post_init__(self) -> None:
        one = self.scenario
        self.customer = Customer(one, self.seed)
        person = one.customer
        known = Known(person.name, person.locale, person.country, person.timezone)
        self._chat = Conversation("practice", known)
        self._shelf = self.searchable.shelf(one.language)
        self._wanted = self._want()
        self._take("customer", self.customer.begin(), 0.0)

    @property
    def over(self) -> bool:
        """Say whether the customer has left."""
        return self.customer.over

    def write(self, text: str, at: float) -> Sequence[Said]:
        """Take the agent's message; gives what the customer answers."""
        waited = self.wait(at)
        if self.over:
            return waited
        moves = self._read(text)
        self.moves.append(moves)
        self._take("agent", (text,), at)
        return [*waited, *self._take("customer", self.customer.hear(moves, at), at)]

    def wait(self, at: float) -> Sequence[Said]:
        """Let time pass; gives what the customer writes by themselves."""
        return self._take("customer", self.customer.wait(at), at)

    def _take(self, role: Speaker, texts: Sequence[str], at: float) -> Sequence[Said]:
        fresh = [Said(role, text, at) for text in texts]
        for one in fresh:
            self.said.append(one)
            self._chat.see(Message(str(len(self.said)), role, one.text, at=at))
        return fresh

    def _read(self, text: str) -> Moves:
        encoder = self._shelf.encoder if self._shelf else ""
        for unread in (self._chat.unread(encoder), unread_in(text, self._chat, encoder)):
            if self._shelf and unread:
                self._chat.learn(encoder, unread, self.encode(unread))
        case = Case(
            self._chat, read_cues(self._chat, self.searchable), self.searchable, date.today()
        )
        return read(Draft(text, case, self.scenario.language, self._shelf), self._wanted)

    def _want(self) -> Wanted:
        one, encode = self.scenario, self.encode
        encoder = self._shelf.encoder.partition("-")[0] if self._shelf else ""
        near, same = NEAR.get(encoder, (1.0, 1.0))
        known = content(" ".join(text for opening in one.opening for text in opening.messages))
        return Wanted(
            answers={point.id: self._answer(point, known) for point in one.point},
            details=tuple(encode(list(detail.asked)) for detail in one.detail),
            near=near,
            same=same,
        )

    def _answer(self, point: Point, known: frozenset[str]) -> Answer:
        """Give what answers a point; what the customer says themselves tells them nothing."""
        asked = content(" ".join(point.asks)) | known
        told = content(" ".join(point.answered_by))
        facts = frozenset(a for a in told if not any(same_stem(a, b) for b in asked))
        encode = self.encode
        return Answer(encode(list(point.answered_by)), encode(list(point.asks)), facts)
