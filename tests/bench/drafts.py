"""Draft checks of about 600 characters: over the socket, beside the bare passes that they need."""

from collections.abc import Callable, Sequence
from itertools import count

import numpy as np

from sidecar_server.conversation import Conversation, Message
from sidecar_server.drafts import unread_in
from tests.bench.client import Client
from tests.bench.rounds import READER

Groups = Callable[[list[list[str]]], list[float]]

ASKED = "my parcel was due monday. where is it, and who pays for the second delivery?"
_NUMBER = count()
_SENTENCES = (
    "I have opened your order and the courier's tracking page beside it.",
    "The parcel left our warehouse on Friday evening, but the depot never scanned it in.",
    "I have asked them to look for it on the shelf where unscanned parcels wait.",
    "They answer such requests within two hours, and I'll write to you here as soon as they do.",
    "If they don't find it, I will send the same things again today, by express.",
    "The second delivery costs you nothing either way; the courier's fee is ours to carry.",
    "Is the address at the mill still the right one, and would tomorrow morning suit you?",
)


def drafts(how_many: int) -> list[str]:
    """Write drafts of seven sentences, about 600 characters, no sentence in two of them."""
    numbers = [next(_NUMBER) for _ in range(how_many)]
    return [
        " ".join(f"{one[:-1]} ({n}{at}){one[-1]}" for at, one in enumerate(_SENTENCES))
        for n in numbers
    ]


def needed(texts: Sequence[str]) -> list[list[str]]:
    """Give, for each draft, the texts that its check has encoded."""
    groups = []
    for text in texts:
        conversation = Conversation("bench")
        conversation.see(Message("c", "customer", ASKED))
        conversation.learn(READER, [ASKED], np.zeros((1, 1), np.float32))
        groups.append(unread_in(text, conversation, READER))
    return groups


async def measure(
    authority: str, token: str, floor: Groups, how_many: int
) -> dict[str, list[float]]:
    """Time each draft over the socket and bare, in turn, each in a chat of its own."""
    times: dict[str, list[float]] = {"ours": [], "floor": []}
    async with Client.connected(authority, token) as client:
        for text in drafts(how_many):
            name = f"draft-{next(_NUMBER)}"
            await client.open(name)
            await client.see(name, "c", "customer", ASKED)
            times["ours"].append(await client.draft(name, 1, text))
            times["floor"] += floor(needed([text]))
    return times
