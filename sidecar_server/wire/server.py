"""The frames of version 1 that the server sends."""

from dataclasses import dataclass
from typing import Literal

from sidecar_server.model import Colleague, Cues, Finding, Item
from sidecar_server.wire.client import Hex64, Id, Revision, Tick, Time

Code = Literal[
    "bad_frame",
    "unknown_type",
    "unknown_conversation",
    "too_long",
    "slow_down",
    "not_allowed",
    "unavailable",
]


@dataclass(frozen=True, slots=True)
class Challenge:
    """The server's nonce, and its proof that it knew the key first."""

    nonce: Hex64
    proof: Hex64


@dataclass(frozen=True, slots=True)
class Paired:
    """The new token of a browser that was paired; sent once, just before `welcome`."""

    token: str


@dataclass(frozen=True, slots=True)
class LibrarySize:
    """What the server can suggest from."""

    revision: int
    phrases: int
    notes: int


@dataclass(frozen=True, slots=True)
class WelcomeLimits:
    """What one connection may send."""

    frame_bytes: int
    text_chars: int
    frames_per_second: int
    messages: int


@dataclass(frozen=True, slots=True)
class Welcome:
    """The handshake is done; `epoch` changes with every start of the server."""

    protocol: int
    epoch: str
    library: LibrarySize
    features: tuple[str, ...]
    limits: WelcomeLimits


@dataclass(frozen=True, slots=True)
class About:
    """What suggestions answer: the newest message read, or the clock."""

    message: Id | None = None
    clock: bool | None = None


@dataclass(frozen=True, slots=True)
class Suggestions:
    """The whole list for a conversation; replaces the one before."""

    conversation: Id
    about: About
    offset: int
    cues: Cues
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class DraftChecked:
    """What the draft of this revision shows."""

    conversation: Id
    revision: Revision
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """One chat that needs the agent, with the reason in words."""

    conversation: Id
    why: str
    waiting_s: float


@dataclass(frozen=True, slots=True)
class Attention:
    """Open chats, the one in most need first."""

    order: tuple[Waiting, ...] = ()


@dataclass(frozen=True, slots=True)
class Results:
    """The answer to a search."""

    request: Id
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Colleagues:
    """Those who could take the chat over, in no order of worth."""

    request: Id
    people: tuple[Colleague, ...] = ()


@dataclass(frozen=True, slots=True)
class Thanks:
    """The day's grateful lines, oldest first."""

    request: Id
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReceiptRead:
    """What came on this connection: messages, by who wrote them, drafts and searches."""

    since: Time
    customer: int
    desk: int
    others: int
    drafts: int
    searches: int


@dataclass(frozen=True, slots=True)
class ReceiptHeld:
    """What is in memory of this agent: chats, messages, and what goes when they sign off."""

    chats: int
    messages: int
    remembered: int


@dataclass(frozen=True, slots=True)
class ReceiptKept:
    """What is stored: texts with words of these chats, and rows without, of all agents together."""

    chat_texts: int
    usage: int
    proposals: int


@dataclass(frozen=True, slots=True)
class ReceiptSent:
    """Tries of the server to reach other computers, and its connections to a team's database."""

    since: Time
    elsewhere: int
    database: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the server read, holds, keeps and sent: counts, and no text."""

    request: Id
    read: ReceiptRead
    held: ReceiptHeld
    kept: ReceiptKept
    sent: ReceiptSent


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposed line has come; one from the demo desk is `kept` nowhere."""

    request: Id
    kept: bool = True


@dataclass(frozen=True, slots=True)
class Today:
    """What is remembered for this agent until they sign off: counts, and what is switched off."""

    shown: int = 0
    used: int = 0
    hostile: int = 0
    thanks: int = 0
    off: tuple[str, ...] = ()
    locked: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LibraryChanged:
    """Somebody changed the library; the next answers come from this revision."""

    revision: int


@dataclass(frozen=True, slots=True)
class Concerning:
    """Which frame a problem is about, as far as it could be read."""

    type: str | None = None
    conversation: str | None = None
    message: str | None = None
    request: str | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """A frame that could not be taken; the connection lives on."""

    code: Code
    detail: str
    about: Concerning | None = None


ServerFrame = (
    Challenge
    | Paired
    | Welcome
    | Suggestions
    | DraftChecked
    | Attention
    | Results
    | Colleagues
    | Thanks
    | Receipt
    | Proposed
    | Today
    | LibraryChanged
    | Problem
    | Tick
)

SERVER_FRAMES: dict[str, type[ServerFrame]] = {
    "challenge": Challenge,
    "paired": Paired,
    "welcome": Welcome,
    "suggestions": Suggestions,
    "draft.checked": DraftChecked,
    "attention": Attention,
    "results": Results,
    "colleagues": Colleagues,
    "thanks": Thanks,
    "receipt": Receipt,
    "proposed": Proposed,
    "today": Today,
    "library": LibraryChanged,
    "problem": Problem,
    "tick": Tick,
}
