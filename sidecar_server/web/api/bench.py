"""The test bench: what would come for a chat, and which step decided; nothing of it is kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from sidecar_server.curation import bench
from sidecar_server.curation.bench import Answered
from sidecar_server.model import Cues, Item
from sidecar_server.replay import Line
from sidecar_server.web.api.operation import Call, Operation, Reply

_Text = Annotated[str, Meta(min_length=1, max_length=4_000)]


class Said(msgspec.Struct, forbid_unknown_fields=True):
    """One message of a chat."""

    text: _Text
    role: Literal["customer", "agent"] = "customer"


class Chat(msgspec.Struct, forbid_unknown_fields=True):
    """A chat, oldest message first; `locale` is what a helpdesk states of the customer."""

    messages: Annotated[list[Said], Meta(min_length=1, max_length=50)]
    locale: Annotated[str, Meta(max_length=35)] = ""


@dataclass(frozen=True, slots=True)
class Missed:
    """A line that nearly came: the `step` of the ranking that decided, and what it says."""

    id: str
    step: str
    says: str
    score: float | None


@dataclass(frozen=True, slots=True)
class Came:
    """What came for one message, and the lines that came nearest to it."""

    message: int
    cues: Cues | None
    items: Sequence[Item]
    near: Sequence[Missed]


@dataclass(frozen=True, slots=True)
class Tried:
    """What came, message by message."""

    answers: Sequence[Came]


def run(call: Call) -> Reply:
    """Play a chat as if live."""
    chat: Chat = call.body
    lines = [Line(one.role, one.text, locale=chat.locale) for one in chat.messages]
    answered = bench.run(lines, call.desk)
    return Reply(Tried([_came(number, one) for number, one in enumerate(answered)]))


def _came(number: int, one: Answered) -> Came:
    near = [Missed(r.phrase.id, r.step, r.says, r.score) for r in one.near]
    return Came(number, one.advice.cues, one.advice.items, near)


OPERATIONS = (
    Operation(
        "tryChat",
        "POST",
        "/bench",
        "See what agents would be shown for a chat, and why. It is kept nowhere.",
        run,
        takes=Chat,
        gives=Tried,
    ),
)
