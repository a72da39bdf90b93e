"""What each frame of a client does, one function each, found through one table."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import msgspec

from sidecar_server.card import refused
from sidecar_server.conversation import Conversation, Message
from sidecar_server.library.usage import Usage
from sidecar_server.model import Card, Customer
from sidecar_server.settings import Limits
from sidecar_server.shift import Shift
from sidecar_server.web.answers import Answers
from sidecar_server.web.checks import Checks
from sidecar_server.web.connection import Connection
from sidecar_server.web.floor import TOO_MANY, Floor
from sidecar_server.web.parts import Mind
from sidecar_server.web.receipt import Receipts, Tally
from sidecar_server.web.roles import AGENT, DEMO
from sidecar_server.web.today import today_of
from sidecar_server.wire import (
    NAMES,
    Auth,
    BadFrame,
    CardStated,
    ClientFrame,
    Colleagues,
    Concerning,
    ConversationClosed,
    ConversationOpened,
    CustomerStated,
    DraftChanged,
    Feedback,
    Hello,
    LineProposed,
    MatchAsked,
    MessageRemoved,
    MessageRenamed,
    MessageSeen,
    MessageShown,
    Proposed,
    ReceiptAsked,
    ReelAsked,
    Results,
    Search,
    ServerFrame,
    SettingsChanged,
    SignedOff,
    Thanks,
    Tick,
)

_OLDEST_S = 12 * 3_600.0  # of a message that says when it was sent


@dataclass(frozen=True, slots=True)
class Session:
    """One connection of a credential, after `welcome`."""

    owner: str
    role: str  # agent | lead | demo
    connection: Connection
    mind: Mind
    answers: Answers
    checks: Checks
    limits: Limits
    tell: Callable[[str, ServerFrame], None]  # every connection of a credential
    usage: Usage
    floor: Floor
    receipts: Receipts
    teams: frozenset[str] = frozenset()  # of the credential
    tally: Tally = field(default_factory=Tally)

    async def take(self, frame: ClientFrame) -> None:
        """Act on a frame; BadFrame when it cannot be taken in this state."""
        self.tally.take(frame)
        await HANDLERS[type(frame)](self, frame)

    @property
    def shift(self) -> Shift:
        """The shift of this credential, and of no other."""
        return self.mind.conversations.shifts.of(self.owner, self.teams)

    def tell_today(self) -> None:
        """Say what is counted for this agent, wherever they are connected."""
        self.tell(self.owner, today_of(self.shift))

    def conversation(self, frame: Any) -> Conversation:
        """Find the chat a frame speaks of; BadFrame asks the client to open it."""
        found = self.mind.conversations.get(self.owner, frame.conversation)
        if found is None:
            raise BadFrame(
                "this conversation is not open here, or was forgotten",
                about(frame),
                code="unknown_conversation",
                fix="send `conversation.opened` with what the page shows",
            )
        return found


async def _opened(session: Session, frame: ConversationOpened) -> None:
    conversation = session.mind.conversations.opened(
        session.owner, frame.conversation, session.teams
    )
    newest = frame.messages[-session.limits.messages :]
    now = session.mind.conversations.clock()
    conversation.replace(_customer(frame.customer), (_message(message, now) for message in newest))
    if conversation.customer.locale or conversation.customer.country:
        await asyncio.to_thread(session.mind.advisor.prepare, conversation)
    if newest:
        session.answers.ask(session.owner, conversation, session.connection)


async def _seen(session: Session, frame: MessageSeen) -> None:
    conversation = session.conversation(frame)
    conversation.see(_message(frame, session.mind.conversations.clock()))
    session.answers.ask(session.owner, conversation, session.connection)


async def _removed(session: Session, frame: MessageRemoved) -> None:
    session.conversation(frame).remove(frame.message)


async def _renamed(session: Session, frame: MessageRenamed) -> None:
    session.conversation(frame).rename(frame.message, frame.to)


async def _draft(session: Session, frame: DraftChanged) -> None:
    conversation = session.conversation(frame)
    session.checks.ask(session.owner, frame, conversation, session.connection)


async def _search(session: Session, frame: Search) -> None:
    conversation = session.conversation(frame) if frame.conversation else None
    if spoken := session.mind.advisor.lacking(conversation, frame.query):
        await asyncio.to_thread(session.mind.speak, spoken)
    language, encoder = session.mind.advisor.searched(frame.query, conversation)
    vectors = await session.mind.encoding.encode(encoder, [frame.query])
    search = session.mind.advisor.search  # in a thread: an index may be another program's
    items = await asyncio.to_thread(search, vectors[0], language, conversation, session.teams)
    session.connection.post(Results(frame.request, tuple(items)))


async def _feedback(session: Session, frame: Feedback) -> None:
    conversation = session.conversation(frame)
    conversation.note(frame.suggestion, frame.event)
    if session.role == AGENT:  # a visitor of the demo desk or a lead tells nothing of the lines
        cues = conversation.advice.cues
        session.usage.count(frame.suggestion, cues.language if cues else "", frame.event)
    session.tell_today()


async def _settings(session: Session, frame: SettingsChanged) -> None:
    card = _card(frame.card) if frame.card else None
    if card and (fault := refused(card)):
        raise BadFrame(fault.what, about(frame), code="not_allowed", fix=fault.fix)
    if card and session.role == DEMO:
        card = replace(card, match=False)  # a visitor is nobody's colleague
    session.shift.switch(frame.rules, frame.quiet, card)
    session.tell_today()


async def _match(session: Session, frame: MatchAsked) -> None:
    conversation = session.conversation(frame)
    shifts = session.mind.conversations.shifts
    cards = [] if session.role == DEMO else shifts.cards(session.owner)
    encoder, texts = session.mind.advisor.unread_cards(conversation, cards)
    if texts:
        conversation.learn(encoder, texts, await session.mind.encoding.encode(encoder, texts))
    people = session.mind.advisor.match(conversation, cards)
    session.connection.post(Colleagues(frame.request, tuple(people)))


async def _reel(session: Session, frame: ReelAsked) -> None:
    session.connection.post(Thanks(frame.request, tuple(session.shift.thanks)))


async def _receipt(session: Session, frame: ReceiptAsked) -> None:
    chats = session.mind.conversations.of(session.owner)
    receipt = session.receipts.write(frame.request, session.tally, session.shift, chats)
    session.connection.post(await receipt)


async def _propose(session: Session, frame: LineProposed) -> None:
    if fault := session.floor.fault(frame.text, frame.why):
        raise BadFrame(fault.what, about(frame), code="not_allowed", fix=fault.fix)
    kept = session.role != DEMO
    if kept:
        chat = session.mind.conversations.get(session.owner, frame.conversation or "")
        if not await session.floor.keep(session.owner, frame.text, frame.why, chat, session.mind):
            raise BadFrame(TOO_MANY, about(frame), code="not_allowed", fix="send it in an hour")
    session.connection.post(Proposed(frame.request, kept))


async def _closed(session: Session, frame: ConversationClosed) -> None:
    session.mind.conversations.close(session.owner, frame.conversation)


async def _signed_off(session: Session, _: SignedOff) -> None:
    session.mind.conversations.sign_off(session.owner)


async def _nothing(_: Session, __: Tick) -> None:
    """A tick keeps the connection."""


async def _too_late(_: Session, frame: Hello | Auth) -> None:
    raise BadFrame("the handshake is over", about(frame))


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
    SettingsChanged: _settings,
    MatchAsked: _match,
    ReelAsked: _reel,
    ReceiptAsked: _receipt,
    LineProposed: _propose,
    ConversationClosed: _closed,
    SignedOff: _signed_off,
    Tick: _nothing,
}


def about(frame: Any) -> Concerning:
    """Say which frame a problem is about."""
    ids = (getattr(frame, name, None) for name in ("conversation", "message", "request"))
    return Concerning(NAMES[type(frame)], *ids)


def _card(stated: CardStated) -> Card:
    plain = msgspec.to_builtins(stated)
    return msgspec.convert(plain, Card)


def _customer(stated: CustomerStated | None) -> Customer:
    if stated is None:
        return Customer()
    return Customer(
        stated.name or "", stated.locale or "", stated.country or "", stated.timezone or ""
    )


def _message(shown: MessageShown | MessageSeen, now: float) -> Message:
    """Take a message as it came now; only how old it says it is puts it earlier."""
    sent_at = shown.sent_at.isoformat() if shown.sent_at else None
    age = (datetime.now(UTC) - shown.sent_at).total_seconds() if shown.sent_at else 0.0
    known = 0 <= age <= _OLDEST_S  # a clock that was set wrong says nothing
    at = now - age if known else now
    return Message(shown.message, shown.role, shown.text, sent_at, shown.author, at)
