"""The frames of version 1 that a client sends."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta

from sidecar_server.model import Role

Id = Annotated[str, Meta(min_length=1, max_length=200, description="1 to 200 characters")]
Short = Annotated[str, Meta(max_length=200)]
Hex64 = Annotated[str, Meta(pattern="^[0-9a-f]{64}$", description="64 lowercase hex digits")]
Time = Annotated[datetime, Meta(tz=True, description="RFC 3339, with its offset")]
Revision = Annotated[int, Meta(ge=0, le=2**53 - 1)]
CardText = Annotated[str, Meta(max_length=120, description="at most 120 characters")]
Years = Annotated[int, Meta(ge=0, le=70)]
Photo = Annotated[
    str,
    Meta(
        max_length=24_000,
        pattern="^(data:image/(png|jpeg|webp);base64,[A-Za-z0-9+/=]+)?$",
        description="a small PNG, JPEG or WebP as a data: address, at most 24,000 characters",
    ),
]
Line = Annotated[str, Meta(min_length=1, max_length=600, description="1 to 600 characters")]
Event = Literal["shown", "inserted", "copied", "dismissed"]


@dataclass(frozen=True, slots=True)
class Hello:
    """The first frame: who calls, and how they dialled."""

    protocol: int
    client: Short
    id: Short
    nonce: Hex64
    authority: Short
    code_id: Short = ""  # at a pairing: which of several open codes


@dataclass(frozen=True, slots=True)
class Auth:
    """The client's proof that it holds the key."""

    proof: Hex64


@dataclass(frozen=True, slots=True)
class CustomerStated:
    """What the helpdesk states about the customer."""

    name: Short | None = None
    locale: Short | None = None
    country: Short | None = None
    timezone: Short | None = None


@dataclass(frozen=True, slots=True)
class MessageShown:
    """One message as the page shows it."""

    message: Id
    role: Role
    text: str
    sent_at: Time | None = None
    author: Short | None = None
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class ConversationOpened:
    """A chat as the page shows it now; replaces what the server knew of it."""

    conversation: Id
    customer: CustomerStated | None = None
    messages: tuple[MessageShown, ...] = ()


@dataclass(frozen=True, slots=True)
class MessageSeen:
    """A message appeared or changed."""

    conversation: Id
    message: Id
    role: Role
    text: str
    sent_at: Time | None = None
    author: Short | None = None
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class MessageRemoved:
    """A message left the page."""

    conversation: Id
    message: Id


@dataclass(frozen=True, slots=True)
class MessageRenamed:
    """The page gave a message another id."""

    conversation: Id
    message: Id
    to: Id


@dataclass(frozen=True, slots=True)
class DraftChanged:
    """The unsent reply; an empty text means that it was cleared."""

    conversation: Id
    revision: Revision
    text: str


@dataclass(frozen=True, slots=True)
class Search:
    """The agent looks for a line in their own words."""

    request: Id
    query: str
    conversation: Id | None = None


@dataclass(frozen=True, slots=True)
class Feedback:
    """What became of a suggestion."""

    conversation: Id
    suggestion: Id
    event: Event


@dataclass(frozen=True, slots=True)
class FactStated:
    """Something true of the agent: what it is about, and the sentence they would say."""

    about: CardText
    says: CardText


@dataclass(frozen=True, slots=True)
class CardStated:
    """The agent's introduction card; without a name there is none."""

    name: CardText = ""
    years: Years = 0
    expertise: Annotated[tuple[CardText, ...], Meta(max_length=12)] = ()
    languages: Annotated[tuple[CardText, ...], Meta(max_length=12)] = ()
    facts: Annotated[tuple[FactStated, ...], Meta(max_length=12)] = ()
    photo: Photo = ""
    match: bool = False


@dataclass(frozen=True, slots=True)
class SettingsChanged:
    """What the agent switched; answered by `today`. What is left out stays as it was."""

    rules: dict[str, bool] | None = None
    card: CardStated | None = None
    quiet: bool | None = None


@dataclass(frozen=True, slots=True)
class MatchAsked:
    """Before a handover: who shares the customer's language and knows the topic?"""

    request: Id
    conversation: Id


@dataclass(frozen=True, slots=True)
class ReelAsked:
    """The agent asks for the day's grateful lines."""

    request: Id


@dataclass(frozen=True, slots=True)
class ReceiptAsked:
    """The agent asks what was read, what is kept and what was sent out; answered by `receipt`."""

    request: Id


@dataclass(frozen=True, slots=True)
class LineProposed:
    """A line for the team's leads, as the agent confirmed it; answered by `proposed`."""

    request: Id
    text: Line
    why: Short = ""
    conversation: Id | None = None


@dataclass(frozen=True, slots=True)
class ConversationClosed:
    """The chat is over: forget it."""

    conversation: Id


@dataclass(frozen=True, slots=True)
class SignedOff:
    """The shift is over: forget everything of this credential."""


@dataclass(frozen=True, slots=True)
class Tick:
    """Nothing, said so that the connection stays open; both sides send it."""


ClientFrame = (
    Hello
    | Auth
    | ConversationOpened
    | MessageSeen
    | MessageRemoved
    | MessageRenamed
    | DraftChanged
    | Search
    | Feedback
    | SettingsChanged
    | MatchAsked
    | ReelAsked
    | ReceiptAsked
    | LineProposed
    | ConversationClosed
    | SignedOff
    | Tick
)

CLIENT_FRAMES: dict[str, type[ClientFrame]] = {
    "hello": Hello,
    "auth": Auth,
    "conversation.opened": ConversationOpened,
    "message.seen": MessageSeen,
    "message.removed": MessageRemoved,
    "message.renamed": MessageRenamed,
    "draft.changed": DraftChanged,
    "search": Search,
    "feedback": Feedback,
    "settings": SettingsChanged,
    "match": MatchAsked,
    "reel": ReelAsked,
    "receipt.asked": ReceiptAsked,
    "propose": LineProposed,
    "conversation.closed": ConversationClosed,
    "signed_off": SignedOff,
    "tick": Tick,
}
