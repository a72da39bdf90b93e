"""The receipt: what was read, what is kept, what was sent out. Counts, and no text."""

import asyncio
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Engine

from sidecar_server.conversation import Conversation
from sidecar_server.library.kept import Kept, folded, holding, kept
from sidecar_server.shift import Shift
from sidecar_server.web.log import FILE, FOLDER
from sidecar_server.web.outward import Outward, watching
from sidecar_server.wire import (
    ClientFrame,
    ConversationOpened,
    DraftChanged,
    MessageSeen,
    Receipt,
    ReceiptHeld,
    ReceiptKept,
    ReceiptRead,
    ReceiptSent,
    Search,
)

FRESH_S = 5.0  # how long what was found on disk answers the next who ask


@dataclass(slots=True)
class Tally:
    """What came on one connection to be read, also what came again or could not be answered."""

    since: datetime = field(default_factory=lambda: datetime.now(UTC))
    customer: int = 0
    desk: int = 0  # of its agents
    others: int = 0  # bots, notes, the helpdesk itself
    drafts: int = 0
    searches: int = 0

    def take(self, frame: ClientFrame) -> None:
        """Count the texts of a frame."""
        if isinstance(frame, ConversationOpened):
            for message in frame.messages:
                self._message(message.role)
        elif isinstance(frame, MessageSeen):
            self._message(frame.role)
        elif isinstance(frame, DraftChanged):
            self.drafts += bool(frame.text)
        elif isinstance(frame, Search):
            self.searches += 1

    def _message(self, role: str) -> None:
        if role == "customer":
            self.customer += 1
        elif role == "agent":
            self.desk += 1
        else:
            self.others += 1

    def read(self) -> ReceiptRead:
        """Give the counts as they are told."""
        counts = self.customer, self.desk, self.others, self.drafts, self.searches
        return ReceiptRead(self.since, *counts)


@dataclass(frozen=True, slots=True)
class _OnDisk:
    at: float  # on the clock of `Receipts`
    kept: Kept
    logged: str  # the log's lines, folded


@dataclass
class Receipts:
    """Writes receipts from what is counted in this process and what is found on its disk."""

    engine: Engine
    home: Path
    outward: Outward = field(default_factory=watching)
    started: datetime = field(default_factory=lambda: datetime.now(UTC))
    clock: Callable[[], float] = time.monotonic
    _looking: asyncio.Lock = field(default_factory=asyncio.Lock)
    _found: _OnDisk | None = None

    async def write(
        self, request: str, tally: Tally, shift: Shift, chats: Sequence[Conversation]
    ) -> Receipt:
        """Say what came on a connection, what is held and kept of its agent, what was sent out.

        StoreProblem where the database cannot be read.
        """
        messages = [message.text for chat in chats for message in chat.messages]
        own = [*shift.sent, *shift.thanks]
        async with self._looking:  # one at a time, however many ask
            stored = await asyncio.to_thread(self._stored, [*messages, *own])
        held = ReceiptHeld(len(chats), len(messages), len(own) + len(shift.names))
        sent = ReceiptSent(self.started, self.outward.elsewhere, self.outward.database)
        return Receipt(request, tally.read(), held, stored, sent)

    def _stored(self, said: Sequence[str]) -> ReceiptKept:
        now = self.clock()
        if self._found is None or now - self._found.at > FRESH_S:
            self._found = _OnDisk(now, kept(self.engine), _logged(self.home))
        found, logged = self._found.kept, self._found.logged
        with_words = holding(found.words, said) + holding(logged, said)
        return ReceiptKept(with_words, found.usage, found.proposals)


def _logged(home: Path) -> str:
    files = (home / FOLDER).glob(f"{FILE}*")
    read = (file.read_text("utf-8", "replace") for file in files)
    return folded(line for text in read for line in text.splitlines())
