"""P1 and P2: a message's time from socket to socket, alone and among many chats."""

import asyncio
from collections.abc import Sequence
from contextlib import ExitStack
from typing import Any

from tests.bench import drafts, peers, rounds, texts
from tests.bench.agents import tokens
from tests.bench.plan import Plan
from tests.bench.txtai import Txtai
from tests.process import SidecarProcess

SEED = 1_000  # the messages of many at once; the rounds' seeds are 0, 1, 2 …
MANY, QUICK_MANY = 200, 40  # chats of which one round says enough: txtai needs seconds a message


def measure(plan: Plan) -> dict[str, Any]:
    """Give one message's times in every way, drafts, and what many chats at once get."""
    with ExitStack() as stack:
        home = plan.folder / "messages"
        server = stack.enter_context(SidecarProcess(home))
        ways, txtai = _ways(stack, plan)
        many = plan.of(MANY, QUICK_MANY)
        agents = tokens(home, many)
        ours = (server.authority, agents[0])
        one = asyncio.run(_one_message(plan, ours, ways))
        floor = peers.passes(stack).milliseconds
        written = asyncio.run(drafts.measure(*ours, floor, plan.of(30, 10)))
        return {
            **one,
            "draft_ms": {name: rounds.summary([times]) for name, times in written.items()},
            "at_once": {
                str(writers): asyncio.run(_at_once(plan, server.authority, agents[:writers], txtai))
                for writers in (1, 16, many)
            },
        }


def _ways(stack: ExitStack, plan: Plan) -> tuple[dict[str, rounds.Ask], Txtai | None]:
    floor, paced = peers.passes(stack), peers.passes(stack, "--paced")
    ways: dict[str, rounds.Ask] = {
        "floor": lambda block: floor.milliseconds(rounds.needed(block)),
        "paced": lambda block: paced.milliseconds(rounds.needed(block)),
    }
    if reference := peers.reference(stack, peers.examples(plan.folder)):
        ways["reference"] = lambda block: reference.milliseconds([[one] for one in block])
    if txtai := peers.txtai_server(stack, plan.folder):
        ways["txtai"] = txtai.milliseconds
    return ways, txtai


async def _one_message(
    plan: Plan, ours: tuple[str, str], ways: dict[str, rounds.Ask]
) -> dict[str, Any]:
    """Time single messages in every way; one round before those that are kept warms all up."""
    count, times = plan.of(192, 48), []
    for number in range(plan.rounds + 1):
        drawn = texts.messages(count if number else rounds.BLOCK, number)
        times.append(await rounds.one_by_one(drawn, {"ours": ours}, ways))
    needed = rounds.needed(texts.messages(count, 1))
    kept = {name: [one[name] for one in times[1:]] for name in times[0]}
    return {
        "one_message_ms": {name: rounds.summary(each) for name, each in kept.items()},
        "passes": round(sum(map(len, needed)) / len(needed), 2),
    }


async def _at_once(
    plan: Plan, authority: str, agents: Sequence[str], txtai: Txtai | None
) -> dict[str, Any]:
    """Let chats write at once, customers alone; ours also with agents who reply to each."""
    found: dict[str, list[tuple[list[float], float]]] = {}
    writers = len(agents)
    each, times = (2, 1) if writers > 16 else (plan.of(24, 8), plan.rounds)
    for number in range(times):
        drawn = texts.messages(writers * each, SEED * (number + 1) + writers)
        found.setdefault("ours", []).append(await rounds.at_once(drawn, authority, agents))
        replied = await rounds.at_once(drawn, authority, agents, rounds.REPLY)
        found.setdefault("replied", []).append(replied)
        if txtai:
            found.setdefault("txtai", []).append(txtai.at_once(drawn, writers))
    return {name: rounds.of_many(each) for name, each in found.items()}
