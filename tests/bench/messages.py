"""P1 and P2: a message's time from socket to socket, alone and among many chats."""

import asyncio
from contextlib import ExitStack
from typing import Any

from tests.bench import drafts, peers, rounds, texts
from tests.bench.plan import Plan
from tests.bench.txtai import Txtai
from tests.process import SidecarProcess

AT_ONCE = (1, 16, 200)
SEED = 1_000  # the messages of many at once; the rounds' seeds are 0, 1, 2 …
MANY = 200  # chats from which one round says enough: txtai needs seconds for each message


def measure(plan: Plan) -> dict[str, Any]:
    """Give one message's times in every way, drafts, and what many chats at once get."""
    with ExitStack() as stack:
        home = plan.folder / "messages"
        server = stack.enter_context(SidecarProcess(home))
        ways, txtai = _ways(stack, plan)
        ours = (server.authority, server.run("token", "bench"))
        one = asyncio.run(_one_message(plan, ours, ways))
        floor = peers.passes(stack).milliseconds
        written = asyncio.run(drafts.measure(*ours, floor, plan.of(30, 10)))
        return {
            **one,
            "draft_ms": {name: rounds.summary([times]) for name, times in written.items()},
            "at_once": {
                str(writers): asyncio.run(_at_once(plan, ours, txtai, writers))
                for writers in AT_ONCE
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
    plan: Plan, ours: tuple[str, str], txtai: Txtai | None, writers: int
) -> dict[str, Any]:
    """Let chats write at once, customers alone; ours also with agents who reply to each."""
    found: dict[str, list[tuple[list[float], float]]] = {}
    each = 2 if writers == MANY else plan.of(24, 8)
    for number in range(1 if writers == MANY else plan.rounds):
        drawn = texts.messages(writers * each, SEED * (number + 1) + writers)
        found.setdefault("ours", []).append(await rounds.at_once(drawn, *ours, writers))
        replied = await rounds.at_once(drawn, *ours, writers, rounds.REPLY)
        found.setdefault("replied", []).append(replied)
        if txtai:
            found.setdefault("txtai", []).append(txtai.at_once(drawn, writers))
    return {name: rounds.of_many(each) for name, each in found.items()}
