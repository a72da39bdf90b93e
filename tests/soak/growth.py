"""S8: a million messages through the real server; what it holds in memory, files and tasks."""

import asyncio
import random
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.process import SidecarProcess
from tests.soak.looks import figures, free
from tests.soak.outcome import Outcome
from tests.web.desk import Client, dialled

FULL, SETTLED, EVERY = 1_000_000, 100_000, 20_000
SLICE, SLICE_SETTLED = 6_000, 2_000
GROWS_KIB = 5 * 1024
AGENTS = 8
CHAT = 40  # messages in one chat
CHATS = 5  # on one connection, before the next
OPEN = 3  # chats of an agent that are never closed, so that they must be forgotten or replaced
SEED = 8
_SAID = (
    "where is my parcel",
    "my card was stolen",
    "hello is anyone there",
    "thank you that worked perfectly",
    "this is the worst service ever, still nothing",
    "please do the needful",
    "ok",
    "it was due monday and I paid 45.90 on 03/04/2026",
)
_WORDS = ("order", "refund", "number", "monday", "still", "again", "shop", "late", "box", "label")


@dataclass
class Talk:
    """All agents together; `seen` counts the messages that were answered."""

    server: SidecarProcess
    tokens: Sequence[str]
    goal: int
    seen: int = 0
    looked: list[dict[str, int]] = field(default_factory=list)

    async def run(self, every: int) -> None:
        """Talk up to the goal, and look now and then while nobody does."""
        while self.seen < self.goal:
            upto = min(self.goal, self.seen + every)
            agents = (self._agent(n, upto) for n in range(len(self.tokens)))
            await asyncio.gather(*agents)
            await asyncio.sleep(0.5)
            found = await asyncio.to_thread(figures, self.server)
            self.looked.append({"messages": self.seen, **found})

    async def _agent(self, number: int, upto: int) -> None:
        chance = random.Random(f"{SEED} {number} {upto}")  # noqa: S311
        while self.seen < upto:
            async with dialled(self.server.authority, self.tokens[number]) as client:
                for at in range(CHATS):
                    name = f"kept-{at}" if at < OPEN else f"chat-{chance.randrange(10**9)}"
                    await self._chat(client, name, chance, upto)

    async def _chat(self, client: Client, name: str, chance: random.Random, upto: int) -> None:
        customer = {"name": f"Dana {chance.randrange(10**6)}", "locale": chance.choice(LOCALES)}
        await client.send("conversation.opened", conversation=name, customer=customer, messages=[])
        for number in range(CHAT):
            if self.seen >= upto:
                break
            await self._message(client, name, number, chance)
        await self._beside(client, name, chance)
        if not name.startswith("kept-"):
            await client.send("conversation.closed", conversation=name)

    async def _message(self, client: Client, name: str, number: int, chance: random.Random) -> None:
        said = f"{chance.choice(_SAID)} {' '.join(chance.choices(_WORDS, k=4))}"
        role = "agent" if number % 3 == 2 else "customer"
        message = f"m{number}"
        about = {"conversation": name, "message": message}
        await client.send("message.seen", role=role, text=f"{said} {chance.random()}", **about)
        while (frame := await client.get("suggestions", 30))["about"].get("message") != message:
            pass
        self.seen += 1
        for item in frame["items"][:1]:
            event = chance.choice(("shown", "inserted", "dismissed"))
            await client.send("feedback", conversation=name, suggestion=item["id"], event=event)

    async def _beside(self, client: Client, name: str, chance: random.Random) -> None:
        """Do what else an agent does: a draft, a search, a line taken away or renamed."""
        text = f"Unfortunately you should have {chance.choice(_SAID)} {chance.random()}."
        await client.send("draft.changed", conversation=name, revision=1, text=text)
        await client.get("draft.checked", 30)
        await client.send("search", request="r", query=f"{chance.choice(_SAID)} {chance.random()}")
        await client.get("results", 30)
        await client.send("message.renamed", conversation=name, message="m1", to="real")
        await client.send("message.removed", conversation=name, message="m2")
        await client.send("settings", rules={"tone": chance.random() < 0.5})


LOCALES = ("en-GB", "en-IN", "de-DE", "ja", "pt-BR", "hi-IN", "")


def measure(home: Path, count: int, settled: int, every: int) -> Outcome:
    """Send so many messages to a server over `home`; growth counts once `settled` were sent."""
    with free(home) as server:
        tokens = [server.run("token", f"agent {n}") for n in range(AGENTS)]
        talk, start = Talk(server, tokens, count), time.perf_counter()
        asyncio.run(talk.run(every))
        took = time.perf_counter() - start
    return _outcome(talk.looked, settled, took)


def _outcome(looked: Sequence[dict[str, int]], settled: int, took: float) -> Outcome:
    first = next(one for one in looked if one["messages"] >= settled)
    last = looked[-1]
    after = [one for one in looked if one["messages"] >= settled]
    grown = last["memory_kib"] - first["memory_kib"]
    spread = {
        name: max(one[name] for one in after) - min(one[name] for one in after)
        for name in ("tasks", "threads", "descriptors")
    }
    found = {
        "messages": last["messages"],
        "per_s": round(last["messages"] / took),
        "grown_kib": grown,
        "memory_kib": last["memory_kib"],
        "objects_grown": last["objects"] - first["objects"],
        **{f"{name}_spread": value for name, value in spread.items()},
        "looked": list(looked),
    }
    figure = (
        f"{last['messages']:,} messages ({found['per_s']:,}/s): memory {grown / 1024:+.1f} MiB "
        f"after the first {first['messages']:,}, tasks {last['tasks']} ± {spread['tasks']}, "
        f"descriptors {last['descriptors']} ± {spread['descriptors']}"
    )
    return Outcome(figure, grown <= GROWS_KIB and not any(spread.values()), found)


def run(full: bool) -> Outcome:
    """Measure at full size, or a slice."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        if full:
            return measure(home, FULL, SETTLED, EVERY)
        return measure(home, SLICE, SLICE_SETTLED, SLICE_SETTLED)
