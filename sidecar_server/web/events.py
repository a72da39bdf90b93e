"""What each frame of a client does, one function each, found through one table."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from sidecar_server.conversation import Conversation, Message
from sidecar_server.model import Customer
from sidecar_server.settings import Limits
from sidecar_server.web.answers import Answers
from sidecar_server.web.connection import Connection
from sidecar_server.web.parts import Mind
from sidecar_server.wire import (
    NAMES,
    Auth,
    BadFrame,
    ClientFrame,
    Concerning,
    ConversationClosed,
    ConversationOpened,
    CustomerStated,
    DraftChanged,
    DraftChecked,
    Feedback,
    Hello,
    MessageRemoved,
    MessageRenamed,
    MessageSeen,
    MessageShown,
    Results,
    Search,
    SettingsChanged,
    SignedOff,
    Tick,
)


@dataclass(frozen=True, slots=True)
class Session:
    """One connection of a credential, after `welcome`."""

    owner: str
    connection: Connection
    mind: Mind
    answers: Answers
    limits: Limits

    async def take(self, frame: ClientFrame) -> None:
        """Act on a frame; BadFrame when it cannot be taken in this state."""
        await HANDLERS[type(frame)](self, frame)

    def conversation(self, frame: Any) -> Conversation:
        """Find the chat a frame speaks of; BadFrame asks the client to open it."""
        found = self.mind.conversations.get(self.owner, frame.conversation)
        if found is None:
            raise BadFrame(
                "this conversation is not open here, or was forgotten",
                _about(frame),
                code="unknown_conversation",
                fix="send `conversation.opened` with what the page shows",
            )
        return found


async def _opened(session: Session, frame: ConversationOpened) -> None:
    conversation = session.mind.conversations.opened(session.owner, frame.conversation)
    newest = frame.messages[-session.limits.messages :]
    conversation.replace(_customer(frame.customer), map(_message, newest))
    if conversation.customer.locale or conversation.customer.country:
        await asyncio.to_thread(session.mind.advisor.prepare, conversation)
    if newest:
        session.answers.ask(session.owner, conversation, session.connection)


async def _seen(session: Session, frame: MessageSeen) -> None:
    conversation = session.conversation(frame)
    conversation.see(_message(frame))
    session.answers.ask(session.owner, conversation, session.connection)


async def _removed(session: Session, frame: MessageRemoved) -> None:
    session.conversation(frame).remove(frame.message)


async def _renamed(session: Session, frame: MessageRenamed) -> None:
    session.conversation(frame).rename(frame.message, frame.to)


async def _draft(session: Session, frame: DraftChanged) -> None:
    conversation = session.conversation(frame)
    findings = session.mind.advisor.check(conversation, frame.text) if frame.text else ()
    session.connection.post(DraftChecked(frame.conversation, frame.revision, findings))


async def _search(session: Session, frame: Search) -> None:
    conversation = session.conversation(frame) if frame.conversation else None
    if spoken := session.mind.advisor.lacking(conversation, frame.query):
        await asyncio.to_thread(session.mind.speak, spoken)
    language, encoder = session.mind.advisor.searched(frame.query, conversation)
    vectors = await session.mind.encoding.encode(encoder, [frame.query])
    items = session.mind.advisor.search(vectors[0], language, conversation)
    session.connection.post(Results(frame.request, tuple(items)))


async def _feedback(session: Session, frame: Feedback) -> None:
    session.conversation(frame).note(frame.suggestion, frame.event)


async def _closed(session: Session, frame: ConversationClosed) -> None:
    session.mind.conversations.close(session.owner, frame.conversation)


async def _signed_off(session: Session, _: SignedOff) -> None:
    session.mind.conversations.sign_off(session.owner)


async def _nothing(_: Session, __: Tick | SettingsChanged) -> None:
    """A tick keeps the connection; no coach reads the agent's settings yet."""


async def _too_late(_: Session, frame: Hello | Auth) -> None:
    raise BadFrame("the handshake is over", _about(frame))


HANDLERS: dict[type, Callable[[Session, Any], Awaitable[None]]] = {
    Hello: _too_late,
    Auth: _too_late,
    ConversationOpened: _opened,
    MessageSeen: _seen,
    MessageRemoved: _removed,
    MessageRenamed: _renamed,
    DraftChanged: _draft,
    Search: _search,
    Feedback: _feedback,
    SettingsChanged: _nothing,
    ConversationClosed: _closed,
    SignedOff: _signed_off,
    Tick: _nothing,
}


def _about(frame: Any) -> Concerning:
    ids = (getattr(frame, name, None) for name in ("conversation", "message", "request"))
    return Concerning(NAMES[type(frame)], *ids)


def _customer(stated: CustomerStated | None) -> Customer:
    if stated is None:
        return Customer()
    return Customer(
        stated.name or "", stated.locale or "", stated.country or "", stated.timezone or ""
    )


def _message(shown: MessageShown | MessageSeen) -> Message:
    sent_at = shown.sent_at.isoformat() if shown.sent_at else None
    return Message(shown.message, shown.role, shown.text, sent_at, shown.author)
