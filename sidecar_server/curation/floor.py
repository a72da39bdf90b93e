"""Lines from the floor as a lead reads them: what each is about, and what says the same."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sidecar_server.curation.desk import Desk
from sidecar_server.library.calibration import calibration
from sidecar_server.library.proposals import Proposal, Proposals
from sidecar_server.model import Phrase

MOST_NEAR = 2
# What the marks of the extension stand for; the first two are filled in from the chat.
SLOTS = {
    "customer_name": "the customer's name",
    "order_number": "the order's number",
    "agent": "the agent's name",
    "number": "which number",
    "email": "the e-mail address",
    "phone": "the telephone number",
    "link": "the address of the page",
    "address": "the postal address",
    "date_of_birth": "the date of birth",
    "card": "the card's last four digits",
    "iban": "the account's last four digits",
}
_KNOWN_AS = {"name": "customer_name"}  # a mark that the chat fills under another name
_MARK = re.compile(r"\{([a-z][a-z_]{0,40})\}")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposed line, and the served ones that say nearly the same, with their cosines."""

    proposal: Proposal
    near: Sequence[tuple[Phrase, float]]


def queue(desk: Desk) -> Proposals:
    """Give the queue that this library's agents write to."""
    return Proposals(desk.store.engine)


def waiting(desk: Desk, most: int, after: int = 0) -> list[Waiting]:
    """Give the newest proposals first, so many of them passed over."""
    found = queue(desk).newest(most, after)
    near = _near(found, desk)
    return [Waiting(one, near.get(one.number, ())) for one in found]


def draft_of(one: Proposal, desk: Desk) -> dict[str, str]:
    """Give the fields that a new entry begins with when it is made of a proposal."""
    text = _MARK.sub(lambda found: f"{{{_KNOWN_AS.get(found[1], found[1])}}}", one.text)
    slots = dict.fromkeys(_MARK.findall(text))
    languages = desk.catalogue().languages
    return {
        "of": one.situation,
        "language": one.language if one.language in languages else languages[0],
        "text": text,
        "slots": "\n".join(f"{name} = {SLOTS.get(name, 'what to write here')}" for name in slots),
    }


def _near(found: Iterable[Proposal], desk: Desk) -> Mapping[int, Sequence[tuple[Phrase, float]]]:
    by_language: dict[str, list[Proposal]] = defaultdict(list)
    for one in found:
        by_language[one.language].append(one)
    return {n: near for each in by_language.items() for n, near in _near_in(*each, desk)}


def _near_in(
    language: str, proposals: Sequence[Proposal], desk: Desk
) -> Iterable[tuple[int, Sequence[tuple[Phrase, float]]]]:
    """Read the lines of one language, all in one go."""
    if language in desk.catalogue().languages:
        desk.speak(language)
    shelf, encoder = desk.searchable().shelf(language), desk.encoders.of(language)
    if shelf is None or encoder is None:
        return
    vectors: NDArray[Any] = np.asarray(encoder.encode([one.text for one in proposals]), np.float32)
    enough = calibration(encoder.name).copy
    for one, vector in zip(proposals, vectors, strict=True):
        nearest = shelf.nearest(vector, language, MOST_NEAR)
        yield one.number, [(line, cosine) for line, cosine in nearest if cosine >= enough]
