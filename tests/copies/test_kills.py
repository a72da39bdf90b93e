"""Copies are killed and the database restarts, under load: nothing acknowledged is lost."""

import asyncio
import random
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest
from websockets.asyncio.client import connect

from tests.copies.load import Lead, Load, load
from tests.copies.team import Team, team
from tests.databases import ask
from tests.process import SidecarProcess
from tests.web.desk import Client

SEED = 9
SLICE, FULL = (2, 1), (20, 5)  # how often a copy is killed, how often the database restarts
PATIENCE_S = 20.0
Deed = Callable[[Team, random.Random], None]


def kill(team: Team, chance: random.Random) -> None:
    """Kill a copy, and let what keeps it running start it again a moment later."""
    copy = chance.choice(team.copies)
    copy.stop(kill=True)
    time.sleep(chance.uniform(0, 0.5))
    copy.start()


def restart(team: Team, chance: random.Random) -> None:
    """Restart the database, with or without a while between."""
    team.database.stop()
    time.sleep(chance.uniform(0, 0.5))
    team.database.start()


def written(team: Team) -> list[str]:
    """Give every version that the history knows, as JSON."""
    return [str(one) for one in ask(team.database.url, "SELECT after FROM change")]


def export(copy: SidecarProcess, token: str) -> Any:
    headers = {"authorization": f"Bearer {token}"}
    address = f"http://{copy.authority}/api/v1/entries"
    asked = {"words": "Version", "state": "published"}
    answer = httpx.get(address, params=asked, headers=headers, trust_env=False, timeout=30)
    return answer.raise_for_status().json()


async def found(copy: SidecarProcess, token: str, query: str) -> tuple[int, list[str]]:
    """Give the revision that a copy serves, and the lines that it finds for a query."""
    async with connect(f"ws://{copy.authority}/live", compression=None, proxy=None) as socket:
        client = Client(socket)
        await client.greet(token, copy.authority)
        revision = (await client.get("welcome"))["library"]["revision"]
        await client.send("search", request="r", query=query)
        return revision, [item["text"] for item in (await client.get("results"))["items"]]


async def served(team: Team, token: str, query: str) -> list[tuple[int, list[str]]]:
    return [await found(copy, token, query) for copy in team.copies]


async def equal(team: Team, lead: Lead) -> list[tuple[int, list[str]]]:
    """Wait until all copies serve the same for a lead's line."""
    token, until = team.run("token", "Cleo"), time.monotonic() + PATIENCE_S
    while True:
        answers = await served(team, token, lead.text(lead.acknowledged[-1]))
        if answers[0] == answers[1] == answers[2] or time.monotonic() > until:
            return answers
        await asyncio.sleep(0.2)


def hurt(team: Team, working: Load, kills: int, restarts: int) -> None:
    chance = random.Random(SEED)  # noqa: S311
    deeds: list[Deed] = [*[kill] * kills, *[restart] * restarts]
    chance.shuffle(deeds)
    for deed in deeds:
        deed(team, chance)
        before = [len(one.acknowledged) for one in working.leads]
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:  # the load goes on between two of them
            if sum(len(one.acknowledged) for one in working.leads) > sum(before) + 1:
                break
            time.sleep(0.05)


@pytest.mark.parametrize(
    ("kills", "restarts"), [SLICE, pytest.param(*FULL, marks=pytest.mark.wide)]
)
async def test_kills_and_restarts_under_load_lose_nothing_acknowledged(
    tmp_path: Path, kills: int, restarts: int
) -> None:
    with team(tmp_path) as ours:
        with load(ours, leads=2, agents=4) as working:
            await asyncio.to_thread(hurt, ours, working, kills, restarts)
            answered = [one.answered for one in working.agents]
            await asyncio.sleep(3)
            assert all(
                one.answered > before for one, before in zip(working.agents, answered, strict=True)
            )
        history = written(ours)
        for lead in working.leads:
            assert len(lead.acknowledged) >= kills
            texts = [orjson.dumps(lead.text(n)).decode()[1:-1] for n in lead.drafts]
            kept = "\n".join(history)
            missing = [text for text in texts if text.replace('"', '\\"') not in kept]
            assert not missing
            first, *others = await equal(ours, lead)
            assert others == [first, first]
            newest = next(int(t.split()[1]) for t in first[1] if f"by {lead.name}:" in t)
            assert lead.acknowledged[-1] <= newest <= lead.tried
        token = ours.run("token", "Dan", "--role", "lead")
        first, *others = [export(copy, token) for copy in ours.copies]
        assert others == [first, first]
