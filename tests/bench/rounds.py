"""The measuring itself: every way takes the same few messages in turn, so all share the noise."""

import asyncio
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AsyncExitStack
from itertools import count
from statistics import median
from typing import Any

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


def percentile(times: Sequence[float], share: float) -> float:
    """Give the time that `share` of the times stay at or below."""
    ordered = sorted(times)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def middle(rounds: Sequence[Sequence[float]], share: float) -> float:
    """Give the median over the rounds of one percentile."""
    return median(percentile(times, share) for times in rounds)


def summary(rounds: Sequence[Sequence[float]]) -> dict[str, float]:
    """Give the medians over rounds of the p50 and the p99, milliseconds."""
    return {"p50": round(middle(rounds, 0.5), 3), "p99": round(middle(rounds, 0.99), 3)}


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


async def said(client: Client, texts: Sequence[str], reply: str = REPLY) -> list[float]:
    """Send messages one at a time; milliseconds from each to its suggestions.

    The agent's reply to each is answered too, and not counted; an empty one is not sent.
    """
    took: list[float] = []
    for chat in blocks(texts, CHAT):
        name = f"bench-{next(_chat)}"
        await client.open(name)
        for number, text in enumerate(chat):
            took.append(await client.see(name, f"c{number}", "customer", text))
            if reply:
                await client.see(name, f"a{number}", "agent", reply)
    return took


async def over_socket(authority: str, token: str, texts: Sequence[str]) -> list[float]:
    """Send a block's messages over a connection of their own."""
    async with Client.connected(authority, token) as client:
        return await said(client, texts)


async def one_by_one(
    texts: Sequence[str], servers: dict[str, tuple[str, str]], others: dict[str, Ask]
) -> dict[str, list[float]]:
    """Time every message in every way, block by block; servers by their authority and token."""
    times: dict[str, list[float]] = {name: [] for name in (*servers, *others)}
    for block in blocks(texts):
        for name, (authority, token) in servers.items():
            times[name] += await over_socket(authority, token, block)
            time.sleep(SETTLE_S)  # noqa: ASYNC251 - quiet is the point
        for name, ask in others.items():
            times[name] += ask(block)
            time.sleep(SETTLE_S)  # noqa: ASYNC251
    return times


async def at_once(
    texts: Sequence[str], authority: str, tokens: Sequence[str], reply: str = ""
) -> tuple[list[float], float]:
    """Let many chats write without a pause, each an agent's of its own, all connected before.

    Gives the milliseconds of each message, and messages a second, the agents' not counted. A writer
    has no more messages than a connection may send at a burst.
    """
    async with AsyncExitStack() as stack:
        clients = [
            await stack.enter_async_context(Client.connected(authority, token)) for token in tokens
        ]
        shares = [texts[first :: len(tokens)] for first in range(len(tokens))]
        start = time.perf_counter()
        pairs = zip(clients, shares, strict=True)
        took = await asyncio.gather(*(said(client, share, reply) for client, share in pairs))
        passed = time.perf_counter() - start
    return [one for share in took for one in share], len(texts) / passed


def of_many(rounds: Sequence[tuple[list[float], float]]) -> dict[str, Any]:
    """Give the medians over rounds of what `at_once` gives."""
    found = summary([times for times, _ in rounds])
    return {**found, "per_s": round(median(per_s for _, per_s in rounds), 2)}
