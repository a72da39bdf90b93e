"""The measuring itself: every way takes the same few messages in turn, so all share the noise."""

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import count

import numpy as np

from sidecar_server.conversation import Conversation, Message
from tests.bench.client import Client

CHAT = 8  # customer messages in one chat, an agent's between each two
BLOCK = 3 * CHAT  # messages before the next way has its turn; fewer frames than the server's burst
SETTLE_S = 0.05  # threads that still spin after one way's turn would slow the next one's
READER = "english"
REPLY = "Thank you, I am looking into it."

Ask = Callable[[Sequence[str]], "list[float]"]
_chat = count()


def blocks(texts: Sequence[str], size: int = BLOCK) -> Iterator[Sequence[str]]:
    """Cut the messages into blocks."""
    return (texts[start : start + size] for start in range(0, len(texts), size))


def needed(texts: Sequence[str]) -> list[list[str]]:
    """Give, for each message of a block, the texts that its answer has encoded."""
    groups: list[list[str]] = []
    for chat in blocks(texts, CHAT):
        conversation = Conversation("bench")
        for number, text in enumerate(chat):
            conversation.see(Message(f"c{number}", "customer", text))
            groups.append(conversation.unread(READER))
            conversation.learn(READER, groups[-1], np.zeros((len(groups[-1]), 1), np.float32))
            conversation.see(Message(f"a{number}", "agent", REPLY))
    return groups


async def over_socket(authority: str, token: str, texts: Sequence[str]) -> list[float]:
    """Send a block's messages one at a time; milliseconds from each to its suggestions."""
    took: list[float] = []
    async with Client.connected(authority, token) as client:
        for chat in blocks(texts, CHAT):
            name = f"bench-{next(_chat)}"
            await client.open(name)
            for number, text in enumerate(chat):
                took.append(await client.see(name, f"c{number}", "customer", text))
                await client.see(name, f"a{number}", "agent", REPLY)
    return took


async def one_by_one(
    texts: Sequence[str], authority: str, token: str, others: dict[str, Ask]
) -> dict[str, list[float]]:
    """Time every message in every way, block by block; the server's times are under `ours`."""
    times: dict[str, list[float]] = {name: [] for name in ("ours", *others)}
    for block in blocks(texts):
        times["ours"] += await over_socket(authority, token, block)
        for name, ask in others.items():
            time.sleep(SETTLE_S)  # noqa: ASYNC251 - quiet is the point
            times[name] += ask(block)
        time.sleep(SETTLE_S)  # noqa: ASYNC251
    return times


async def at_once(
    texts: Sequence[str], authority: str, token: str, writers: int = 16
) -> tuple[list[float], float]:
    """Let many chats write, each on its own connection; milliseconds of each, messages a second."""
    shares = [texts[first::writers] for first in range(writers)]
    start = time.perf_counter()
    took = await asyncio.gather(*(over_socket(authority, token, share) for share in shares))
    passed = time.perf_counter() - start
    return [one for share in took for one in share], len(texts) / passed
