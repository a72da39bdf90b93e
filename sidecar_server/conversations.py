"""The open chats: bounded all together, in memory only, and forgotten."""

from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Sequence

from sidecar_server.conversation import Conversation, steady
from sidecar_server.shift import Shifts

MOST_CHARS = 100_000_000  # of all chats together, four bytes each at worst


class Conversations:
    """At most `most` open chats by (credential, conversation), of about `most_chars` letters."""

    def __init__(
        self,
        forget_after_s: float = 1_800.0,
        most: int = 10_000,  # three each for three thousand agents
        clock: Callable[[], float] = steady,
        locked: Iterable[str] = (),
        most_chars: int = MOST_CHARS,
    ) -> None:
        self._forget_after_s, self._most, self._most_chars = forget_after_s, most, most_chars
        self.clock = clock
        self._chars: Counter[tuple[str, str]] = Counter()  # as they were at the event before
        self._all_chars = 0
        self.shifts = Shifts(clock, locked)
        self._open: OrderedDict[tuple[str, str], tuple[float, Conversation]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._open)

    def opened(
        self, owner: str, conversation: str, teams: frozenset[str] = frozenset()
    ) -> Conversation:
        """Give the chat, new where it was not known, of an agent of these teams."""
        known = self.get(owner, conversation)
        new = known or Conversation(conversation, agent=self.shifts.of(owner, teams))
        return self._keep(owner, new)

    def get(self, owner: str, conversation: str) -> Conversation | None:
        """Give a known chat, and count this as an event of it."""
        self.sweep()
        found = self._open.get((owner, conversation))
        return self._keep(owner, found[1]) if found else None

    def close(self, owner: str, conversation: str) -> None:
        """Forget one chat."""
        self._forget((owner, conversation))

    def sign_off(self, owner: str) -> None:
        """Forget every chat of a credential, and what its agent sent and received."""
        self.shifts.end(owner)
        for key in [key for key in self._open if key[0] == owner]:
            self._forget(key)

    def each(self) -> Sequence[tuple[str, Conversation]]:
        """Give each open chat with its owner."""
        return [(owner, kept[1]) for (owner, _), kept in self._open.items()]

    def of(self, owner: str) -> Sequence[Conversation]:
        """Give the open chats of a credential."""
        self.sweep()
        return [chat for whose, chat in self.each() if whose == owner]

    def sweep(self) -> None:
        """Forget the chats without an event for too long."""
        oldest_kept = self.clock() - self._forget_after_s
        while self._open and next(iter(self._open.values()))[0] < oldest_kept:
            self._forget(next(iter(self._open)))

    def _keep(self, owner: str, conversation: Conversation) -> Conversation:
        key = (owner, conversation.id)
        if self._open:  # whose event is over by now
            self._count(next(reversed(self._open)))
        self._open[key] = (self.clock(), conversation)
        self._open.move_to_end(key)
        if len(self._open) > self._most:
            self._make_room(Counter(owner for owner, _ in self._open))
        while self._all_chars > self._most_chars and len(self._open) > 1:
            chars: Counter[str] = Counter()
            for (whose, _), count in self._chars.items():
                chars[whose] += count
            self._make_room(chars)
        return conversation

    def _count(self, key: tuple[str, str]) -> None:
        now = self._open[key][1].chars
        self._all_chars += now - self._chars[key]
        self._chars[key] = now

    def _make_room(self, taken: Counter[str]) -> None:
        """Forget the longest idle chat of who takes the most: nobody crowds out the others."""
        most, newest = taken.most_common(1)[0][0], next(reversed(self._open))
        theirs = (key for key in self._open if key[0] == most and key != newest)
        self._forget(next(theirs, next(iter(self._open))))

    def _forget(self, key: tuple[str, str]) -> None:
        self._open.pop(key, None)
        self._all_chars -= self._chars.pop(key, 0)
