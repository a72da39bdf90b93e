"""An unsent reply as the rules see it: its sentences, the chat around it, their vectors."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sidecar_server.coaches.case import Case
from sidecar_server.conversation import Conversation, Message
from sidecar_server.drafts.points import points_of
from sidecar_server.encoders.languages import ENGLISH
from sidecar_server.language import identify
from sidecar_server.library.shelf import Shelf
from sidecar_server.model import Finding, Span
from sidecar_server.promises import promised
from sidecar_server.spoken import language
from sidecar_server.text import Folded, fold, parts, sentences

Vector = NDArray[np.float32]


@dataclass(frozen=True)
class Draft:
    """One unsent reply beside its chat; what several rules ask for is worked out once."""

    text: str
    case: Case
    language: str
    shelf: Shelf | None

    @cached_property
    def folded(self) -> Folded:
        """The reply, folded."""
        return fold(self.text)

    @cached_property
    def sentences(self) -> Sequence[Span]:
        """Its sentences, as spans."""
        return sentences(self.text)

    @cached_property
    def said(self) -> str:
        """What the customer wrote in this chat, folded, in one text."""
        turns = self.case.conversation.turns("customer")
        return fold("\n".join(m.text for turn in turns for m in turn)).text

    @cached_property
    def agents(self) -> Sequence[Message]:
        """What agents sent in this chat, oldest first."""
        return [m for turn in self.case.conversation.turns("agent") for m in turn]

    def vector(self, text: str) -> Vector | None:
        """Give a text's vector, None where it was not read."""
        return self.case.conversation.vector(self.shelf.encoder, text) if self.shelf else None

    def finding(
        self, rule: str, span: Span, advice: str, replacements: Sequence[str] = ()
    ) -> Finding:
        """Report the words of a span."""
        return Finding(rule, span, self.text[slice(*span)], advice, tuple(replacements[:3]))

    def around(self, at: int) -> Span:
        """Give the sentence that a place of the text is in."""
        inside = (span for span in self.sentences if span[0] <= at < span[1])
        return next(inside, (0, len(self.text)))


def open_to(conversation: Conversation) -> list[tuple[Message, list[Message]]]:
    """Give the customer's messages that a reply answers, each with what agents sent after it.

    A turn is still open when the agent has only asked them to wait.
    """
    found: list[tuple[Message, list[Message]]] = []
    after: list[Message] = []
    for turn in reversed(conversation.turns("customer", "agent")):
        if turn[0].role == "agent" and promised(turn[-1].text) is None:
            break
        if turn[0].role == "agent":
            after = [*turn, *after]
        else:
            found = [*((message, after) for message in turn), *found]
    return found


def spoken_in(conversation: Conversation, text: str) -> str:
    """Say in which language a draft is: its own, where it is long enough to tell."""
    return identify(text, language(conversation) or ENGLISH)


def unread_in(text: str, conversation: Conversation, encoder: str) -> list[str]:
    """List what an encoder must read before the draft can be checked, each text once."""
    wanted = [text[slice(*span)] for span in parts(text)]
    for message, after in open_to(conversation):
        if points := points_of(message):
            wanted += [point.text for point in points]
            wanted += [one.text[slice(*span)] for one in after for span in sentences(one.text)]
    known = conversation.vector
    return [one for one in dict.fromkeys(wanted) if one.strip() and known(encoder, one) is None]
