"""Draft checks: the newest draft of a chat wins, and a burst of edits costs a few checks."""

import asyncio
import time
from dataclasses import dataclass, field

import structlog

from sidecar_server.conversation import Conversation
from sidecar_server.model import Finding
from sidecar_server.web.connection import Connection
from sidecar_server.web.metrics import Metrics
from sidecar_server.web.parts import Mind
from sidecar_server.wire import Concerning, DraftChanged, DraftChecked, Problem

log = structlog.get_logger("sidecar.checks")
APART_S = 0.3  # between two checks of one chat


@dataclass(slots=True)
class _Newest:
    frame: DraftChanged
    conversation: Conversation
    connection: Connection
    since: float  # when it came


@dataclass
class Checks:
    """One check a chat at a time; a draft that comes meanwhile replaces the one that waits."""

    mind: Mind
    metrics: Metrics
    apart_s: float = APART_S
    _waiting: dict[tuple[str, str], _Newest] = field(default_factory=dict)
    _running: dict[tuple[str, str], asyncio.Task[None]] = field(default_factory=dict)

    def ask(
        self, owner: str, frame: DraftChanged, conversation: Conversation, connection: Connection
    ) -> None:
        """Check this draft, unless a newer one comes first."""
        key = (owner, conversation.id)
        self._waiting[key] = _Newest(frame, conversation, connection, connection.read_at)
        if key not in self._running:
            task = asyncio.create_task(self._run(key))
            self._running[key] = task

    def forget(self, connection: Connection) -> None:
        """Take a connection that is over off the list."""
        gone = [key for key, one in self._waiting.items() if one.connection is connection]
        for key in gone:
            del self._waiting[key]

    async def _run(self, key: tuple[str, str]) -> None:
        try:
            while newest := self._waiting.pop(key, None):
                await self._check(key, newest)
                await asyncio.sleep(self.apart_s)
        finally:
            del self._running[key]

    async def _check(self, key: tuple[str, str], newest: _Newest) -> None:
        frame, conversation = newest.frame, newest.conversation
        try:
            findings = await self._findings(conversation, frame.text)
        except Exception as error:
            log.error("draft not checked", exc_info=error)
            detail = "this draft could not be checked: the server's log says why"
            about = Concerning("draft.changed", conversation.id)
            newest.connection.post(Problem("unavailable", detail, about))
            return
        if key not in self._waiting and self.mind.conversations.get(*key) is conversation:
            newest.connection.post(DraftChecked(conversation.id, frame.revision, findings))
            self.metrics.checks.observe(time.perf_counter() - newest.since)

    async def _findings(self, conversation: Conversation, text: str) -> tuple[Finding, ...]:
        encoder, texts = self.mind.advisor.unread_draft(conversation, text)
        if texts:
            vectors = await self.mind.encoding.encode(encoder, texts)
            conversation.learn(encoder, texts, vectors)
        return self.mind.advisor.check(conversation, text)
