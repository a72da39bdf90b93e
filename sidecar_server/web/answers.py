"""Answers to messages: one computation a chat at a time, and a later message overtakes."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field

import structlog

from sidecar_server.conversation import Conversation
from sidecar_server.model import Advice, Cues
from sidecar_server.web.connection import Connection
from sidecar_server.web.metrics import Metrics
from sidecar_server.web.parts import Mind
from sidecar_server.web.today import today_of
from sidecar_server.wire import About, Concerning, Problem, ServerFrame, Suggestions

log = structlog.get_logger("sidecar.answers")
Key = tuple[str, str]  # credential id, conversation id


@dataclass(slots=True)
class _Asked:
    conversation: Conversation
    waiting: dict[Connection, float] = field(default_factory=dict)  # with when its message came
    again: bool = False


class Answers:
    """Works out suggestions and posts them to every connection that asked."""

    def __init__(
        self, mind: Mind, tell: Callable[[str, ServerFrame], None], metrics: Metrics
    ) -> None:
        self._mind, self._tell, self._metrics = mind, tell, metrics
        self._asked: dict[Key, _Asked] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def ask(self, owner: str, conversation: Conversation, connection: Connection) -> None:
        """Answer for a chat as it stands now; a question already under way is asked anew."""
        key = (owner, conversation.id)
        asked = self._asked.get(key)
        if asked is None or asked.conversation is not conversation:
            asked = self._asked[key] = _Asked(conversation)
            task = asyncio.create_task(self._answer(key, asked))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        asked.waiting[connection] = connection.read_at
        asked.again = True

    def forget(self, connection: Connection) -> None:
        """Take a connection that is over off every list."""
        for asked in self._asked.values():
            asked.waiting.pop(connection, None)

    async def _answer(self, key: Key, asked: _Asked) -> None:
        before = today_of(asked.conversation.agent)
        try:
            advice = await self._read(asked)
        except Exception as error:
            log.error("message not answered", exc_info=error)
            advice = None
        finally:
            if self._asked.get(key) is asked:
                del self._asked[key]
        if advice is not None:
            log.debug("message answered", count=len(advice.items))
        if self._mind.conversations.get(*key) is asked.conversation:
            for connection, since in asked.waiting.items():
                _post(connection, asked.conversation, advice)
                if advice is not None:
                    self._metrics.answers.observe(time.perf_counter() - since)
            if (counted := today_of(asked.conversation.agent)) != before:
                self._tell(key[0], counted)

    async def _read(self, asked: _Asked) -> Advice:
        conversation = asked.conversation
        while asked.again:
            asked.again = False
            if spoken := self._mind.advisor.lacking(conversation):
                await asyncio.to_thread(self._mind.speak, spoken)
            encoder, texts = self._mind.advisor.unread(conversation)
            if texts:
                vectors = await self._mind.encoding.encode(encoder, texts)
                conversation.learn(encoder, texts, vectors)
            if lookup := self._mind.advisor.lookup(conversation):
                conversation.remember(lookup.name, await asyncio.to_thread(lookup.find))
        return self._mind.advisor.advise(conversation)


def _post(connection: Connection, conversation: Conversation, advice: Advice | None) -> None:
    about = conversation.newest
    if advice is None:
        detail = "this message could not be read: the server's log says why"
        connection.post(Problem("unavailable", detail, Concerning(None, conversation.id, about)))
    elif about is not None:
        connection.post(
            Suggestions(
                conversation.id,
                About(message=about),
                0,  # the connection counts
                advice.cues or Cues(),
                (*advice.items, *advice.nudges),
            )
        )
